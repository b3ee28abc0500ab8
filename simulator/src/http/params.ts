import { isDecimal } from '@tapedeck/core';
import { apiErrors } from './api-error.ts';

/** A request's parameters, from its query or its JSON body. Refusals are the venue's own. */
export class Params {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  /** From a parsed JSON body; anything but an object holds no parameters. */
  static fromJson(parsed: unknown): Params {
    return new Params(typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {});
  }

  /** Undefined where it is absent or empty. */
  text(name: string): string | undefined {
    const value = this.#values[name];
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  need(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw apiErrors.parameter(`${name} is required`);
    return value;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback?: T): T {
    const value = this.text(name) ?? fallback;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw apiErrors.parameter(`${name} invalid`);
    return found;
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^\d+$/.test(value)) throw apiErrors.parameter(`${name} invalid`);
    return Number(value);
  }

  /** A page size: the venue takes 1 to `max`. */
  limit(fallback: number, max: number): number {
    const value = this.integer('limit') ?? fallback;
    if (value < 1) throw apiErrors.parameter('limit invalid');
    return Math.min(value, max);
  }

  /** A plain decimal above or equal to zero. */
  decimal(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!isDecimal(value) || value.startsWith('-')) throw apiErrors.parameter(`${name} invalid`);
    return value;
  }

  needDecimal(name: string): string {
    const value = this.decimal(name);
    if (value === undefined) throw apiErrors.parameter(`${name} is required`);
    return value;
  }

  flag(name: string): boolean {
    const value = this.#values[name];
    return value === true || value === 'true';
  }
}
