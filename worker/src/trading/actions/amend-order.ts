import {
  AppError,
  compareDecimals,
  hasOrderEnded,
  toAmendedIntent,
  toAppError,
  type OrderRecord,
  type OrderTerms,
  type TradingCommandPayload,
} from '@tapedeck/core';
import type { AccountTrading } from '../account-trading.ts';
import type { CommandTicket } from '../command-ticket.ts';
import { describe } from '../order-news.ts';
import { toReference } from '../order-register.ts';
import { checkIntent } from './check-intent.ts';

const confirmWaitMs = 700;
const confirmTries = 20;
const pauseMs = 500;

/** Changes a working order; resolves when the venue shows the new terms. */
export async function amendOrder(
  trading: AccountTrading,
  payload: TradingCommandPayload<'amendOrder'>,
  ticket: CommandTicket,
): Promise<{ readonly clientOrderId: string }> {
  const { accountId, clientOrderId } = payload;
  const changes = toChanges(payload);
  const { register, basis, guard, line } = trading;
  const order = await findWorking(trading, clientOrderId);
  const release = trading.reserve(
    `amend ${clientOrderId}`,
    `Another change of this order is on its way. Nothing was changed. Wait for it, then look again.`,
  );
  try {
    await basis.prepare(order.instrumentId);
    const instrument = basis.terms(order.instrumentId);
    const current = register.get(clientOrderId) ?? order;
    const intent = toAmendedIntent(current, changes, { accountId, instrument: instrument ?? { contractSize: '1' } });
    const { act } = checkIntent(trading, intent, ticket, clientOrderId);
    await ticket.begin();
    try {
      await line.run(act.kind, async () => {
        guard.check(act);
        await trading.trading.amendOrder(toReference(current), changes);
      });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== 'outcome-unknown') throw error;
      await ticket.unknown(`The venue has not said whether the order was changed. It is asked until it answers.`);
    }
    return await confirm(trading, clientOrderId, changes);
  } finally {
    release();
  }
}

/** What became of a change that a worker before this one may have sent. */
export async function confirmAmended(
  trading: AccountTrading,
  payload: TradingCommandPayload<'amendOrder'>,
): Promise<{ readonly clientOrderId: string }> {
  await findKnown(trading, payload.clientOrderId);
  return confirm(trading, payload.clientOrderId, toChanges(payload));
}

function toChanges(payload: TradingCommandPayload<'amendOrder'>): Partial<OrderTerms> {
  const { quantity, limitPrice, triggerPrice, trailingDistance } = payload;
  return {
    ...(quantity !== undefined && { quantity }),
    ...(limitPrice !== undefined && { limitPrice }),
    ...(triggerPrice !== undefined && { triggerPrice }),
    ...(trailingDistance !== undefined && { trailingDistance }),
  };
}

async function findKnown(trading: AccountTrading, clientOrderId: string): Promise<OrderRecord> {
  const order = await trading.register.find(clientOrderId);
  if (order) return order;
  throw new AppError('rejected', `There is no order ${clientOrderId} on this account. Nothing was changed.`);
}

async function findWorking(trading: AccountTrading, clientOrderId: string): Promise<OrderRecord> {
  const order = await findKnown(trading, clientOrderId);
  if (hasOrderEnded(order.status)) {
    throw new AppError('rejected', `${describe(order)} has ended (${order.status}). Nothing was changed.`);
  }
  if (order.evidence.venue) return order;
  throw new AppError(
    'rejected',
    `${describe(order)} is not confirmed by the venue yet. Nothing was changed. Wait until it is, or cancel it.`,
  );
}

async function confirm(
  trading: AccountTrading,
  clientOrderId: string,
  changes: Partial<OrderTerms>,
): Promise<{ readonly clientOrderId: string }> {
  const { register } = trading;
  const isOver = (order: OrderRecord) => hasOrderEnded(order.status) || hasTerms(order, changes);
  const over = register.until(clientOrderId, isOver);
  over.catch(() => undefined);
  for (let attempt = 0; attempt < confirmTries; attempt += 1) {
    const order = await Promise.race([
      over,
      trading.pause(attempt === 0 ? confirmWaitMs : pauseMs).then(() => undefined),
    ]);
    if (order && hasTerms(order, changes)) return { clientOrderId };
    if (order) {
      throw new AppError('rejected', `${describe(order)} ended (${order.status}) before the change took effect.`);
    }
    const known = register.get(clientOrderId);
    if (known) await trading.refresh(known).catch(() => undefined);
  }
  throw new AppError(
    'retryable',
    'The venue did not show the change. Look at the order; if it stands as before, change it again.',
  );
}

function hasTerms(order: OrderRecord, changes: Partial<OrderTerms>): boolean {
  return (['quantity', 'limitPrice', 'triggerPrice', 'trailingDistance'] as const).every((name) => {
    const [wanted, stands] = [changes[name], order[name]];
    return wanted === undefined || (stands !== undefined && compareDecimals(wanted, stands) === 0);
  });
}
