import { AppError, type Decimal, type Instrument } from '@tapedeck/core';
import type {
  FundingPayment,
  MarketDepth,
  PaperMarket,
  PaperQuote,
  PaperTerms,
  PublicTrade,
} from '../brokers/paper/paper-market.ts';
import { termsOf } from './fake-market.ts';

const perpetual: PaperTerms = {
  ...termsOf('BTC'),
  tickSize: '0.5',
  maxLeverage: '100',
  makerFeeRate: '0.0002',
  takerFeeRate: '0.00055',
  maintenanceMarginRate: '0.005',
};
const spot: PaperTerms = {
  ...perpetual,
  id: 'BTC-USDT-SPOT',
  kind: 'spot',
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  maintenanceMarginRate: '0',
};

/** A market of one perpetual and one spot pair, both at the price that the test sets. */
export class FakePaperMarket implements PaperMarket {
  price = 1_000;
  bidQuantity: Decimal = '1000';
  askQuantity: Decimal = '1000';
  trades: PublicTrade[] = [];
  nextFundingMs = Date.now() + 3_600_000;
  funding: FundingPayment[] = [];
  isDown = false;

  open(): Promise<void> {
    return this.ping();
  }

  instruments(): ReadonlyMap<string, Instrument> {
    return this.terms();
  }

  terms(): ReadonlyMap<string, PaperTerms> {
    return new Map([perpetual, spot].map((terms) => [terms.id, terms]));
  }

  skewMs(): number {
    return 0;
  }

  ping(): Promise<void> {
    if (this.isDown) return Promise.reject(new AppError('retryable', 'The venue does not answer.'));
    return Promise.resolve();
  }

  async fetchQuote(instrumentId: string): Promise<PaperQuote> {
    await this.ping();
    const atMs = Date.now();
    const price = String(this.price);
    const isPerpetual = instrumentId.endsWith('PERP');
    return {
      instrumentId,
      markPrice: price,
      lastPrice: price,
      ...(isPerpetual && { nextFundingMs: this.nextFundingMs }),
      venueMs: atMs,
      readMs: atMs,
    };
  }

  async fetchDepth(): Promise<MarketDepth> {
    await this.ping();
    const bids = [[String(this.price - 0.5), this.bidQuantity]] as const;
    const asks = [[String(this.price + 0.5), this.askQuantity]] as const;
    return { bids, asks, trades: this.trades };
  }

  fetchFunding(_instrumentId: string, sinceMs: number): Promise<readonly FundingPayment[]> {
    return Promise.resolve(this.funding.filter(({ venueMs }) => venueMs >= sinceMs));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Somebody takes so much at a price. */
  trade(takerSide: 'buy' | 'sell', price: number, quantity: Decimal): void {
    const id = `t${this.trades.length}`;
    this.trades = [...this.trades, { id, takerSide, price: String(price), quantity, venueMs: Date.now() }];
  }
}
