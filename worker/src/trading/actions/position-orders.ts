import {
  AppError,
  hasOrderEnded,
  multiplyDecimals,
  resolveQuantity,
  splitQuantity,
  toAppError,
  toClientOrderId,
  toCloseIntent,
  toReverseIntents,
  type InstrumentTerms,
  type OrderIntent,
  type OrderRecord,
  type Position,
  type PositionSide,
  type TradingCommandPayload,
} from '@tapedeck/core';
import type { AccountTrading } from '../account-trading.ts';
import type { CommandTicket } from '../command-ticket.ts';
import { toPlacement } from '../placement.ts';
import { checkNewOrder } from './check-new-order.ts';
import { orderOutcome } from './order-outcome.ts';

/** The opening order of a reversal: far behind any number of parts that a close may have. */
export const reversalPart = 1_000;
const fillWaitMs = 10_000;

type Orders = { readonly clientOrderIds: readonly string[] };

/** Closes a position or a part of it; resolves when the venue has taken every order that it takes. */
export async function closePosition(
  trading: AccountTrading,
  payload: TradingCommandPayload<'closePosition'>,
  ticket: CommandTicket,
): Promise<Orders> {
  const { accountId, positionId, side, part, limitPrice } = payload;
  const { instrumentId } = findPosition(trading, positionId, side);
  const release = reserve(trading, positionId);
  try {
    await trading.basis.prepare(instrumentId);
    // As it is by now: another close may have been filled meanwhile.
    const position = findPosition(trading, positionId, side);
    refuseSecondClose(trading, position, limitPrice === undefined);
    const intent = toCloseIntent(position, { accountId, part, limitPrice });
    const orders = await sendParts(trading, intent, ticket);
    return { clientOrderIds: orders.map((order) => order.clientOrderId) };
  } finally {
    release();
  }
}

/** Closes a position and opens as much on the other side, once the close is filled. */
export async function reversePosition(
  trading: AccountTrading,
  payload: TradingCommandPayload<'reversePosition'>,
  ticket: CommandTicket,
): Promise<Orders> {
  const { accountId, positionId, side } = payload;
  const { instrumentId } = findPosition(trading, positionId, side);
  const release = reserve(trading, positionId);
  try {
    await trading.basis.prepare(instrumentId);
    const position = findPosition(trading, positionId, side);
    refuseSecondClose(trading, position, true);
    const { close, open } = toReverseIntents(position, accountId);
    // Closing alone is not what was asked for: what would not be opened is not closed either.
    checkNewOrder(trading, open, ticket, await orderId(trading, ticket, reversalPart));
    const closes = await sendParts(trading, close, ticket);
    await Promise.all(closes.map((order) => filled(trading, order)));
    await gone(trading, positionId, side);
    const opened = await openOtherSide(trading, open, ticket);
    return { clientOrderIds: [...closes, opened].map((order) => order.clientOrderId) };
  } finally {
    release();
  }
}

async function openOtherSide(trading: AccountTrading, open: OrderIntent, ticket: CommandTicket): Promise<OrderRecord> {
  try {
    await trading.basis.prepare(open.instrumentId);
    // Whoever agreed to the reversal agreed to its second half; it is late only if the fill was.
    const agreed = { ...ticket, approved: true, expiresAtMs: undefined };
    return await sendOne(trading, open, agreed, await orderId(trading, ticket, reversalPart));
  } catch (error) {
    throw toHalfReversedError(error);
  }
}

/** Why the second half of a reversal was not done, though the first was. */
export function toHalfReversedError(thrown: unknown): AppError {
  const { code, message, details } = toAppError(thrown);
  // What is said of the second order alone would be untrue of the whole.
  const why = message.replaceAll(/ ?Nothing was (?:sent|bought or sold)(?: and nothing [a-z ]+)?\./g, '').trim();
  return new AppError(
    code,
    `The position was closed; the other side was not opened: ${why} Look at the position; open the other side yourself if you still want it.`,
    { details, cause: thrown },
  );
}

export function findPosition(trading: AccountTrading, positionId: string, side: PositionSide): Position {
  const position = trading.reading?.positions.get(positionId);
  if (position?.side === side) return position;
  const what = position ? `is ${position.side} by now` : 'is not open any more';
  throw new AppError('rejected', `The position ${positionId} that you saw as ${side} ${what}. Nothing was sent.`);
}

function reserve(trading: AccountTrading, positionId: string): () => void {
  return trading.reserve(
    `close ${positionId}`,
    'This position is being closed already. Nothing more was sent. Look at it again in a moment.',
  );
}

/** A market close that has not ended will do it; a second one would be refused by the venue or close what comes next. */
function refuseSecondClose(trading: AccountTrading, { instrumentId, slot }: Position, isMarket: boolean): void {
  const closing = trading.register.open.some(
    (order) =>
      order.instrumentId === instrumentId && order.slot === slot && order.reduceOnly && order.type === 'market',
  );
  if (!closing || !isMarket) return;
  throw new AppError(
    'rejected',
    'This position is being closed already. Nothing more was sent. Look at it again in a moment.',
  );
}

/** The venue takes only so much in one order; the gates look at each for itself. */
async function sendParts(
  trading: AccountTrading,
  intent: OrderIntent,
  ticket: CommandTicket,
): Promise<readonly OrderRecord[]> {
  const intents = toParts(intent, trading.basis.terms(intent.instrumentId));
  const ids = await Promise.all(intents.map((_part, index) => orderId(trading, ticket, index)));
  const sent = intents.map((part, index) => sendOne(trading, part, ticket, ids[index] ?? ''));
  const results = await Promise.allSettled(sent);
  const orders = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find((result) => result.status === 'rejected');
  if (!failed) return orders;
  if (orders.length === 0) throw failed.reason;
  throw new AppError(
    'rejected',
    `${orders.length} of ${intents.length} parts of the close were taken, the others were not: ${toAppError(failed.reason).message} Look at the position and close what is left.`,
  );
}

function toParts(intent: OrderIntent, instrument: InstrumentTerms | undefined): readonly OrderIntent[] {
  if (!instrument) return [intent];
  const whole = resolveQuantity(intent, { instrument, price: undefined, leverage: undefined, available: undefined });
  if (!whole.ok) return [intent];
  const { maxMarketQuantity, maxQuantity, stepSize, contractSize } = instrument;
  const largest = intent.type === 'market' ? (maxMarketQuantity ?? maxQuantity) : maxQuantity;
  return splitQuantity(whole.quantity, largest, stepSize).map((quantity) => ({
    ...intent,
    quantity: { unit: 'base', value: multiplyDecimals(quantity, contractSize) },
  }));
}

function orderId(trading: AccountTrading, { commandId }: CommandTicket, part: number): Promise<string> {
  const { deskId, accountId } = trading.claim;
  return toClientOrderId({ deskId, accountId, commandId, part });
}

async function sendOne(
  trading: AccountTrading,
  intent: OrderIntent,
  ticket: CommandTicket,
  clientOrderId: string,
): Promise<OrderRecord> {
  const { sender } = trading;
  const { uid, name } = ticket.actor;
  const { record, act } = checkNewOrder(trading, intent, ticket, clientOrderId);
  const placement = toPlacement(record);
  await sender.send({ record, placement, actor: { uid, name }, act, before: () => ticket.begin() });
  return orderOutcome(trading, clientOrderId, ticket);
}

async function filled(trading: AccountTrading, { clientOrderId }: OrderRecord): Promise<void> {
  const ended = trading.register.until(clientOrderId, ({ status }) => hasOrderEnded(status));
  const order = await Promise.race([ended, trading.pause(fillWaitMs).then(() => undefined)]);
  if (order?.status === 'filled') return;
  throw new AppError(
    'rejected',
    `The position was not closed whole (${order?.status ?? 'the close has not ended'}), so the other side was not opened. Look at what is left of it.`,
  );
}

/** The gates must see the account without the position that was closed. */
async function gone(trading: AccountTrading, positionId: string, side: PositionSide): Promise<void> {
  const endMs = trading.clock.monotonicMs() + fillWaitMs;
  while (trading.reading?.positions.get(positionId)?.side === side) {
    if (trading.clock.monotonicMs() > endMs) {
      throw new AppError(
        'rejected',
        'The position was closed, but the venue still shows it, so the other side was not opened.',
      );
    }
    trading.readAccount();
    await trading.pause(100);
  }
}
