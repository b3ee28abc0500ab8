import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { acceptsPrice } from './book.ts';
import { actions, type EngineAction } from './engine-actions.ts';
import { createEngine, executionsOf, perpetual, spot } from './engine-fixture.ts';
import { MatchingEngine } from './engine.ts';
import type { EngineEvent, Execution } from './events.ts';
import { readState } from './snapshot.ts';
import { isOpen, replayEvents } from './state.ts';
import type { EngineOrder } from './order-types.ts';

/** Runs calls one millisecond apart and returns every event since the beginning. */
function run(engine: MatchingEngine, calls: readonly EngineAction[], fromMs = 1): EngineEvent[] {
  return calls.flatMap((call, index) => [...call(engine, fromMs + index)]);
}

/**
 * A fresh engine after the calls, and all its events, those of the set-up included. So little money that margin runs out
 * and positions are liquidated.
 */
function history(calls: readonly EngineAction[]) {
  const engine = new MatchingEngine();
  engine.addInstrument(perpetual);
  engine.addInstrument(spot);
  const events = [
    ...['alice', 'bob', 'hedger'].flatMap((accountId) => [
      ...engine.openAccount(accountId, { positionMode: accountId === 'hedger' ? 'hedge' : 'netting' }, 0).events,
      ...engine.transfer(accountId, 'USDT', '600', 0).events,
      ...engine.transfer(accountId, 'ETH', '10', 0).events,
    ]),
    ...run(engine, calls),
  ];
  return { engine, events, executions: executionsOf(events), orders: ordersOf(events) };
}

/** Every order as it last stood, with the limits it ever had. */
function ordersOf(events: readonly EngineEvent[]): Map<number, EngineOrder> {
  const orders = new Map<number, EngineOrder>();
  for (const event of events) {
    if ('order' in event && event.order) orders.set(event.order.orderId, event.order);
  }
  return orders;
}

function sum<T>(items: Iterable<T>, amountOf: (item: T) => bigint): bigint {
  let total = 0n;
  for (const item of items) total += amountOf(item);
  return total;
}

function signedLots(execution: Execution): number {
  return execution.side === 'buy' ? execution.lots : -execution.lots;
}

function holds(check: (calls: EngineAction[]) => void): void {
  fc.assert(fc.property(actions, check), { numRuns: 100 });
}

describe('whatever is asked of the engine', () => {
  it('the ledger adds up to every balance, to the last digit', () => {
    holds((calls) => {
      const { engine, events } = history(calls);
      const sums = new Map<string, bigint>();
      for (const event of events) {
        if (event.type !== 'balance-changed') continue;
        const key = `${event.entry.accountId} ${event.entry.currency}`;
        sums.set(key, (sums.get(key) ?? 0n) + event.entry.amount);
        expect(sums.get(key)).toBe(event.entry.balanceAfter);
      }
      const state = readState(engine.exportState());
      for (const account of state.accounts.values()) {
        for (const [currency, balance] of account.balances) {
          expect(sums.get(`${account.accountId} ${currency}`)).toBe(balance);
        }
      }
    });
  });

  it('what orders filled is what was executed, and never more than was asked', () => {
    holds((calls) => {
      const { executions, orders } = history(calls);
      for (const order of orders.values()) {
        const own = executions.filter((execution) => execution.orderId === order.orderId);
        expect(own.reduce((lots, execution) => lots + execution.lots, 0)).toBe(order.filledLots);
        expect(sum(own, (execution) => execution.value)).toBe(order.filledValue);
        expect(order.filledLots).toBeLessThanOrEqual(order.lots);
        expect(order.status === 'filled').toBe(order.filledLots === order.lots);
        if (order.status === 'working' || order.status === 'untriggered') expect(order.filledLots).toBe(0);
      }
    });
  });

  it('both sides of a match between accounts have the same quantity and price', () => {
    holds((calls) => {
      const { executions } = history(calls);
      const matches = new Map<number, Execution[]>();
      for (const execution of executions) {
        matches.set(execution.matchId, [...(matches.get(execution.matchId) ?? []), execution]);
      }
      for (const [first, second, ...more] of matches.values()) {
        expect(more).toEqual([]);
        expect(first?.internal).toBe(second !== undefined);
        if (!first || !second) continue;
        expect([second.lots, second.ticks]).toEqual([first.lots, first.ticks]);
        expect(second.side).not.toBe(first.side);
        expect(second.accountId).not.toBe(first.accountId);
      }
    });
  });

  it('no order trades at a price worse than its limit', () => {
    holds((calls) => {
      const orders = new Map<number, EngineOrder>();
      for (const event of history(calls).events) {
        if ('order' in event && event.order) orders.set(event.order.orderId, event.order);
        if (event.type !== 'execution') continue;
        const { side, orderId, ticks } = event.execution;
        expect(acceptsPrice(side, orders.get(orderId)?.limitTicks, ticks)).toBe(true);
      }
    });
  });

  it('a position is the sum of its fills, and its cost what was paid less what was realised', () => {
    holds((calls) => {
      const { engine, executions } = history(calls);
      for (const accountId of ['alice', 'bob', 'hedger']) {
        for (const slot of ['net', 'long', 'short'] as const) {
          const own = executions.filter(
            (one) => one.accountId === accountId && one.slot === slot && one.instrumentId === perpetual.id,
          );
          const position = engine.positions(accountId).find((one) => one.slot === slot);
          const sign = position?.side === 'short' ? -1 : 1;
          expect(own.reduce((lots, one) => lots + signedLots(one), 0)).toBe(sign * (position?.lots ?? 0));
          const received = sum(own, (one) => (one.side === 'sell' ? one.value : -one.value));
          const realised = sum(own, (one) => one.realisedPnl);
          expect(realised).toBe(received + BigInt(sign) * (position?.cost ?? 0n));
        }
      }
    });
  });

  it('FOK fills whole or not at all, post-only never takes, reduce-only never opens', () => {
    holds((calls) => {
      const { executions, orders } = history(calls);
      for (const order of orders.values()) {
        if (order.timeInForce === 'FOK') expect([0, order.lots]).toContain(order.filledLots);
      }
      for (const execution of executions) {
        const order = orders.get(execution.orderId);
        if (order?.timeInForce === 'post-only') expect(execution.liquidity).toBe('maker');
        if (order?.reduceOnly) expect(execution.closedLots).toBe(execution.lots);
      }
    });
  });

  it('nobody sells coins that are not there, and no position is empty', () => {
    holds((calls) => {
      const { engine } = history(calls);
      const state = readState(engine.exportState());
      for (const account of state.accounts.values()) {
        expect(account.balances.get('ETH') ?? 0n).toBeGreaterThanOrEqual(0n);
        for (const position of account.positions.values()) {
          expect(position.isolatedMargin).toBeGreaterThanOrEqual(0n);
          expect(position.lots).toBeGreaterThan(0);
        }
        for (const order of account.finishedOrders.values()) expect(isOpen(order)).toBe(false);
      }
    });
  });

  it('events count without gaps and replaying them rebuilds the accounts', () => {
    holds((calls) => {
      const { engine, events } = history(calls);
      expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
      const exported = readState(engine.exportState());
      expect(replayEvents(events, exported.finishedOrdersKept)).toEqual(exported);
    });
  });

  it('an engine that is exported, written as JSON and restored goes on identically', () => {
    fc.assert(
      fc.property(actions, actions, (before, after) => {
        const engine = createEngine();
        run(engine, before);
        const written = JSON.stringify(engine.exportState());
        const restored = MatchingEngine.restore(JSON.parse(written), [perpetual, spot]);
        expect(JSON.stringify(restored.exportState())).toBe(written);
        expect(run(restored, after, 1000)).toEqual(run(engine, after, 1000));
        expect(restored.exportState()).toEqual(engine.exportState());
      }),
      { numRuns: 60 },
    );
  });
});
