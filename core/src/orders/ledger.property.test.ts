import { describe, expect, it } from '@jest/globals';
import { Big } from 'big.js';
import * as fc from 'fast-check';
import { toDecimal } from '../decimal.ts';
import { formatMoney } from '../margin/money.ts';
import { actions, type EngineAction } from '../matching/engine-actions.ts';
import { perpetual, spot } from '../matching/engine-fixture.ts';
import { MatchingEngine } from '../matching/engine.ts';
import type { EngineEvent } from '../matching/events.ts';
import { buildLedger, sumByCurrency, type Ledger, type LedgerEvent } from './ledger.ts';

const instruments = new Map([perpetual, spot].map((spec) => [spec.id, spec]));
const accountIds = ['alice', 'bob', 'hedger'];

/** An engine that traded, with so little money that positions are liquidated, and all its events. */
function trade(calls: readonly EngineAction[]): { engine: MatchingEngine; events: readonly EngineEvent[] } {
  const engine = new MatchingEngine();
  engine.addInstrument(perpetual);
  engine.addInstrument(spot);
  const setUp = accountIds.flatMap((accountId) => [
    ...engine.openAccount(accountId, { positionMode: accountId === 'hedger' ? 'hedge' : 'netting' }, 0).events,
    ...engine.transfer(accountId, 'USDT', '600', 0).events,
    ...engine.transfer(accountId, 'ETH', '10', 0).events,
  ]);
  return { engine, events: [...setUp, ...calls.flatMap((call, index) => [...call(engine, index + 1)])] };
}

/** What a venue tells of these events: fills, and those balance changes that no fill explains. */
function toLedgerEvents(engine: MatchingEngine, accountId: string, events: readonly EngineEvent[]): LedgerEvent[] {
  return events.flatMap((event): LedgerEvent[] => {
    if (event.type === 'execution' && event.execution.accountId === accountId) {
      const { execution } = event;
      const { price, quantity, fee } = engine.describeExecution(execution);
      const { instrumentId, side, slot, feeCurrency } = execution;
      const id = `x-${execution.executionId}`;
      const parts = { id, venueOrderId: String(execution.orderId), instrumentId, side, slot, price, quantity, fee };
      return [{ kind: 'fill', fill: { ...parts, feeCurrency, venueMs: event.atMs, sequence: event.seq } }];
    }
    if (event.type !== 'balance-changed' || event.entry.accountId !== accountId) return [];
    const { kind, currency, amount, entryId } = event.entry;
    if (kind !== 'funding' && kind !== 'transfer' && kind !== 'liquidation') return [];
    const change = { id: `e-${entryId}`, kind, currency, amount: formatMoney(amount) };
    return [{ kind: 'change', change: { ...change, venueMs: event.atMs, sequence: event.seq } }];
  });
}

function holds(
  check: (ledger: Ledger, engine: MatchingEngine, accountId: string, events: LedgerEvent[]) => void,
): void {
  fc.assert(
    fc.property(actions, (calls) => {
      const { engine, events } = trade(calls);
      for (const accountId of accountIds) {
        const told = toLedgerEvents(engine, accountId, events);
        check(buildLedger(told, instruments), engine, accountId, told);
      }
    }),
    { numRuns: 100 },
  );
}

function sumOf(amounts: Iterable<string>): string {
  let sum = new Big(0);
  for (const amount of amounts) sum = sum.plus(amount);
  return toDecimal(sum);
}

describe('whatever was traded', () => {
  it('the ledger equals the venue to the last digit: balances, quantities, costs', () => {
    holds((ledger, engine, accountId) => {
      for (const [currency, balance] of balancesOf(engine, accountId)) {
        expect([currency, ledger.balances[currency] ?? '0']).toEqual([currency, balance]);
      }
      const ours = [...ledger.positions.values()].map(({ positionId, side, quantity, cost, realisedPnl }) => ({
        positionId,
        side,
        quantity,
        cost,
        realisedPnl,
      }));
      const theirs = engine.positions(accountId).map((position) => ({
        positionId: position.id,
        side: position.side,
        quantity: engine.scale(position.instrumentId).quantity(position.lots),
        cost: formatMoney(position.cost),
        realisedPnl: formatMoney(position.realisedPnl),
      }));
      const byId = (a: { positionId: string }, b: { positionId: string }) => (a.positionId < b.positionId ? -1 : 1);
      expect(ours.toSorted(byId)).toEqual(theirs.toSorted(byId));
    });
  });

  it('realised P&L is what was received less what was paid, plus the cost of what is open', () => {
    holds((ledger, _engine, _accountId, told) => {
      const flows = told.flatMap((event) => {
        if (event.kind !== 'fill' || event.fill.instrumentId !== perpetual.id) return [];
        const value = new Big(event.fill.price).times(event.fill.quantity);
        return [toDecimal(event.fill.side === 'sell' ? value : value.neg())];
      });
      const open = [...ledger.positions.values()];
      const costs = open.map(({ side, cost }) => (side === 'long' ? cost : toDecimal(new Big(cost).neg())));
      const realised = [...ledger.closed.map(({ pnl }) => pnl), ...open.map(({ realisedPnl }) => realisedPnl)];
      expect(sumOf(realised)).toBe(sumOf([...flows, ...costs]));
    });
  });

  it('closed and open positions hold every fee and every fill between them', () => {
    holds((ledger, _engine, _accountId, told) => {
      const fills = told.flatMap((event) => (event.kind === 'fill' ? [event.fill] : []));
      const own = fills.filter((fill) => fill.instrumentId === perpetual.id);
      const lives = [...ledger.closed, ...ledger.positions.values()];
      expect(sumOf(lives.map(({ fees }) => fees['USDT'] ?? '0'))).toBe(sumOf(own.map(({ fee }) => fee)));
      expect(sumByCurrency(ledger.entries)).toEqual(ledger.balances);
    });
  });
});

function balancesOf(engine: MatchingEngine, accountId: string): readonly (readonly [string, string])[] {
  return engine.balances(accountId).map((balance) => [balance.currency, balance.total] as const);
}
