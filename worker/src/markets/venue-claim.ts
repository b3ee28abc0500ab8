import type { Clock } from '../clock.ts';
import type { MarketStore } from './ports.ts';

/** How long an answer of the store counts: a venue held is renewed well before others may take it. */
const heldForMs = 4_000;
const refusedForMs = 2_000;

/** Whether this worker is the one that writes a venue's quotes and instruments. Asks the store as rarely as will do. */
export class VenueClaim {
  readonly #venueId: string;
  readonly #store: Pick<MarketStore, 'claim'>;
  readonly #clock: Clock;
  #answer: { readonly isHeld: boolean; readonly untilMs: number } | undefined;
  #asking: Promise<boolean> | undefined;

  constructor(venueId: string, store: Pick<MarketStore, 'claim'>, clock: Clock) {
    this.#venueId = venueId;
    this.#store = store;
    this.#clock = clock;
  }

  async isHeld(): Promise<boolean> {
    if (this.#answer && this.#clock.monotonicMs() < this.#answer.untilMs) return this.#answer.isHeld;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<boolean> {
    const askedMs = this.#clock.monotonicMs();
    const isHeld = await this.#store.claim(this.#venueId);
    this.#answer = { isHeld, untilMs: askedMs + (isHeld ? heldForMs : refusedForMs) };
    return isHeld;
  }
}
