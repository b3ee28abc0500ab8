import { Big } from 'big.js';
import { toDecimal, type Decimal } from '../decimal-arithmetic.ts';

/** Big numbers whose quotients are cut off behind the 18th digit, so that a quotient is never above the true one. */
const Cutting = Big();
Cutting.DP = 18;
Cutting.RM = Big.roundDown;

/** `a ÷ b`, cut off behind the 18th digit. */
export function divideDown(a: Big | Decimal, b: Big | Decimal): Big {
  return new Big(new Cutting(a).div(b));
}

export function isMultipleOf(value: Decimal, increment: Decimal): boolean {
  return new Big(value).mod(increment).eq(0);
}

/** The largest multiple of `increment` that is not above `value`; `value` is not negative. */
export function roundDownTo(value: Big | Decimal, increment: Decimal): Decimal {
  const big = new Big(value);
  return toDecimal(big.minus(big.mod(increment)));
}

/** The multiples of `increment` on both sides of a value that is none. */
export function neighbours(value: Decimal, increment: Decimal): readonly [below: Decimal, above: Decimal] {
  const below = roundDownTo(value, increment);
  return [below, toDecimal(new Big(below).plus(increment))];
}
