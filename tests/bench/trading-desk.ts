import { randomUUID } from 'node:crypto';
import { commandReceiptSchema, type CommandName, type CommandPayload, type CommandReceipt } from '@tapedeck/core';
import { demoAccounts, demoDeskId, demoPeople } from '../../scripts/stack/demo.ts';
import type { Stack } from '../../scripts/stack/stack.ts';
import { SignedClient } from '../../simulator/src/testing/signed-client.ts';

/** A person of the demo desk who sends commands as a browser does: over HTTP to the callable, with a token of their own. */
export interface Sender {
  send<Name extends CommandName>(
    type: Name,
    payload: CommandPayload<Name>,
    commandId?: string,
  ): Promise<CommandReceipt>;
}

/** Thrown where the backend refused a command. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export async function signIn(stack: Stack, role: 'owner' | 'trader' = 'owner'): Promise<Sender> {
  const person = demoPeople.find((candidate) => candidate.role === role);
  if (!person) throw new Error(`The demo has no ${role}.`);
  const auth = `http://127.0.0.1:${stack.ports.auth}/identitytoolkit.googleapis.com/v1`;
  const signedIn = await fetch(`${auth}/accounts:signInWithPassword?key=demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: person.email, password: person.password, returnSecureToken: true }),
  });
  const { idToken } = (await signedIn.json()) as { idToken: string };
  const url = `${stack.env['TAPEDECK_FUNCTIONS_URL']}/sendCommand`;
  return {
    async send(type, payload, commandId = randomUUID()) {
      const data = { deskId: demoDeskId, commandId, type, payload, sentAtMs: Date.now() };
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${idToken}` },
        body: JSON.stringify({ data }),
      });
      const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
      if (answer.error) throw new Refusal(response.status, answer.error.message);
      return commandReceiptSchema.parse(answer.result);
    },
  };
}

/** The venue itself, asked with the account's own key. */
export function askVenue(stack: Stack, accountId: string): SignedClient {
  const account = demoAccounts.find(({ id }) => id === accountId);
  if (!account || !('apiKey' in account)) throw new Error(`${accountId} is no account of the simulator.`);
  return new SignedClient(stack.simulatorUrl, { apiKey: account.apiKey, apiSecret: account.secret });
}

/** An order as the venue's lists tell of it. */
export interface VenueRow {
  readonly orderId: string;
  readonly orderLinkId: string;
  readonly symbol: string;
  readonly orderStatus: string;
  readonly qty: string;
  /** Of a limit order; `0` or empty without one. */
  readonly price: string;
  readonly cumExecQty: string;
  readonly reduceOnly: boolean;
  readonly stopOrderType: string;
  readonly createdTime: string;
  readonly updatedTime: string;
}

/** Every row of a list, pages followed to the end. */
export async function listAll<Row>(
  venue: SignedClient,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor = '';
  do {
    const { result, retMsg, retCode } = await venue.get(path, { ...query, ...(cursor && { cursor }) });
    if (retCode !== 0) throw new Error(`${path} answered ${retCode}: ${retMsg}`);
    rows.push(...(result['list'] as readonly Row[]));
    cursor = typeof result['nextPageCursor'] === 'string' ? result['nextPageCursor'] : '';
  } while (cursor !== '');
  return rows;
}

/** Every linear order, open and ended, once each. */
export async function listOrders(venue: SignedClient): Promise<readonly VenueRow[]> {
  const query = { category: 'linear', limit: '50' };
  const open = await listAll<VenueRow>(venue, '/v5/order/realtime', { ...query, settleCoin: 'USDT' });
  const ended = await listAll<VenueRow>(venue, '/v5/order/history', query);
  return [...new Map([...ended, ...open].map((row) => [row.orderId, row])).values()];
}
