import type { InstrumentTerms } from '@tapedeck/core';
import type { TradingPort } from '../brokers/trading-port.ts';

/** An open account, as far as it can tell of its market. */
export interface MarketSource {
  readonly venueId: string;
  readonly market: Pick<TradingPort, 'terms' | 'fetchQuote'>;
}

export type QuoteReading = Awaited<ReturnType<TradingPort['fetchQuote']>>;

/** What the markets part asks of the store; the store alone knows Firestore. */
export interface MarketStore {
  /** Takes or renews the right to write below a venue; false while another worker holds it. */
  claim(venueId: string): Promise<boolean>;
  /** Gives the venues up that this worker holds. */
  release(): Promise<void>;
  /** Queues a quote; of several of one instrument only the newest is written. */
  putQuote(venueId: string, quote: QuoteReading): void;
  /** Makes the list of a venue's instruments exactly this; writes nothing where it is. */
  replaceInstruments(venueId: string, instruments: readonly InstrumentTerms[], readMs: number): Promise<void>;
}
