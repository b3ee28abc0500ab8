import type { TradingContext } from '@tapedeck/core';
import type { RequestRate } from '../brokers/trading-port.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import type { ActKind } from './venue-guard.ts';

export interface VenueLineOptions {
  readonly wheel: TimerWheel;
  readonly rate: () => RequestRate | undefined;
  /** How many requests of a window of `limit` entries may take. */
  readonly entryShare: (limit: number) => number;
}

/** Few entries are on their way at once: what waits here is still ours to call off, what waits in a socket is not. */
const inFlightAtOnce: Record<Exclude<ActKind, 'cancel'>, number> = { exit: 10, entry: 4 };
/** How soon a full window is looked at again. */
const rateCheckMs = 40;

interface Waiting {
  readonly start: () => void;
}

/** Where orders queue for the venue: cancels never wait, exits go before entries, and entries keep to their share of the venue's rate. */
export class VenueLine {
  readonly #options: VenueLineOptions;
  readonly #waiting: Record<'exit' | 'entry', Waiting[]> = { exit: [], entry: [] };
  readonly #inFlight = { exit: 0, entry: 0 };
  #isCheckDue = false;

  constructor(options: VenueLineOptions) {
    this.#options = options;
  }

  /** The venue's limit and the entries that wait here; undefined where the venue tells no limit. */
  get entryRate(): TradingContext['rate'] {
    const rate = this.#options.rate();
    return rate && { limit: rate.limit, waiting: this.#waiting.entry.length };
  }

  /** An act that is aborted while it waits leaves the line and rejects with the signal's reason; later it runs on. */
  run<Result>(kind: ActKind, act: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    if (kind === 'cancel') return act();
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const leave = () => {
        this.#waiting[kind] = this.#waiting[kind].filter((waiting) => waiting.start !== start);
        reject(signal?.reason as Error);
      };
      const start = () => {
        signal?.removeEventListener('abort', leave);
        this.#inFlight[kind] += 1;
        act()
          .finally(() => {
            this.#inFlight[kind] -= 1;
            this.#next();
          })
          .then(resolve, reject);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting[kind].push({ start });
      this.#next();
    });
  }

  #next(): void {
    while (this.#startOne('exit') || (this.#waiting.exit.length === 0 && this.#startOne('entry')));
  }

  #startOne(kind: 'exit' | 'entry'): boolean {
    const [first] = this.#waiting[kind];
    if (!first || this.#inFlight[kind] >= inFlightAtOnce[kind]) return false;
    if (kind === 'entry' && this.#isEntryShareUsedUp()) {
      this.#checkLater();
      return false;
    }
    this.#waiting[kind].shift();
    first.start();
    return true;
  }

  #checkLater(): void {
    if (this.#isCheckDue) return;
    this.#isCheckDue = true;
    this.#options.wheel.after(rateCheckMs, () => {
      this.#isCheckDue = false;
      this.#next();
    });
  }

  #isEntryShareUsedUp(): boolean {
    const { rate: tell, entryShare } = this.#options;
    const rate = tell();
    return rate !== undefined && rate.used + this.#inFlight.exit + this.#inFlight.entry >= entryShare(rate.limit);
  }
}
