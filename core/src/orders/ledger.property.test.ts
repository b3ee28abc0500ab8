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
import { RunningLedger, type Booking } from './running-ledger.ts';

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

describe('a running ledger', () => {
  /** Hears the events in this order, a few at a time, and keeps of each entry what was told of it last. */
  function hear(running: RunningLedger, events: readonly LedgerEvent[], stored = new Map<string, string>()) {
    const keep = ({ entries }: Booking) => {
      for (const { id, amount } of entries) stored.set(id, amount);
    };
    for (const [index, event] of events.entries()) {
      running.add(event);
      if (index % 3 === 0) keep(running.book());
    }
    keep(running.book());
    return { stored, keep };
  }
  const begin = () => new RunningLedger({ instruments: () => instruments, opening: new Map(), fromMs: -1 });
  const notZero = (stored: ReadonlyMap<string, string>) =>
    Object.fromEntries([...stored].filter(([, amount]) => amount !== '0'));
  const amountsOf = ({ entries }: Ledger) => Object.fromEntries(entries.map(({ id, amount }) => [id, amount]));

  it('ends at the same entries and balances, in whatever order it hears of the events', () => {
    fc.assert(
      fc.property(actions, fc.infiniteStream(fc.nat()), (calls, draws) => {
        const { engine, events } = trade(calls);
        for (const accountId of accountIds) {
          const told = toLedgerEvents(engine, accountId, events);
          const keys = new Map(told.map((event) => [event, draws.next().value]));
          // Mostly in order, as a stream is, with some that come late.
          const heard = told
            .map((event, index) => ({ event, at: index + ((keys.get(event) ?? 0) % 4 === 0 ? 5 : 0) }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ event }) => event);
          const running = begin();
          const { stored } = hear(running, [...heard, ...heard.slice(0, 2)]);
          const whole = buildLedger(told, instruments);
          expect(notZero(stored)).toEqual(amountsOf(whole));
          expect(running.balances).toEqual(whole.balances);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('loses nothing when it settles on the way', () => {
    fc.assert(
      fc.property(actions, fc.double({ min: 0, max: 1, noNaN: true }), (calls, share) => {
        const { engine, events } = trade(calls);
        for (const accountId of accountIds) {
          const told = toLedgerEvents(engine, accountId, events);
          const middle = Math.floor(told.length * share);
          const settledMs = atMsOf(told[middle]) ?? 0;
          const early = told.filter((event) => (atMsOf(event) ?? 0) <= settledMs);
          const late = told.filter((event) => (atMsOf(event) ?? 0) > settledMs);
          const running = begin();
          // Some of what came later has been heard by then; the rest comes with the newest first.
          const heard = late.filter((_, index) => index % 2 === 0);
          const { stored, keep } = hear(running, [...early, ...heard]);
          keep(running.settle(settledMs));
          hear(running, late.toReversed(), stored);
          const whole = buildLedger(told, instruments);
          expect(notZero(stored)).toEqual(amountsOf(whole));
          expect(running.balances).toEqual(whole.balances);
          expect(new Set(running.events)).toEqual(new Set(late));
        }
      }),
      { numRuns: 50 },
    );
  });
});

function atMsOf(event: LedgerEvent | undefined): number | undefined {
  return event?.kind === 'fill' ? event.fill.venueMs : event?.change.venueMs;
}

function balancesOf(engine: MatchingEngine, accountId: string): readonly (readonly [string, string])[] {
  return engine.balances(accountId).map((balance) => [balance.currency, balance.total] as const);
}
