import fc from 'fast-check';
import { createBalance } from '../model/balance.ts';
import type { PositionStructure } from '../model/position.ts';
import type { AccountReading } from './account-reading.ts';
import { ChangeDetector, type AccountChange } from './change.ts';
import { toPositionStructure } from './position-changes.ts';
import { readingArbitrary } from './testing/arbitraries.ts';
import { aPosition, aReading, toPositions } from './testing/readings.ts';

const detector = new ChangeDetector({ threshold: '0.01', currency: 'USDT' });

function usdt(total: string) {
  return new Map([['USDT', createBalance({ currency: 'USDT', total, locked: '0' })]]);
}

describe('ChangeDetector', () => {
  it('finds nothing between equal readings', () => {
    const before = aReading({ positions: toPositions(aPosition('BTC', '1')) });
    const after = aReading({ positions: toPositions(aPosition('BTC', '1')), venueMs: 2_000, readMs: 2_000 });
    expect(detector.detect(before, after)).toBeUndefined();
  });

  it.each([
    ['0.009 below the threshold', '1000.009', false],
    ['exactly the threshold', '1000.01', true],
    ['the same value in other digits', '1000.000', false],
    ['a loss past the threshold', '999.99', true],
  ])('takes equity that moved by %s as changed: %s is %s', (_what, equity, changed) => {
    const after = aReading({ figures: { equity, unrealisedPnl: '0' } });
    expect(detector.detect(aReading(), after) !== undefined).toBe(changed);
  });

  it('counts a figure that becomes unknown, which is not zero', () => {
    expect(detector.detect(aReading(), aReading({ figures: { equity: '1000' } }))).toEqual({});
  });

  it('counts the last digit of a coin that is not the account currency', () => {
    const coin = (total: string) =>
      new Map([...usdt('5'), ['BTC', createBalance({ currency: 'BTC', total, locked: '0' })]]);
    expect(detector.detect(aReading({ balances: coin('0.5') }), aReading({ balances: coin('0.50000001') }))).toEqual(
      {},
    );
    expect(detector.detect(aReading({ balances: usdt('5') }), aReading({ balances: usdt('5.001') }))).toBeUndefined();
  });

  it('takes a mark price alone as no reason for a write', () => {
    const at = (markPrice: string) => aReading({ positions: toPositions(aPosition('BTC', '1', { markPrice })) });
    expect(detector.detect(at('100'), at('105'))).toBeUndefined();
  });

  it('counts unrealised P&L of one position even while the sum stands still', () => {
    const with2 = (a: string, b: string) =>
      aReading({
        positions: toPositions(
          aPosition('BTC', '1', { unrealisedPnl: a }),
          aPosition('ETH', '1', { unrealisedPnl: b }),
        ),
      });
    expect(detector.detect(with2('5', '-5'), with2('7', '-7'))).toEqual({});
  });

  it('names what was added, removed and modified', () => {
    const before = aReading({ positions: toPositions(aPosition('BTC', '1'), aPosition('ETH', '1')) });
    const after = aReading({ positions: toPositions(aPosition('BTC', '2'), aPosition('SOL', '1')) });
    const structure = detector.detect(before, after)?.structure;
    expect(structure?.added.map(({ id }) => id)).toEqual(['SOL-USDT-PERP_net']);
    expect(structure?.removed.map(({ id }) => id)).toEqual(['ETH-USDT-PERP_net']);
    expect(structure?.modified.map(({ after: { id, quantity } }) => [id, quantity])).toEqual([
      ['BTC-USDT-PERP_net', '2'],
    ]);
  });

  it('adds small steps up: against the reading last published, not the one last read', () => {
    const published = aReading();
    const steps = ['1000.004', '1000.008', '1000.012'].map((equity) =>
      detector.detect(published, aReading({ figures: { equity, unrealisedPnl: '0' } })),
    );
    expect(steps).toEqual([undefined, undefined, {}]);
  });

  it('finds nothing between a reading and itself, whatever it holds', () => {
    fc.assert(
      fc.property(readingArbitrary, (reading) => {
        expect(detector.detect(reading, structuredClone(reading))).toBeUndefined();
      }),
    );
  });

  it('gives the new structure when what it found is applied to the old', () => {
    fc.assert(
      fc.property(readingArbitrary, readingArbitrary, (before, after) => {
        const change = detector.detect(before, after);
        expect(sorted(apply(structures(before), change))).toEqual(sorted(structures(after)));
      }),
    );
  });

  it('finds figures that differ by at least the threshold, always', () => {
    fc.assert(
      fc.property(readingArbitrary, readingArbitrary, (before, after) => {
        const differs = before.figures.equity !== after.figures.equity;
        expect(differs && detector.detect(before, after) === undefined).toBe(false);
      }),
    );
  });
});

function structures(reading: AccountReading): Map<string, PositionStructure> {
  return new Map([...reading.positions].map(([id, position]) => [id, toPositionStructure(position)]));
}

function apply(before: Map<string, PositionStructure>, change: AccountChange | undefined) {
  const after = new Map(before);
  for (const position of change?.structure?.removed ?? []) after.delete(position.id);
  for (const position of change?.structure?.added ?? []) after.set(position.id, position);
  for (const { after: position } of change?.structure?.modified ?? []) after.set(position.id, position);
  return after;
}

function sorted(positions: ReadonlyMap<string, PositionStructure>) {
  return [...positions.values()].toSorted((a, b) => a.id.localeCompare(b.id));
}
