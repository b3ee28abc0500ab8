import { Big } from 'big.js';
import { toDecimal, type Decimal } from '../decimal-arithmetic.ts';
import type { OrderSide } from '../model/order.ts';
import type { OrderRecord } from './order-record.ts';
import { hasOrderEnded } from './order-status.ts';

export interface OrderStatistics {
  readonly orders: number;
  readonly ended: number;
  /** Filled whole. */
  readonly filled: number;
  /** Ended with a part filled. */
  readonly partlyFilled: number;
  readonly rejected: number;
  /** Filled quantity ÷ ordered quantity, averaged over the orders that ended and were not rejected; absent without any. */
  readonly fillRatio?: Decimal;
  /** From handing to the venue until the worker heard that it stands. */
  readonly timeToAcceptMs?: { readonly p50: number; readonly p95: number };
  /** Over fills with a reference price, weighted by value: 1 is a hundredth of a percent; positive cost money. */
  readonly slippageBps?: Decimal;
  /** How often each reason ended an order, most frequent first. */
  readonly rejectsByReason: readonly { readonly code: string; readonly count: number }[];
}

/** Figures of our own orders. Those made elsewhere are left out: nobody knows when and at what price they were meant. */
export function calculateOrderStatistics(records: Iterable<OrderRecord>): OrderStatistics {
  const own = [...records].filter((record) => !record.external);
  const ended = own.filter((record) => hasOrderEnded(record.status));
  const rejected = own.filter((record) => record.status === 'rejected');
  const tried = ended.filter((record) => record.status !== 'rejected');
  const waits = own.map(timeToAcceptMs).filter((waitMs) => waitMs !== undefined);
  const slippage = averageSlippage(own);
  return {
    orders: own.length,
    ended: ended.length,
    filled: ended.filter((record) => record.status === 'filled').length,
    partlyFilled: ended.filter((record) => record.status !== 'filled' && record.filledQuantity !== '0').length,
    rejected: rejected.length,
    ...(tried.length > 0 && { fillRatio: averageFillRatio(tried) }),
    ...(waits.length > 0 && { timeToAcceptMs: { p50: percentile(waits, 0.5), p95: percentile(waits, 0.95) } }),
    ...(slippage !== undefined && { slippageBps: slippage }),
    rejectsByReason: countReasons(rejected),
  };
}

export function timeToAcceptMs({ evidence }: Pick<OrderRecord, 'evidence'>): number | undefined {
  const { sent, accepted } = evidence.moments;
  return sent === undefined || accepted === undefined ? undefined : Math.max(0, accepted - sent);
}

/** How much worse than the reference price an average is, in hundredths of a percent; negative is better. */
export function slippageBps(side: OrderSide, averagePrice: Decimal, referencePrice: Decimal): Big {
  const difference = new Big(averagePrice).minus(referencePrice).times(side === 'buy' ? 1 : -1);
  return difference.div(referencePrice).times(10_000);
}

function averageFillRatio(records: readonly OrderRecord[]): Decimal {
  const sum = records.reduce(
    (total, record) => total.plus(new Big(record.filledQuantity).div(record.quantity)),
    new Big(0),
  );
  return toDecimal(sum.div(records.length).round(6));
}

function averageSlippage(records: readonly OrderRecord[]): Decimal | undefined {
  let weight = new Big(0);
  let weighted = new Big(0);
  for (const { side, averageFillPrice, referencePrice, filledQuantity } of records) {
    if (averageFillPrice === undefined || referencePrice === undefined) continue;
    const value = new Big(averageFillPrice).times(filledQuantity);
    weight = weight.plus(value);
    weighted = weighted.plus(value.times(slippageBps(side, averageFillPrice, referencePrice)));
  }
  return weight.eq(0) ? undefined : toDecimal(weighted.div(weight).round(4));
}

/** The smallest value that at least this share of all values does not exceed. */
function percentile(values: readonly number[], ratio: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * ratio) - 1)] ?? 0;
}

function countReasons(records: readonly OrderRecord[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { reason } of records) {
    const code = reason?.code ?? 'not-told';
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
