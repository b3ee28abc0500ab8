import { Big } from 'big.js';
import { addDecimals, compareDecimals, subtractDecimals, type Decimal } from '../decimal-arithmetic.ts';
import { valueOf } from '../orders/order-price.ts';
import { onlyReduces } from '../orders/position-effect.ts';
import { divideDown, roundDownTo } from '../orders/step-size.ts';
import { deny, sayMoney, type Denial } from './denial.ts';
import type { OrderDraft } from './order-draft.ts';
import type { TradingContext } from './trading-context.ts';

export function checkOrderNotional(draft: OrderDraft, context: TradingContext): Denial | undefined {
  const { notional } = draft;
  const limit = context.limits.maxOrderNotional;
  if (limit === undefined || notional === undefined || notional.lte(limit)) return undefined;
  const { currency } = context;
  return deny(
    'order-notional',
    `The order is worth ${sayMoney(notional, currency)}; the limit of one order is ${sayMoney(limit, currency)}. Nothing was sent. ${lowerTo(draft, context, new Big(limit))}`,
    'quantity',
  );
}

/** Says the largest quantity that is worth no more than `room`, which is in the account currency. */
function lowerTo(draft: OrderDraft, { instrument }: TradingContext, room: Big): string {
  const { quantity, notional } = draft;
  const raise = 'have an owner raise the limit';
  if (!instrument || quantity === undefined || notional === undefined || room.lte(0))
    return `Cancel or close something first, or ${raise}.`;
  const largest = roundDownTo(divideDown(room.times(quantity), notional), instrument.stepSize);
  return largest === '0' ? `Not even one step fits: ${raise}.` : `Lower the quantity to ${largest} or ${raise}.`;
}

/** Counts the position as it would be with every open order of this side filled, the worst that may come. */
export function checkPositionNotional(draft: OrderDraft, context: TradingContext): Denial | undefined {
  const { instrument, limits, quote, quoteRate, currency } = context;
  const limit = limits.maxPositionNotional;
  if (limit === undefined || !instrument || draft.quantity === undefined || draft.notional === undefined)
    return undefined;
  if (!quote || quoteRate === undefined) return undefined;
  const held = heldAfterOpenOrders(draft, context);
  const others = (held.lt(0) ? new Big(-1) : new Big(1))
    .times(valueOf(instrument, held.abs().toFixed(), quote.markPrice))
    .times(quoteRate);
  const worst = others.plus(draft.notional);
  if (worst.lte(limit)) return undefined;
  return deny(
    'position-notional',
    `With its open orders filled the position in ${instrument.id} would be worth ${sayMoney(worst, currency)}; the limit is ${sayMoney(limit, currency)}. Nothing was sent. ${lowerTo(draft, context, new Big(limit).minus(others))}`,
    'quantity',
  );
}

/** What stands on the order's side before it: the position and open orders of that side; negative on the other side. */
function heldAfterOpenOrders({ intent }: OrderDraft, { positions, openOrders }: TradingContext): Big {
  const slot = intent.slot ?? 'net';
  const own = intent.side === 'buy' ? 'long' : 'short';
  const position = positions.find((one) => one.instrumentId === intent.instrumentId && one.slot === slot);
  const held = new Big(position?.quantity ?? '0').times(position && position.side !== own ? -1 : 1);
  return openOrders
    .filter((order) => order.instrumentId === intent.instrumentId && order.slot === slot)
    .filter((order) => order.side === intent.side && !onlyReduces(order))
    .reduce((sum, order) => sum.plus(subtractDecimals(order.quantity, order.filledQuantity)), held);
}

export function checkLeverage(_draft: OrderDraft, context: TradingContext): Denial | undefined {
  const { instrument, leverage, limits } = context;
  if (!instrument || instrument.kind === 'spot' || leverage === undefined) return undefined;
  return denyLeverage(leverage, instrument.id, limits.maxLeverage);
}

/** Whether a leverage may be set or traded with. */
export function denyLeverage(leverage: Decimal, instrumentId: string, limit: Decimal | undefined): Denial | undefined {
  if (limit === undefined || compareDecimals(leverage, limit) <= 0) return undefined;
  return deny(
    'leverage-cap',
    `The leverage of ${instrumentId} is ${leverage}x; the limit is ${limit}x. Nothing was sent. Set it to ${limit}x or less, or have an owner raise the limit.`,
  );
}

export function checkDailyLoss(_draft: OrderDraft, { dayPnl, limits, currency }: TradingContext): Denial | undefined {
  const limit = limits.maxDailyLoss;
  if (limit === undefined || dayPnl === undefined || compareDecimals(addDecimals(dayPnl, limit), '0') > 0)
    return undefined;
  return deny(
    'daily-loss',
    `This account has lost ${sayMoney(new Big(dayPnl).abs(), currency)} today; at ${sayMoney(limit, currency)} entries end for the day. Nothing was sent. You can still close positions; entries open again at 00:00 UTC, or when an owner raises the limit.`,
  );
}

export function checkOpenOrders(_draft: OrderDraft, { openOrders, limits }: TradingContext): Denial | undefined {
  const limit = limits.maxOpenOrders;
  if (limit === undefined || openOrders.length + 1 <= limit) return undefined;
  return deny(
    'open-orders',
    `${openOrders.length} orders are open on this account; the limit is ${limit}. Nothing was sent. Cancel one first, or have an owner raise the limit.`,
  );
}
