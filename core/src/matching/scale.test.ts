import { describe, expect, it } from '@jest/globals';
import { Big } from 'big.js';
import * as fc from 'fast-check';
import { toDecimal } from '../decimal.ts';
import { perpetual } from './engine-fixture.ts';
import { formatMoney } from '../margin/money.ts';
import { createScale } from './scale.ts';

const increments = fc.constantFrom('0.5', '0.00000001', '0.05', '1', '10', '0.0025');
const count = fc.integer({ min: 0, max: 1_000_000 });

describe('an instrument scale', () => {
  it('counts prices in ticks and quantities in steps', () => {
    const scale = createScale(perpetual);
    expect(scale.ticks('1000.5')).toBe(2001);
    expect(scale.ticks('1000.50')).toBe(2001);
    expect(scale.price(2001)).toBe('1000.5');
    expect(scale.lots('0.012')).toBe(12);
    expect(formatMoney(scale.value(2001, 12))).toBe('12.006');
    expect(formatMoney(scale.baseAmount(12))).toBe('0.012');
  });

  it.each(['1000.3', '-1', '1e3', '', '1000.51', '0x10'])('knows that %j is no price', (price) => {
    expect(createScale(perpetual).ticks(price)).toBeUndefined();
  });

  it('goes there and back and multiplies exactly', () => {
    fc.assert(
      fc.property(
        increments,
        increments,
        fc.constantFrom('1', '0.01', '100'),
        count,
        count,
        (tickSize, stepSize, contractSize, ticks, lots) => {
          fc.pre(digitsOf(tickSize, stepSize, contractSize) <= 18);
          const scale = createScale({ ...perpetual, tickSize, stepSize, contractSize });
          expect(scale.ticks(scale.price(ticks))).toBe(ticks);
          expect(scale.lots(scale.quantity(lots))).toBe(lots);
          expect(scale.price(ticks)).toBe(toDecimal(new Big(tickSize).times(ticks)));
          const exact = new Big(scale.price(ticks)).times(scale.quantity(lots)).times(contractSize);
          expect(formatMoney(scale.value(ticks, lots))).toBe(toDecimal(exact));
        },
      ),
    );
  });

  it('refuses an instrument whose values are finer than money', () => {
    const fine = { ...perpetual, tickSize: '0.0000000001', stepSize: '0.000000001' };
    expect(() => createScale(fine)).toThrow('need 19 digits');
  });
});

function digitsOf(...increment: readonly string[]): number {
  return increment.reduce((digits, text) => digits + (text.split('.')[1]?.length ?? 0), 0);
}
