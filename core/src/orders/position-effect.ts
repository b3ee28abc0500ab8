import { Big } from 'big.js';
import type { Decimal } from '../decimal-arithmetic.ts';
import type { Position } from '../model/position.ts';
import type { OrderIntent } from './order-intent.ts';

/** What an order does to a position if it fills whole: quantities, short negative. */
export interface PositionEffect {
  readonly before: Big;
  readonly after: Big;
  /** Quantity of the order that opens or increases; never negative. */
  readonly opened: Big;
  readonly closed: Big;
}

/** True for an order that the venue itself keeps from opening anything: reduce-only, or the closing side of a hedge slot. */
export function onlyReduces(intent: Pick<OrderIntent, 'side' | 'reduceOnly' | 'slot'>): boolean {
  const closesSlot = intent.slot === 'long' ? 'sell' : intent.slot === 'short' ? 'buy' : undefined;
  return intent.reduceOnly === true || intent.side === closesSlot;
}

export function toPositionEffect(
  intent: Pick<OrderIntent, 'side' | 'reduceOnly' | 'slot'>,
  quantity: Decimal,
  position: Position | undefined,
): PositionEffect {
  const before = new Big(position?.quantity ?? '0').times(position?.side === 'short' ? -1 : 1);
  const change = new Big(quantity).times(intent.side === 'buy' ? 1 : -1);
  const opposes = before.times(change).lt(0);
  const closable = opposes ? before.abs() : new Big(0);
  const closed = change.abs().lt(closable) ? change.abs() : closable;
  const opened = onlyReduces(intent) ? new Big(0) : change.abs().minus(closed);
  return { before, after: before.plus(closed.plus(opened).times(change.s)), opened, closed };
}

/** Average entry price after the fill. */
export function entryAfter(price: Decimal, effect: PositionEffect, position: Position | undefined): Big {
  const kept = effect.before.abs().minus(effect.closed);
  if (kept.eq(0)) return new Big(price);
  const keptCost = kept.times(position?.entryPrice ?? price);
  return keptCost.plus(effect.opened.times(price)).div(kept.plus(effect.opened));
}
