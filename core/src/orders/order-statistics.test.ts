import { describe, expect, it } from '@jest/globals';
import { applyOrderUpdate } from './apply-order-update.ts';
import { fillOf, placed, reportOf } from './order-fixture.ts';
import type { OrderRecord } from './order-record.ts';
import { calculateOrderStatistics, slippageBps } from './order-statistics.ts';
import type { OrderUpdate } from './order-update.ts';

function order(...updates: OrderUpdate[]): OrderRecord {
  return updates.reduce(applyOrderUpdate, placed);
}

function accepted(afterMs: number): OrderUpdate[] {
  return [{ kind: 'sent', atMs: 1010 }, reportOf({ venueMs: 1010, readMs: 1010 + afterMs })];
}

const filledAt = (price: string, afterMs: number) =>
  order(
    ...accepted(afterMs),
    fillOf({ id: `f-${price}`, venueMs: 1100, quantity: '1', price }),
    reportOf({ venueMs: 1100, status: 'filled', filledQuantity: '1' }),
  );
const refused = (code: string) => order({ kind: 'refused', reason: { code, message: code }, atMs: 1020 });

describe('order statistics', () => {
  it('say nothing of no orders', () => {
    expect(calculateOrderStatistics([])).toEqual({
      orders: 0,
      ended: 0,
      filled: 0,
      partlyFilled: 0,
      rejected: 0,
      rejectsByReason: [],
    });
  });

  it('count ends, ratios, waits, slippage and reasons', () => {
    const part = order(
      ...accepted(30),
      fillOf({ id: 'f-1', venueMs: 1100, quantity: '0.25', price: '100' }),
      reportOf({ venueMs: 1200, status: 'cancelled', filledQuantity: '0.25' }),
    );
    const records = [filledAt('101', 10), filledAt('99.5', 20), part, refused('b'), refused('a'), refused('b'), placed];
    expect(calculateOrderStatistics(records)).toEqual({
      orders: 7,
      ended: 6,
      filled: 2,
      partlyFilled: 1,
      rejected: 3,
      fillRatio: '0.75',
      timeToAcceptMs: { p50: 20, p95: 30 },
      slippageBps: '22.7273',
      rejectsByReason: [
        { code: 'b', count: 2 },
        { code: 'a', count: 1 },
      ],
    });
  });

  it('leave out orders made elsewhere', () => {
    expect(calculateOrderStatistics([{ ...filledAt('101', 10), external: true }]).orders).toBe(0);
  });

  it('call it slippage when a buy is dearer and when a sell is cheaper', () => {
    expect(slippageBps('buy', '101', '100').toFixed()).toBe('100');
    expect(slippageBps('sell', '101', '100').toFixed()).toBe('-100');
  });
});
