import { hash32, hashNumbers, hashUnit } from './random.ts';

/**
 * Volatility in clusters on every time scale: the Markov-switching multifractal of Calvet and Fisher (2004), with
 * components that renew at fixed boundaries so that any moment can be computed alone. Each component is m0 or 2 - m0
 * with equal chance; the variance at a moment is their product, 1 on average.
 */
export class MultifractalVariance {
  readonly #key: number;
  readonly #components: readonly { readonly period: number; readonly phase: number }[];
  readonly #m0: number;

  constructor(key: string, periods: readonly number[], m0: number) {
    this.#key = hash32(key);
    this.#components = periods.map((period) => ({ period, phase: Math.floor(hashUnit(key, period) * period) }));
    this.#m0 = m0;
  }

  at(step: number): number {
    let variance = 1;
    for (const { period, phase } of this.#components) {
      const block = Math.floor((step + phase) / period);
      variance *= (hashNumbers(this.#key, period, block) & 1) === 0 ? this.#m0 : 2 - this.#m0;
    }
    return variance;
  }
}
