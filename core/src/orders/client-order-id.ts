/** What an order belongs to: one command, on one account, and which of the command's orders it is. */
export interface OrderOrigin {
  readonly deskId: string;
  readonly accountId: string;
  readonly commandId: string;
  /** Counts the orders of one command from 0, such as the parts of a large close. */
  readonly part: number;
}

const prefix = 'td';
const digits = 30;
const ownId = /^td[0-9a-z]{30}$/;

/**
 * The client order id of an order: always the same for the same origin, so that two workers, or one that died and came
 * back, can never make two orders of one command. Desk and account are part of it because one venue account may be
 * connected twice. 32 lower-case letters and digits (155 bits of a SHA-256) are allowed by Bybit (36 of letters, digits,
 * `-` and `_`), Binance (36) and OKX (32, no punctuation).
 */
export async function toClientOrderId(origin: OrderOrigin): Promise<string> {
  const { deskId, accountId, commandId, part } = origin;
  return prefix + (await digest(`${deskId}/${accountId}/${commandId}/${part}`));
}

/** True for an id of the form that `toClientOrderId` makes: an order that a desk of Tapedeck sent. */
export function isOwnClientOrderId(id: string): boolean {
  return ownId.test(id);
}

/** The id under which an order is kept that was made elsewhere without a client order id. */
export async function toExternalOrderId(accountId: string, venueOrderId: string): Promise<string> {
  return `ext-${await digest(`${accountId}/${venueOrderId}`)}`;
}

async function digest(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const number = hash.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return number.toString(36).padStart(digits, '0').slice(-digits);
}
