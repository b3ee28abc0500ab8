import type { InstrumentTerms } from '@tapedeck/core';
import type { MarketSource, MarketStore, QuoteReading } from '../markets/ports.ts';

/** Terms of a perpetual against USDT. */
export function termsOf(base: string): InstrumentTerms {
  return {
    id: `${base}-USDT-PERP`,
    venueSymbol: `${base}USDT`,
    kind: 'perpetual',
    base,
    quote: 'USDT',
    settle: 'USDT',
    tickSize: '0.1',
    stepSize: '0.001',
    contractSize: '1',
    trading: true,
  };
}

/** A market whose prices are whatever the test says. */
export class FakeMarket {
  markPrice = '100';
  failure: Error | undefined;
  reads = 0;
  known = new Map([termsOf('BTC'), termsOf('ETH')].map((terms) => [terms.id, terms]));
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  terms(): ReadonlyMap<string, InstrumentTerms> {
    return this.known;
  }

  fetchQuote(instrumentId: string): Promise<QuoteReading> {
    this.reads += 1;
    if (this.failure) return Promise.reject(this.failure);
    return Promise.resolve({
      instrumentId,
      markPrice: this.markPrice,
      venueMs: this.#now(),
      readMs: this.#now(),
    });
  }

  at(venueId: string): MarketSource {
    return { venueId, market: this };
  }
}

/** Keeps what was published, and holds every venue unless told otherwise. */
export class MemoryMarketStore implements MarketStore {
  readonly quotes: QuoteReading[] = [];
  readonly lists: (readonly InstrumentTerms[])[] = [];
  isHeld = true;
  claims = 0;
  released = false;

  claim(): Promise<boolean> {
    this.claims += 1;
    return Promise.resolve(this.isHeld);
  }

  release(): Promise<void> {
    this.released = true;
    return Promise.resolve();
  }

  putQuote(_venueId: string, quote: QuoteReading): void {
    this.quotes.push(quote);
  }

  replaceInstruments(_venueId: string, instruments: readonly InstrumentTerms[]): Promise<void> {
    this.lists.push(instruments);
    return Promise.resolve();
  }
}
