import { readFileSync } from 'node:fs';
import { AppError } from '@tapedeck/core';
import { joinMinutes, type PriceSource, type SourceMinute } from './price-source.ts';

const minutesPerDay = 1440;

/**
 * One coin's prices from a file of one-minute candles; every other coin's from `fallback`. The file is laid end to end
 * over all of time, each lap scaled so that it goes on where the last one ended.
 */
export class ReplayedPrices implements PriceSource {
  readonly #base: string;
  readonly #rows: readonly SourceMinute[];
  readonly #startMinute: number;
  readonly #lapFactor: number;
  readonly #fallback: PriceSource;

  /** The minute `startMinute` answers with the file's first row. */
  constructor(parts: { base: string; rows: readonly SourceMinute[]; startMinute: number; fallback: PriceSource }) {
    const [first] = parts.rows;
    const last = parts.rows.at(-1);
    if (!first || !last) throw new AppError('invalid-input', 'The replay file holds no candles.');
    this.#base = parts.base;
    this.#rows = parts.rows;
    this.#startMinute = parts.startMinute;
    this.#lapFactor = last.close / first.open;
    this.#fallback = parts.fallback;
  }

  minuteOf(base: string, minute: number): SourceMinute {
    if (base !== this.#base) return this.#fallback.minuteOf(base, minute);
    const offset = minute - this.#startMinute;
    const lap = Math.floor(offset / this.#rows.length);
    const row = this.#rows[offset - lap * this.#rows.length];
    if (!row) throw new RangeError(`Minute ${minute} of the replay does not exist.`);
    const factor = this.#lapFactor ** lap;
    return {
      open: row.open * factor,
      high: row.high * factor,
      low: row.low * factor,
      close: row.close * factor,
      volume: row.volume,
    };
  }

  dayOf(base: string, day: number): SourceMinute {
    if (base !== this.#base) return this.#fallback.dayOf(base, day);
    return joinMinutes(
      Array.from({ length: minutesPerDay }, (_, index) => this.minuteOf(base, day * minutesPerDay + index)),
    );
  }
}

/**
 * Reads `time,open,high,low,close,volume`, with or without a header line. Times are not looked at: each row is the
 * minute after the one before it.
 */
export function readCandleFile(path: string): readonly SourceMinute[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line, index) => line !== '' && !(index === 0 && /[a-z]/i.test(line.split(',')[1] ?? '')))
    .map((line, index) => toMinute(line, index, path));
}

function toMinute(line: string, index: number, path: string): SourceMinute {
  const [open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = line.split(',').slice(1, 6).map(Number);
  const inOrder = low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close) && volume >= 0;
  if (!inOrder) {
    throw new AppError(
      'invalid-input',
      `${path}, candle ${index + 1}: "${line}" is no time,open,high,low,close,volume.`,
    );
  }
  return { open, high, low, close, volume };
}
