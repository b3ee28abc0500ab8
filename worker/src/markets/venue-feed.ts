import { toAppError, type AppError, type InstrumentTerms } from '@tapedeck/core';
import type { Clock } from '../clock.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import { withDeadline } from '../with-deadline.ts';
import type { MarketSource, MarketStore, QuoteReading } from './ports.ts';
import { QuoteLoop } from './quote-loop.ts';
import { VenueClaim } from './venue-claim.ts';

export interface VenueFeedOptions {
  readonly venueId: string;
  readonly store: MarketStore;
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  /** The open accounts of this worker at the venue, as they stand. */
  readonly sources: () => readonly MarketSource['market'][];
  readonly onError: (error: AppError, venueId: string) => void;
}

/** Whoever opens many pages makes no more requests than this for one venue. */
const maxWatched = 100;
/** How long a stop waits for instruments that are being written. */
const stopWaitMs = 500;
const answerDeadlineMs = 4_000;
/** Fees, limits and listings change rarely. */
const instrumentsCheckMs = 60_000;
const firstInstrumentsCheckMs = 500;

/** Keeps one venue's list of instruments right and its watched quotes fresh, as far as this worker holds its claim. */
export class VenueFeed {
  readonly #options: VenueFeedOptions;
  readonly #claim: VenueClaim;
  readonly #quotes = new Map<string, QuoteLoop>();
  #instruments = '';
  #cancelCheck: (() => void) | undefined;
  /** Moves on when a source fails, so that one account with a refused key silences nobody. */
  #turn = 0;
  #stopped = false;
  #checking: Promise<void> | undefined;

  constructor(options: VenueFeedOptions) {
    this.#options = options;
    this.#claim = new VenueClaim(options.venueId, options.store, options.clock);
    this.#check();
  }

  /** Starts and ends the reading of quotes by what is looked at now. */
  watch(instrumentIds: ReadonlySet<string>): void {
    for (const [id, loop] of this.#quotes) {
      if (instrumentIds.has(id)) continue;
      loop.stop();
      this.#quotes.delete(id);
    }
    for (const id of instrumentIds) {
      if (this.#stopped || this.#quotes.has(id) || this.#quotes.size >= maxWatched) continue;
      if (this.#sourceOf(id)) this.#quotes.set(id, this.#open(id));
    }
  }

  /** Resolves when nothing of it is on its way any more, or soon all the same. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelCheck?.();
    for (const loop of this.#quotes.values()) loop.stop();
    this.#quotes.clear();
    if (this.#checking) await withDeadline(this.#checking, stopWaitMs, 'Firestore').catch(() => undefined);
  }

  #open(instrumentId: string): QuoteLoop {
    const { clock, wheel, store, venueId } = this.#options;
    return new QuoteLoop({
      clock,
      wheel,
      read: () => this.#read(instrumentId),
      publish: (quote) => store.putQuote(venueId, quote),
      onError: (error) => this.#tell(error),
    });
  }

  async #read(instrumentId: string): Promise<QuoteReading | undefined> {
    const source = this.#sourceOf(instrumentId);
    if (!source || !(await this.#claim.isHeld())) return undefined;
    try {
      return await withDeadline(source.fetchQuote(instrumentId), answerDeadlineMs, 'The venue');
    } catch (error) {
      this.#turn += 1;
      throw error;
    }
  }

  #sourceOf(instrumentId: string): MarketSource['market'] | undefined {
    const knowing = this.#options.sources().filter((source) => source.terms().has(instrumentId));
    return knowing[this.#turn % Math.max(1, knowing.length)];
  }

  #check(): void {
    this.#checking = this.#checkInstruments();
  }

  async #checkInstruments(): Promise<void> {
    const terms = this.#options.sources().map((source) => source.terms());
    const known = terms.find((candidate) => candidate.size > 0);
    try {
      if (known) await this.#publishInstruments([...known.values()]);
    } catch (error) {
      this.#tell(error);
    }
    if (this.#stopped) return;
    const delayMs = known ? instrumentsCheckMs : firstInstrumentsCheckMs;
    this.#cancelCheck = this.#options.wheel.after(delayMs, () => this.#check());
  }

  async #publishInstruments(terms: readonly InstrumentTerms[]): Promise<void> {
    const { clock, store, venueId } = this.#options;
    const sorted = terms.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const text = JSON.stringify(sorted);
    if (text === this.#instruments || !(await this.#claim.isHeld())) return;
    await store.replaceInstruments(venueId, sorted, clock.nowMs());
    this.#instruments = text;
  }

  #tell(error: unknown): void {
    this.#options.onError(toAppError(error), this.#options.venueId);
  }
}
