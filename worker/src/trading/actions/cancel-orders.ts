import { AppError, hasOrderEnded, toAppError, type OrderRecord } from '@tapedeck/core';
import type { AccountTrading } from '../account-trading.ts';
import type { CommandTicket } from '../command-ticket.ts';
import { describe } from '../order-news.ts';
import { toReference } from '../order-register.ts';
import { isCalledOff } from '../order-sender.ts';

/** A cancel takes nothing away by being sent twice, so it is sent until it is known what became of the order. */
const tries = 20;
const pauseMs = 500;
/** How long the stream has to tell of the end before the order is asked for. */
const endWaitMs = 700;

/** Cancels one order; resolves when it has ended. */
export async function cancelOrder(
  trading: AccountTrading,
  { clientOrderId }: { readonly clientOrderId: string },
  ticket: CommandTicket,
): Promise<{ readonly clientOrderId: string; readonly filledQuantity: string }> {
  const order = await trading.register.find(clientOrderId);
  if (!order) {
    throw new AppError('rejected', `There is no order ${clientOrderId} on this account. Nothing was cancelled.`);
  }
  if (hasOrderEnded(order.status)) return toCancelled(order);
  await ticket.begin();
  return toCancelled(await cancelUntilEnded(trading, order));
}

/**
 * Cancels every order of the account, or of one instrument: those that have not gone out are called off, the others
 * cancelled. Resolves when the venue has none of them any more.
 */
export async function cancelAll(
  trading: AccountTrading,
  { instrumentId }: { readonly instrumentId?: string | undefined },
  ticket: CommandTicket,
): Promise<{ readonly cancelled: number }> {
  const { guard, register, sender, clock } = trading;
  await ticket.begin();
  const isMeant = (order: OrderRecord) => instrumentId === undefined || order.instrumentId === instrumentId;
  const meant = register.open.filter(isMeant);
  sender.callOffOlder(ticket.createdAtMs, instrumentId);
  for (const { clientOrderId } of meant) sender.callOff(clientOrderId);
  guard.check({ kind: 'cancel' });
  await trading.trading.cancelAll(instrumentId).catch((error: unknown) => {
    // Each order is cancelled by itself then.
    if (toAppError(error).code === 'unauthorized-at-broker') throw error;
  });
  await register.takeOrders(await again(trading, () => trading.trading.fetchOpenOrders()), clock.nowMs());
  // Orders sent meanwhile are not meant, and would be found pending.
  const known = new Set(meant.map((order) => order.clientOrderId));
  const left = register.open.filter(
    (order) => isMeant(order) && (known.has(order.clientOrderId) || order.status !== 'pending'),
  );
  const ended = await Promise.all(left.map((order) => cancelUntilEnded(trading, order)));
  const ids = new Set([...known, ...ended.map((order) => order.clientOrderId)]);
  const records = [...ids].flatMap((id) => register.get(id) ?? []);
  return { cancelled: records.filter((order) => order.status === 'cancelled' || isCalledOff(order)).length };
}

async function cancelUntilEnded(trading: AccountTrading, order: OrderRecord): Promise<OrderRecord> {
  const { guard, register, line, sender } = trading;
  const { clientOrderId } = order;
  sender.callOff(clientOrderId);
  // While it is on its way the venue does not know it: a cancel would be answered with "no such order".
  const answered = await register.until(clientOrderId, ({ status }) => status !== 'pending');
  if (hasOrderEnded(answered.status)) return answered;
  const ended = register.until(clientOrderId, ({ status }) => hasOrderEnded(status));
  ended.catch(() => undefined);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const failure = await line
      .run('cancel', async () => {
        guard.check({ kind: 'cancel' });
        await trading.trading.cancelOrder(toReference(register.get(clientOrderId) ?? order));
      })
      .then(
        () => undefined,
        (error: unknown) => toAppError(error),
      );
    if (failure?.code === 'unauthorized-at-broker' || failure?.code === 'unsupported') throw failure;
    const known = await soonest(trading, ended, failure ? pauseMs : endWaitMs);
    if (known) return known;
    await trading.refresh(order).catch(() => undefined);
    const now = register.get(clientOrderId);
    if (now && hasOrderEnded(now.status)) return now;
    if (failure?.code === 'rejected' && now && now.status !== 'unknown') throw failure;
  }
  throw new AppError(
    'retryable',
    `The venue did not confirm that ${describe(order)} is cancelled, so it may still stand. Look at the order and cancel it again.`,
  );
}

/** What an answer says, or nothing when it does not come in time. */
function soonest<Value>(trading: AccountTrading, value: Promise<Value>, limitMs: number): Promise<Value | undefined> {
  return Promise.race([value, trading.pause(limitMs).then(() => undefined)]);
}

async function again<Answer>(trading: AccountTrading, ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === tries) throw error;
      await trading.pause(pauseMs);
    }
  }
}

function toCancelled(order: OrderRecord) {
  const { clientOrderId, status, filledQuantity } = order;
  if (status === 'cancelled' || status === 'expired' || isCalledOff(order)) return { clientOrderId, filledQuantity };
  const what =
    status === 'filled'
      ? 'was filled before the cancel reached the venue. It counts in full: look at the position'
      : 'was never placed, so there is nothing to cancel';
  throw new AppError('rejected', `${describe(order)} ${what}.`, { details: { clientOrderId, status } });
}
