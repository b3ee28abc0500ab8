import { AppError } from '../app-error.ts';
import type { EnginePosition } from './account-types.ts';
import type { Level, Offer } from './book.ts';
import { openLots, type EngineCore } from './engine-core.ts';
import type { EngineMarket } from './engine-market.ts';
import type { EngineOrder, OrderReference } from './order-types.ts';
import { reject } from './rejection.ts';
import type { AccountState } from './state.ts';

/** The account that a request names, or a rejection. */
export function requireAccount(core: EngineCore, accountId: string): AccountState {
  return core.state.accounts.get(accountId) ?? reject('unknown-account', `There is no account ${accountId}.`);
}

export function requireMarket(core: EngineCore, instrumentId: string): EngineMarket {
  return core.markets.get(instrumentId) ?? reject('unknown-instrument', `There is no instrument ${instrumentId}.`);
}

export function requirePosition(account: AccountState, positionId: string): EnginePosition {
  return account.positions.get(positionId) ?? reject('no-position', `There is no position ${positionId}.`);
}

export function requireOpenOrder(core: EngineCore, reference: OrderReference): EngineOrder {
  requireAccount(core, reference.accountId);
  const name = reference.orderId ?? reference.clientOrderId ?? '';
  const order = findOrder(core, reference);
  if (!order) reject('unknown-order', `There is no order ${name}.`);
  return core.openOrder(order.orderId) ?? reject('unknown-order', `Order ${name} is ${order.status} already.`);
}

/** An open order, or a finished one while it is remembered. */
export function findOrder(core: EngineCore, reference: OrderReference): EngineOrder | undefined {
  const account = core.state.accounts.get(reference.accountId);
  const orderId = reference.orderId ?? account?.orderIdsByClientId.get(reference.clientOrderId ?? '');
  if (!account || orderId === undefined) return undefined;
  const order = core.openOrder(orderId) ?? account.finishedOrders.get(orderId);
  return order?.accountId === reference.accountId ? order : undefined;
}

/** Sums what stands at each price. */
export function mergeLevels(core: EngineCore, offers: Iterable<Offer>): readonly Level[] {
  const levels: [number, number][] = [];
  for (const offer of offers) {
    const lots = offer.kind === 'outside' ? offer.lots : openLots(core.requireOpen(offer.orderId));
    const last = levels.at(-1);
    if (last?.[0] === offer.ticks) last[1] += lots;
    else levels.push([offer.ticks, lots]);
  }
  return levels;
}

/** Throws an AppError when the host passes something else than a whole number above zero. */
export function assertCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new AppError('invalid-input', `${name} is ${value}; the engine counts in whole numbers above zero.`);
  }
}
