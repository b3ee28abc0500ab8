import { characterOf } from './coins.ts';
import { RandomSequence, hash32 } from './random.ts';
import { MultifractalVariance } from './volatility.ts';

/** A shock loses 1.2% of what is left of it a day (half gone in 57 days), so that prices wander but stay in their range. */
const persistence = 0.988;
const memoryDays = 400;

/**
 * The logarithm of a coin's price at the start of each UTC day: a first-order autoregression around the coin's anchor,
 * written as the weighted sum of past shocks, so that any day can be computed without the days before it.
 */
export class DailyLevel {
  readonly #seed: number;
  readonly #variance: MultifractalVariance;
  readonly #shocks = new Map<string, number>();
  readonly #levels = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
    this.#variance = new MultifractalVariance(`${seed}/day`, [2, 4, 8, 16, 32, 64], 1.3);
  }

  /** Log price at 00:00 UTC of `day`. */
  at(base: string, day: number): number {
    const key = `${base}/${day}`;
    const known = this.#levels.get(key);
    if (known !== undefined) return known;
    let sum = 0;
    let weight = 1;
    for (let age = 1; age <= memoryDays; age += 1) {
      sum += weight * this.#shockOf(base, day - age);
      weight *= persistence;
    }
    const level = Math.log(characterOf(base).anchorPrice) + sum;
    this.#levels.set(key, level);
    return level;
  }

  #shockOf(base: string, day: number): number {
    const key = `${base}/${day}`;
    const known = this.#shocks.get(key);
    if (known !== undefined) return known;
    const { dailyVolatility, correlation } = characterOf(base);
    const own = new RandomSequence(hash32(this.#seed, 'own', base, day)).fatNormal();
    const mixed = correlation * this.#factor(day) + Math.sqrt(1 - correlation * correlation) * own;
    const shock = dailyVolatility * Math.sqrt(this.#variance.at(day)) * mixed;
    this.#shocks.set(key, shock);
    return shock;
  }

  #factor(day: number): number {
    return new RandomSequence(hash32(this.#seed, 'factor', day)).fatNormal();
  }
}
