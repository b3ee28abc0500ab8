import { hash32, hashUnit } from './random.ts';

/**
 * Volatility in clusters on every time scale: the Markov-switching multifractal of Calvet and Fisher (2004), with
 * components that renew at fixed boundaries so that any moment can be computed alone. Each component is m0 or 2 - m0
 * with equal chance; the variance at a moment is their product, 1 on average.
 */
export class MultifractalVariance {
  readonly #key: string;
  readonly #periods: readonly number[];
  readonly #m0: number;

  constructor(key: string, periods: readonly number[], m0: number) {
    this.#key = key;
    this.#periods = periods;
    this.#m0 = m0;
  }

  at(step: number): number {
    let variance = 1;
    for (const period of this.#periods) {
      const phase = Math.floor(hashUnit(this.#key, period) * period);
      const block = Math.floor((step + phase) / period);
      variance *= (hash32(this.#key, period, block) & 1) === 0 ? this.#m0 : 2 - this.#m0;
    }
    return variance;
  }
}
