import type { Decimal, Instrument, InstrumentTerms, OrderSide, QuoteDocument } from '@tapedeck/core';

/** Price and quantity that others offer. */
export type PaperLevel = readonly [price: Decimal, quantity: Decimal];

/** A trade of others. */
export interface PublicTrade {
  readonly id: string;
  readonly takerSide: OrderSide;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly venueMs: number;
}

export type PaperQuote = Omit<QuoteDocument, 'committedAt'>;

/** What orders are matched against: the best levels first, the trades oldest first. */
export interface MarketDepth {
  readonly bids: readonly PaperLevel[];
  readonly asks: readonly PaperLevel[];
  readonly trades: readonly PublicTrade[];
}

export interface FundingPayment {
  readonly rate: Decimal;
  readonly venueMs: number;
}

/**
 * The public market that a paper account trades at. Fails as a broker does: `retryable` while the venue does not answer.
 */
export interface PaperMarket {
  /** Loads the instruments and compares the clocks. */
  open(): Promise<void>;
  /** Known after `open`. */
  instruments(): ReadonlyMap<string, Instrument>;
  /** Fee and maintenance rates are always there, because nothing can be filled without them. */
  terms(): ReadonlyMap<string, PaperTerms>;
  /** Venue clock minus worker clock. */
  skewMs(): number | undefined;
  /** Asks whether the venue is there, and compares the clocks. */
  ping(): Promise<void>;
  fetchQuote(instrumentId: string): Promise<PaperQuote>;
  /** The trades reach back to `sinceMs` (the venue's clock) as far as the venue tells them. */
  fetchDepth(instrumentId: string, sinceMs?: number): Promise<MarketDepth>;
  /** Funding rates that applied from `sinceMs` (the venue's clock) until now, oldest first. */
  fetchFunding(instrumentId: string, sinceMs: number): Promise<readonly FundingPayment[]>;
  close(): Promise<void>;
}

export interface PaperTerms extends InstrumentTerms {
  readonly makerFeeRate: Decimal;
  readonly takerFeeRate: Decimal;
  readonly maintenanceMarginRate: Decimal;
}
