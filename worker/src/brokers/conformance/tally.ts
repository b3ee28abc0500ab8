import { compareDecimals } from '@tapedeck/core';

/** What became of the rows of one message, and what is wrong with it. */
export class Tally {
  mapped = 0;
  /** Rows that rightly give nothing: funding, closed positions. */
  passedOver = 0;
  refused = 0;
  readonly problems: string[] = [];
  /** What the recording itself contradicts. */
  readonly remarks: string[] = [];

  /** Both as numbers; an expected amount of `undefined` must be absent. */
  amount(what: string, actual: string | undefined, expected: string | undefined): void {
    const same =
      actual === undefined || expected === undefined ? actual === expected : compareDecimals(actual, expected) === 0;
    if (!same) this.problems.push(`${what} is ${String(actual)}, not ${String(expected)}`);
  }

  equal(what: string, actual: unknown, expected: unknown): void {
    if (actual !== expected) this.problems.push(`${what} is ${String(actual)}, not ${String(expected)}`);
  }
}
