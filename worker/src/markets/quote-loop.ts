import { backoffMs } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import type { QuoteReading } from './ports.ts';

export interface QuoteLoopOptions {
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  /** `undefined` when there is nobody to ask now. */
  readonly read: () => Promise<QuoteReading | undefined>;
  readonly publish: (quote: QuoteReading) => void;
  readonly onError: (error: unknown) => void;
}

const cadenceMs = 1_000;
/** Prices that stand still are told again this often, so that a page can tell a quiet market from a dead worker. */
const confirmMs = 2_000;
/** Wake-ups come on the ticks of the timer wheel, so an interval may end a little early. */
const slackMs = 50;
const retry = { firstMs: cadenceMs, maxMs: 10_000 };

/** Reads one instrument's quote every second until it is stopped, and publishes what changed. */
export class QuoteLoop {
  readonly #options: QuoteLoopOptions;
  #published: { readonly prices: string; readonly atMs: number } | undefined;
  #failures = 0;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(options: QuoteLoopOptions) {
    this.#options = options;
    void this.#turn();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  async #turn(): Promise<void> {
    const { clock, wheel, onError } = this.#options;
    const startedMs = clock.monotonicMs();
    try {
      await this.#readOnce();
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      if (!this.#stopped) onError(error);
    }
    if (this.#stopped) return;
    const everyMs = this.#failures > 0 ? backoffMs(this.#failures, retry) : cadenceMs;
    const delayMs = Math.max(0, everyMs - (clock.monotonicMs() - startedMs));
    this.#cancel = wheel.after(delayMs, () => void this.#turn());
  }

  async #readOnce(): Promise<void> {
    const { clock, read, publish } = this.#options;
    const quote = await read();
    if (!quote || this.#stopped) return;
    const atMs = clock.monotonicMs();
    const prices = pricesOf(quote);
    const known = this.#published;
    if (known?.prices === prices && atMs - known.atMs < confirmMs - slackMs) return;
    this.#published = { prices, atMs };
    publish(quote);
  }
}

/** Everything but the times of the reading. */
function pricesOf({ venueMs: _venueMs, readMs: _readMs, ...prices }: QuoteReading): string {
  return JSON.stringify(prices);
}
