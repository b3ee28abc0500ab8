import { Big } from 'big.js';
import { AppError } from './app-error.ts';

/**
 * An exact decimal in plain notation, such as `-0.0025`: the form of every amount, price and quantity in documents and
 * messages. Arithmetic on it goes through big.js; a float never touches it.
 */
export type Decimal = string;

export const plainDecimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

const canonicalDecimal = /^(?:0|-?(?:0\.\d*[1-9]|[1-9]\d*(?:\.\d*[1-9])?))$/;

export function isDecimal(value: unknown): value is Decimal {
  return typeof value === 'string' && plainDecimal.test(value);
}

/** Canonical form of a number in any notation that big.js reads: no exponent, no trailing zeros, no negative zero. */
export function toDecimal(value: Big | string): Decimal {
  if (typeof value === 'string' && canonicalDecimal.test(value)) return value;
  try {
    const big = new Big(value);
    return big.eq(0) ? '0' : big.toFixed();
  } catch (cause) {
    throw new AppError('invalid-input', `"${String(value)}" is not a decimal number.`, { cause, details: { value } });
  }
}

export function addDecimals(...values: readonly Decimal[]): Decimal {
  return toDecimal(values.reduce((sum, value) => sum.plus(value), new Big(0)));
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return toDecimal(new Big(a).minus(b));
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return toDecimal(new Big(a).times(b));
}

/** `a ÷ b`, rounded half up to `places` digits behind the point. */
export function divideDecimals(a: Decimal, b: Decimal, places: number): Decimal {
  return toDecimal(new Big(a).div(b).round(places));
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  return new Big(a).cmp(b);
}

export function isZero(value: Decimal): boolean {
  return new Big(value).eq(0);
}

/** Digits behind the point that `increment` (a tick or step size) allows: 2 for `0.05`, 0 for `10`. */
export function decimalPlaces(increment: Decimal): number {
  const canonical = toDecimal(increment);
  const point = canonical.indexOf('.');
  return point === -1 ? 0 : canonical.length - point - 1;
}

/** Rounded half up to `places` digits behind the point, zeros kept: `2.5` at 2 is `2.50`. */
export function roundDecimal(value: Decimal, places: number): Decimal {
  return new Big(value).toFixed(places, Big.roundHalfUp);
}
