import { AppError, toDecimal } from '@tapedeck/core';

/** A tick or step size as an exact integer, so that prices and quantities are counts of it. */
export class Increment {
  /** Digits behind the point that a multiple is written with, as the venue writes the size itself: `0.10` has two. */
  readonly places: number;
  readonly size: number;
  readonly #units: number;

  constructor(size: string) {
    const [whole = '0', fraction = ''] = size.split('.');
    this.places = fraction.length;
    this.#units = Number(whole + fraction);
    this.size = Number(size);
    if (!Number.isSafeInteger(this.#units) || this.#units <= 0) {
      throw new AppError('invalid-input', `"${size}" is not a tick or step size.`);
    }
  }

  /** `count` multiples in the venue's notation: 3 of `0.10` is `0.30`. */
  format(count: number): string {
    const digits = String(Math.abs(count) * this.#units).padStart(this.places + 1, '0');
    const sign = count < 0 ? '-' : '';
    if (this.places === 0) return sign + digits;
    return `${sign}${digits.slice(0, -this.places)}.${digits.slice(-this.places)}`;
  }

  /** How many multiples `value` is; undefined where it is none. */
  countOf(value: string): number | undefined {
    const [whole = '0', fraction = ''] = toDecimal(value).split('.');
    if (fraction.length > this.places) return undefined;
    const units = Number(whole + fraction.padEnd(this.places, '0'));
    const count = units / this.#units;
    return Number.isSafeInteger(count) ? count : undefined;
  }

  /** The nearest multiple of a measured value; at least one. */
  nearest(value: number): number {
    return Math.max(1, Math.round(value / this.size));
  }
}
