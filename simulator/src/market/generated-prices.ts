import { characterOf } from './coins.ts';
import { DailyLevel } from './daily-level.ts';
import type { PriceSource, SourceMinute } from './price-source.ts';
import { RandomSequence, hash32, hashUnit } from './random.ts';
import { MultifractalVariance } from './volatility.ts';

const minutesPerDay = 1440;
const daysKept = 64;
/** Chance in a minute that the price jumps before it opens: about twice a day. */
const gapChance = 1 / 700;
const trendMinutes = 90;

/** Columns of a day's table, one row a minute. */
const columns = 5;

/**
 * Prices that look like a market's, computed from the seed and the time alone: `docs/simulator.md` writes the model
 * down. A day's minutes are a bridge between the levels of two days, so that history, present and future agree however
 * they are asked for.
 */
export class GeneratedPrices implements PriceSource {
  readonly #seed: number;
  readonly #levels: DailyLevel;
  readonly #marketVariance: MultifractalVariance;
  readonly #days = new Map<string, Float64Array>();
  readonly #factors = new Map<number, Float64Array>();
  readonly #summaries = new Map<string, SourceMinute>();

  constructor(seed: number) {
    this.#seed = seed;
    this.#levels = new DailyLevel(seed);
    this.#marketVariance = new MultifractalVariance(`${seed}/minute`, [5, 20, 80, 320], 1.45);
  }

  minuteOf(base: string, minute: number): SourceMinute {
    const day = Math.floor(minute / minutesPerDay);
    return readRow(this.#tableOf(base, day), minute - day * minutesPerDay);
  }

  dayOf(base: string, day: number): SourceMinute {
    const key = `${base}/${day}`;
    let summary = this.#summaries.get(key);
    if (!summary) {
      summary = summarise(this.#tableOf(base, day));
      this.#summaries.set(key, summary);
    }
    return summary;
  }

  #tableOf(base: string, day: number): Float64Array {
    const key = `${base}/${day}`;
    const known = this.#days.get(key);
    if (known) return known;
    const table = this.#generate(base, day);
    this.#days.set(key, table);
    forgetOldest(this.#days, daysKept);
    return table;
  }

  #generate(base: string, day: number): Float64Array {
    const { dailyVolatility, correlation, dailyTurnover } = characterOf(base);
    const random = new RandomSequence(hash32(this.#seed, 'minutes', base, day));
    const factor = this.#factorOf(day);
    const ownShare = Math.sqrt(1 - correlation * correlation);
    const minuteVolatility = dailyVolatility / Math.sqrt(minutesPerDay);
    const returns = new Float64Array(minutesPerDay);
    const gaps = new Float64Array(minutesPerDay);
    const deviations = new Float64Array(minutesPerDay);
    let sum = 0;
    let varianceSum = 0;
    for (let m = 0; m < minutesPerDay; m += 1) {
      const step = day * minutesPerDay + m;
      const deviation = minuteVolatility * Math.sqrt(this.#marketVariance.at(step) * seasonOf(m));
      const trend = this.#trendOf(base, step) * deviation;
      returns[m] = deviation * (correlation * (factor[m] ?? 0) + ownShare * random.fatNormal()) + trend;
      if (random.unit() < gapChance) gaps[m] = (random.unit() < 0.5 ? -1 : 1) * deviation * (2 + 3 * random.unit());
      deviations[m] = deviation;
      sum += (returns[m] ?? 0) + (gaps[m] ?? 0);
      varianceSum += deviation * deviation;
    }
    const start = this.#levels.at(base, day);
    const missing = this.#levels.at(base, day + 1) - start - sum;
    const table = new Float64Array(minutesPerDay * columns);
    let level = start;
    for (let m = 0; m < minutesPerDay; m += 1) {
      const deviation = deviations[m] ?? 0;
      const variance = deviation * deviation;
      const open = level + (gaps[m] ?? 0);
      const close = open + (returns[m] ?? 0) + (missing * variance) / varianceSum;
      const busy = (0.4 + Math.abs(close - open) / deviation) * Math.sqrt(variance) * Math.exp(0.5 * random.normal());
      const volume = (dailyTurnover * busy) / (minuteVolatility * minutesPerDay * Math.exp(open));
      table.set(
        [
          Math.exp(open),
          Math.exp(bridgeExtreme(open, close, variance, random.unit(), 1)),
          Math.exp(bridgeExtreme(open, close, variance, random.unit(), -1)),
          Math.exp(close),
          volume,
        ],
        m * columns,
      );
      level = close;
    }
    return table;
  }

  /** The market's own minutes, shared by every coin. */
  #factorOf(day: number): Float64Array {
    let factor = this.#factors.get(day);
    if (!factor) {
      const random = new RandomSequence(hash32(this.#seed, 'factor-minutes', day));
      factor = Float64Array.from({ length: minutesPerDay }, () => random.fatNormal());
      this.#factors.set(day, factor);
      forgetOldest(this.#factors, daysKept);
    }
    return factor;
  }

  /** A drift that holds for a while: up, down or none, at most 0.15 standard deviations a minute. */
  #trendOf(base: string, step: number): number {
    const u = hashUnit(this.#seed, 'trend', base, Math.floor(step / trendMinutes));
    if (u < 0.3) return -0.5 * u;
    if (u > 0.7) return 0.5 * (1 - u);
    return 0;
  }
}

/**
 * The highest (or lowest) point of a Brownian bridge from `open` to `close`, drawn exactly from its distribution: the
 * reflection principle, as in Glasserman, Monte Carlo Methods in Financial Engineering (2003), section 6.4.
 */
function bridgeExtreme(open: number, close: number, variance: number, unit: number, sign: 1 | -1): number {
  const move = close - open;
  return (open + close + sign * Math.sqrt(move * move - 2 * variance * Math.log(unit))) / 2;
}

/** Variance over the day, 1 on average: quiet in the Asian night, busy while Europe and America overlap (14-16 UTC). */
function seasonOf(minuteOfDay: number): number {
  return 1 + 0.45 * Math.cos(((minuteOfDay - 15 * 60) / minutesPerDay) * 2 * Math.PI);
}

function readRow(table: Float64Array, row: number): SourceMinute {
  const at = row * columns;
  return {
    open: table[at] ?? NaN,
    high: table[at + 1] ?? NaN,
    low: table[at + 2] ?? NaN,
    close: table[at + 3] ?? NaN,
    volume: table[at + 4] ?? NaN,
  };
}

function summarise(table: Float64Array): SourceMinute {
  const first = readRow(table, 0);
  let { high, low } = first;
  let volume = 0;
  for (let at = 0; at < table.length; at += columns) {
    high = Math.max(high, table[at + 1] ?? high);
    low = Math.min(low, table[at + 2] ?? low);
    volume += table[at + 4] ?? 0;
  }
  return { open: first.open, high, low, close: readRow(table, minutesPerDay - 1).close, volume };
}

function forgetOldest(map: Map<unknown, unknown>, keep: number): void {
  for (const key of map.keys()) {
    if (map.size <= keep) return;
    map.delete(key);
  }
}
