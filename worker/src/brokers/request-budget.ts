export interface RequestBudgetOptions {
  /** Requests that may go out at once. */
  readonly burst: number;
  readonly perSecond: number;
  readonly monotonicMs?: () => number;
}

interface Waiting {
  readonly kind: 'reading' | 'change';
  readonly resolve: () => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Spreads the requests of one address over time: a venue that counts them shuts an address out for minutes. In any
 * `n` seconds at most `burst + n × perSecond` go out, changes before readings and else in the order in which they were
 * asked for.
 */
export class RequestBudget {
  readonly #options: RequestBudgetOptions;
  readonly #now: () => number;
  readonly #waiting: Waiting[] = [];
  #left: number;
  #countedMs: number;
  #armed = false;

  constructor(options: RequestBudgetOptions) {
    this.#options = options;
    this.#now = options.monotonicMs ?? (() => performance.now());
    this.#left = options.burst;
    this.#countedMs = this.#now();
  }

  /** Resolves when a request may go out; `undefined` when it may at once. One given up by its signal costs nothing. */
  take(signal?: AbortSignal, kind: Waiting['kind'] = 'reading'): Promise<void> | undefined {
    this.#refill();
    if (this.#waiting.length === 0 && this.#left >= 1) {
      this.#left -= 1;
      return undefined;
    }
    return new Promise((resolve) => {
      const readings = this.#waiting.findIndex((waiting) => waiting.kind === 'reading');
      const place = kind === 'reading' || readings === -1 ? this.#waiting.length : readings;
      this.#waiting.splice(place, 0, { kind, resolve, signal });
      this.#arm();
    });
  }

  #refill(): void {
    const nowMs = this.#now();
    const { burst, perSecond } = this.#options;
    this.#left = Math.min(burst, this.#left + ((nowMs - this.#countedMs) / 1_000) * perSecond);
    this.#countedMs = nowMs;
  }

  #arm(): void {
    if (this.#armed || this.#waiting.length === 0) return;
    this.#armed = true;
    const waitMs = Math.max(1, ((1 - this.#left) / this.#options.perSecond) * 1_000);
    setTimeout(() => {
      this.#armed = false;
      this.#release();
      this.#arm();
    }, waitMs);
  }

  #release(): void {
    this.#refill();
    while (this.#left >= 1) {
      const next = this.#waiting.shift();
      if (!next) return;
      if (next.signal?.aborted !== true) this.#left -= 1;
      next.resolve();
    }
  }
}
