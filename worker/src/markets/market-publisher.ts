import type { AppError } from '@tapedeck/core';
import type { Clock } from '../clock.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import type { MarketSource, MarketStore } from './ports.ts';
import { VenueFeed } from './venue-feed.ts';

export interface MarketPublisherOptions {
  readonly store: MarketStore;
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  /** What the open accounts of this worker can tell of their markets, as they stand. */
  readonly sources: () => readonly MarketSource[];
  readonly onError: (error: AppError, venueId: string) => void;
}

/** Publishes the markets that this worker's accounts trade at: what is listed, and the quotes that somebody looks at. */
export class MarketPublisher {
  readonly #options: MarketPublisherOptions;
  readonly #feeds = new Map<string, VenueFeed>();

  constructor(options: MarketPublisherOptions) {
    this.#options = options;
  }

  /** Takes what is looked at, by venue. Called every few seconds, because accounts open and close without an event. */
  follow(watched: ReadonlyMap<string, ReadonlySet<string>>): void {
    const venueIds = new Set(this.#options.sources().map((source) => source.venueId));
    for (const [venueId, feed] of this.#feeds) {
      if (venueIds.has(venueId)) continue;
      void feed.stop();
      this.#feeds.delete(venueId);
    }
    for (const venueId of venueIds) {
      let feed = this.#feeds.get(venueId);
      if (!feed) this.#feeds.set(venueId, (feed = this.#open(venueId)));
      feed.watch(watched.get(venueId) ?? new Set());
    }
  }

  /** Ends every feed and lets another worker take the venues over at once. */
  async stop(): Promise<void> {
    await Promise.all([...this.#feeds.values()].map((feed) => feed.stop()));
    this.#feeds.clear();
    await this.#options.store.release();
  }

  #open(venueId: string): VenueFeed {
    const { sources, ...options } = this.#options;
    const marketsOf = () => sources().flatMap((source) => (source.venueId === venueId ? [source.market] : []));
    return new VenueFeed({ ...options, venueId, sources: marketsOf });
  }
}
