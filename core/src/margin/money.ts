import { AppError } from '../app-error.ts';
import type { Decimal } from '../decimal.ts';

/** Money in the engine is a bigint in 10^-18 of its currency. */
export const moneyDigits = 18;
export const rateDigits = 12;

/** A rate of 1 (100%). Rates are bigints in 10^-12. */
export const rateOne = 10n ** BigInt(rateDigits);

/** Reads a decimal as an integer count of 10^-digits; throws an AppError when it is finer than that. */
export function parseFixed(text: Decimal, digits: number): bigint {
  const point = text.indexOf('.');
  if (point === -1) return BigInt(text) * 10n ** BigInt(digits);
  const fraction = text.slice(point + 1).replace(/0+$/, '');
  if (fraction.length > digits) {
    throw new AppError('invalid-input', `${text} has more than ${digits} digits behind the point.`);
  }
  return BigInt(text.slice(0, point) + fraction) * 10n ** BigInt(digits - fraction.length);
}

/** Writes an integer count of 10^-digits as a canonical decimal. */
export function formatFixed(amount: bigint, digits: number): Decimal {
  const negative = amount < 0n;
  const text = (negative ? -amount : amount).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

export function parseMoney(text: Decimal): bigint {
  return parseFixed(text, moneyDigits);
}

export function formatMoney(amount: bigint): Decimal {
  return formatFixed(amount, moneyDigits);
}

export function parseRate(text: Decimal): bigint {
  return parseFixed(text, rateDigits);
}

/** `amount × rate`, rounded half away from zero at the last digit that money has. */
export function multiplyByRate(amount: bigint, rate: bigint): bigint {
  const product = amount * rate;
  const half = rateOne / 2n;
  return (product < 0n ? product - half : product + half) / rateOne;
}

export function divideFloor(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor !== 0n && dividend < 0n !== divisor < 0n ? quotient - 1n : quotient;
}

export function divideCeil(dividend: bigint, divisor: bigint): bigint {
  return -divideFloor(-dividend, divisor);
}

export function maxMoney(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

export function minMoney(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
