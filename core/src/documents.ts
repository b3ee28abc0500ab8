/**
 * Every document of Tapedeck, by path. No other file spells a path.
 * The shapes stand beside this file in `documents/`.
 */
export const documents = {
  user: (uid: string) => `users/${uid}`,
  worker: (worker: string) => `workers/${worker}`,
  accountSecret: (account: string) => `accountSecrets/${account}`,
  market: (venue: string) => `markets/${venue}`,
  mail: (id: string) => `mail/${id}`,

  desk: (desk: string) => `desks/${desk}`,
  account: (desk: string, account: string) => `desks/${desk}/accounts/${account}`,
  liveState: (desk: string, account: string) => `desks/${desk}/accounts/${account}/live/state`,
  livePositions: (desk: string, account: string) => `desks/${desk}/accounts/${account}/live/positions`,
  liveConnection: (desk: string, account: string) => `desks/${desk}/accounts/${account}/live/connection`,
  order: (desk: string, account: string, clientOrderId: string) =>
    `desks/${desk}/accounts/${account}/orders/${clientOrderId}`,
  fill: (desk: string, account: string, fill: string) => `desks/${desk}/accounts/${account}/fills/${fill}`,
  ledgerEntry: (desk: string, account: string, entry: string) => `desks/${desk}/accounts/${account}/ledger/${entry}`,
  equityDay: (desk: string, account: string, day: string) => `desks/${desk}/accounts/${account}/equity/${day}`,

  command: (desk: string, command: string) => `desks/${desk}/commands/${command}`,
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
  equity: (desk: string, account: string) => `desks/${desk}/accounts/${account}/equity`,
  commands: (desk: string) => `desks/${desk}/commands`,
  activity: (desk: string) => `desks/${desk}/activity`,
  notifications: (desk: string) => `desks/${desk}/notifications`,
  presence: (desk: string) => `desks/${desk}/presence`,
} as const;

/** Names for collection-group queries. */
export const collectionGroups = {
  accounts: 'accounts',
  commands: 'commands',
  presence: 'presence',
  notifications: 'notifications',
  commandRates: 'commandRates',
  live: 'live',
} as const;

/** The day of an instant, in UTC: the id of an `equity` document, such as `2026-11-21`. */
export function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
