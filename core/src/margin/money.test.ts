import { describe, expect, it } from '@jest/globals';
import { Big } from 'big.js';
import * as fc from 'fast-check';
import { toDecimal } from '../decimal.ts';
import { divideCeil, divideFloor, formatMoney, multiplyByRate, parseFixed, parseMoney, rateOne } from './money.ts';

const money = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });

describe('money', () => {
  it.each(['0', '1', '-1', '0.000000000000000001', '-12.5', '100', '12345678901234567890.123456789012345678'])(
    'reads and writes %s',
    (text) => {
      expect(formatMoney(parseMoney(text))).toBe(text);
    },
  );

  it('reads trailing zeros and refuses what it cannot hold', () => {
    expect(formatMoney(parseMoney('1.50000000000000000000000'))).toBe('1.5');
    expect(() => parseMoney('0.0000000000000000001')).toThrow('more than 18 digits');
    expect(parseFixed('12.34', 2)).toBe(1234n);
  });

  it('writes what big.js would', () => {
    fc.assert(
      fc.property(money, (amount) => {
        expect(formatMoney(amount)).toBe(toDecimal(new Big(amount.toString()).times('1e-18')));
        expect(parseMoney(formatMoney(amount))).toBe(amount);
      }),
    );
  });

  it('rounds rates half away from zero, the same for both signs', () => {
    expect(multiplyByRate(1n, rateOne / 2n)).toBe(1n);
    expect(multiplyByRate(-1n, rateOne / 2n)).toBe(-1n);
    expect(multiplyByRate(1n, rateOne / 2n - 1n)).toBe(0n);
    expect(multiplyByRate(parseMoney('1000'), rateOne / 2000n)).toBe(parseMoney('0.5'));
  });

  it('divides down and up around the exact quotient', () => {
    fc.assert(
      fc.property(money, fc.bigInt({ min: 1n, max: 10n ** 20n }), (dividend, divisor) => {
        const floor = divideFloor(dividend, divisor);
        expect(floor * divisor <= dividend && (floor + 1n) * divisor > dividend).toBe(true);
        expect(divideCeil(dividend, divisor)).toBe(floor + (dividend % divisor === 0n ? 0n : 1n));
      }),
    );
  });
});
