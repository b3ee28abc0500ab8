/**
 * Every document of Tapedeck, by path. No other file spells a path.
 * The shapes stand beside this file in `documents/`.
 */
export const documents = {
  user: (uid: string) => `users/${uid}`,
  worker: (worker: string) => `workers/${worker}`,
  /** Both ids are in its name, because an account's id is its desk's own. */
  accountSecret: (desk: string, account: string) => `accountSecrets/${desk}~${account}`,
  /** The same: the whole of a paper account, for its worker alone. */
  paperAccount: (desk: string, account: string) => `paperAccounts/${desk}~${account}`,
  market: (venue: string) => `markets/${venue}`,
  marketInstruments: (venue: string, page: string) => `markets/${venue}/instruments/${page}`,
  quote: (venue: string, instrument: string) => `markets/${venue}/quotes/${instrument}`,
  mail: (id: string) => `mail/${id}`,

  desk: (desk: string) => `desks/${desk}`,
  account: (desk: string, account: string) => `desks/${desk}/accounts/${account}`,
  liveState: (desk: string, account: string) => `desks/${desk}/accounts/${account}/live/state`,
  livePositions: (desk: string, account: string) => `desks/${desk}/accounts/${account}/live/positions`,
  liveConnection: (desk: string, account: string) => `desks/${desk}/accounts/${account}/live/connection`,
  liveTrading: (desk: string, account: string) => `desks/${desk}/accounts/${account}/live/trading`,
  order: (desk: string, account: string, clientOrderId: string) =>
    `desks/${desk}/accounts/${account}/orders/${clientOrderId}`,
  fill: (desk: string, account: string, fill: string) => `desks/${desk}/accounts/${account}/fills/${fill}`,
  ledgerEntry: (desk: string, account: string, entry: string) => `desks/${desk}/accounts/${account}/ledger/${entry}`,
  closedPosition: (desk: string, account: string, id: string) =>
    `desks/${desk}/accounts/${account}/closedPositions/${id}`,
  books: (desk: string, account: string) => `desks/${desk}/accounts/${account}/books/ledger`,
  equityDay: (desk: string, account: string, day: string) => `desks/${desk}/accounts/${account}/equity/${day}`,

  command: (desk: string, command: string) => `desks/${desk}/commands/${command}`,
  limitEdit: (desk: string, id: string) => `desks/${desk}/limitEdits/${id}`,
  invite: (desk: string, id: string) => `desks/${desk}/invites/${id}`,
  activity: (desk: string, id: string) => `desks/${desk}/activity/${id}`,
  notification: (desk: string, id: string) => `desks/${desk}/notifications/${id}`,
  notificationMarks: (desk: string, uid: string) => `desks/${desk}/notificationMarks/${uid}`,
  presence: (desk: string, uid: string) => `desks/${desk}/presence/${uid}`,
  commandRate: (desk: string, uid: string) => `desks/${desk}/commandRates/${uid}`,
} as const;

/** Collections by path, for queries and listeners. */
export const collections = {
  users: 'users',
  workers: 'workers',
  desks: 'desks',
  accounts: (desk: string) => `desks/${desk}/accounts`,
  live: (desk: string, account: string) => `desks/${desk}/accounts/${account}/live`,
  orders: (desk: string, account: string) => `desks/${desk}/accounts/${account}/orders`,
  fills: (desk: string, account: string) => `desks/${desk}/accounts/${account}/fills`,
  ledger: (desk: string, account: string) => `desks/${desk}/accounts/${account}/ledger`,
  closedPositions: (desk: string, account: string) => `desks/${desk}/accounts/${account}/closedPositions`,
  equity: (desk: string, account: string) => `desks/${desk}/accounts/${account}/equity`,
  marketInstruments: (venue: string) => `markets/${venue}/instruments`,
  quotes: (venue: string) => `markets/${venue}/quotes`,
  limitEdits: (desk: string) => `desks/${desk}/limitEdits`,
  invites: (desk: string) => `desks/${desk}/invites`,
  commands: (desk: string) => `desks/${desk}/commands`,
  activity: (desk: string) => `desks/${desk}/activity`,
  notifications: (desk: string) => `desks/${desk}/notifications`,
  presence: (desk: string) => `desks/${desk}/presence`,
} as const;

/** Names for collection-group queries. */
export const collectionGroups = {
  accounts: 'accounts',
  commands: 'commands',
  invites: 'invites',
  presence: 'presence',
  notifications: 'notifications',
  commandRates: 'commandRates',
  live: 'live',
} as const;

/**
 * The venue that an account trades at, as a document id: `bybit-simulated`. Accounts of one venue share its quotes; a
 * paper account shares those of the venue whose prices it trades at.
 */
export function toVenueId(account: {
  readonly broker: string;
  readonly environment: string;
  readonly paper?: { readonly prices: 'live' | 'simulated' } | undefined;
}): string {
  return account.paper ? `bybit-${account.paper.prices}` : `${account.broker}-${account.environment}`;
}

/** The day of an instant, in UTC: the id of an `equity` document, such as `2026-11-21`. */
export function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
