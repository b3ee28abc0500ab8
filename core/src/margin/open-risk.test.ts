import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDecimals, compareDecimals, toDecimal } from '../decimal-arithmetic.ts';
import { calculateOpenRisk, type RiskedPosition } from './open-risk.ts';

/** Long 0.3 from somewhere, marked at 100.1. */
const long: RiskedPosition = { side: 'long', quantity: '0.3', contractSize: '1', markPrice: '100.1' };

describe('calculateOpenRisk', () => {
  it.each<[string, Partial<RiskedPosition>, string | undefined]>([
    ['a long down to its stop', { stopLoss: '90' }, '3.03'],
    ['a short up to its stop', { side: 'short', stopLoss: '110' }, '2.97'],
    ['a stop that has locked a profit in: what equity gives back', { stopLoss: '99' }, '0.33'],
    ['a stop that the mark has passed', { stopLoss: '101' }, '0'],
    ['contracts of more than one unit', { stopLoss: '90', contractSize: '0.01' }, '0.0303'],
    ['a trailing stop by its distance', { trailingStop: '2.5' }, '0.75'],
    ['the nearer of two stops', { stopLoss: '90', trailingStop: '2.5' }, '0.75'],
    ['the nearer of two stops', { stopLoss: '99', trailingStop: '2.5' }, '0.33'],
    ['a stop without a mark price: unknown', { stopLoss: '90', markPrice: undefined }, undefined],
  ])('counts %s', (_name, parts, atStops) => {
    expect(calculateOpenRisk([{ ...long, ...parts }])).toEqual({
      atStops,
      stopped: 1,
      unstopped: 0,
      unstoppedValue: '0',
    });
  });

  it('keeps what no stop bounds apart, long and short added up', () => {
    const positions = [{ ...long, stopLoss: '90' }, long, { ...long, side: 'short', quantity: '2' } as const];
    expect(calculateOpenRisk(positions)).toEqual({
      atStops: '3.03',
      stopped: 1,
      unstopped: 2,
      unstoppedValue: '230.23',
    });
  });

  it('knows no exposure without a mark price, and no loss without positions', () => {
    const { markPrice: _, ...unmarked } = long;
    expect(calculateOpenRisk([unmarked]).unstoppedValue).toBeUndefined();
    expect(calculateOpenRisk([])).toEqual({ atStops: '0', stopped: 0, unstopped: 0, unstoppedValue: '0' });
  });

  const cents = fc.integer({ min: 1, max: 10_000_000 }).map((amount) => toDecimal((amount / 100).toFixed(2)));
  const position = fc.record({
    side: fc.constantFrom('long' as const, 'short' as const),
    quantity: cents,
    contractSize: fc.constantFrom('1', '0.001'),
    markPrice: cents,
    stopLoss: cents,
  });

  it('is never negative, and that of a whole desk is the sum of its positions', () => {
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 8 }), (positions) => {
        const parts = positions.map((one) => calculateOpenRisk([one]).atStops ?? 'unknown');
        expect(parts.every((part) => compareDecimals(part, '0') >= 0)).toBe(true);
        expect(calculateOpenRisk(positions).atStops).toBe(addDecimals(...parts));
      }),
    );
  });

  it('falls on exactly one side: what a long risks at a price, a short there does not', () => {
    fc.assert(
      fc.property(position, (one) => {
        const sides = (['long', 'short'] as const).map((side) => calculateOpenRisk([{ ...one, side }]).atStops);
        expect(sides).toContain('0');
      }),
    );
  });
});
