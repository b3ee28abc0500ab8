import { AppError, divideDecimals, type Instrument } from '@tapedeck/core';
import { BybitClient, type BybitClientOptions, type Query } from '../bybit-client.ts';
import { named, readEach, readPage, type OnRefused } from '../bybit-messages.ts';
import { tickerRowSchema } from '../bybit-trading-wire.ts';
import { answerSchema, readWire } from '../bybit-wire.ts';
import { withoutAbsent } from '../ccxt-mapper.ts';
import { ClockSkew } from '../clock-skew.ts';
import { InstrumentBook } from '../instrument-book.ts';
import { toMarketTerms } from '../instrument-terms.ts';
import { fetchMaintenanceRates } from '../maintenance-rates.ts';
import { toCategory } from '../order-request.ts';
import { toQuote } from '../quote-mapper.ts';
import { bookSchema, fundingRowSchema, tradeRowSchema } from './bybit-market-wire.ts';
import type { FundingPayment, MarketDepth, PaperMarket, PaperQuote, PaperTerms, PublicTrade } from './paper-market.ts';

export interface BybitPaperMarketOptions extends Omit<BybitClientOptions, 'credentials'> {
  readonly onRefused: OnRefused;
}

/** What Bybit charges an account without a VIP level, as its fee page says in 2025. */
const feeRates = {
  perpetual: { makerFeeRate: '0.0002', takerFeeRate: '0.00055' },
  spot: { makerFeeRate: '0.001', takerFeeRate: '0.001' },
} as const;
const bookDepth = 100;
/** What a second brings in most instruments, and the most that Bybit tells. */
const usualTrades = 60;
const mostTrades = { perpetual: 1_000, spot: 60 } as const;
const fundingPerAnswer = 200;

/** Bybit's public market data, over the same client as its accounts, without a key. */
export class BybitPaperMarket implements PaperMarket {
  readonly #client: BybitClient;
  readonly #onRefused: OnRefused;
  readonly #skew = new ClockSkew();
  #book = new InstrumentBook([]);
  #terms: ReadonlyMap<string, PaperTerms> = new Map();

  constructor({ onRefused, ...options }: BybitPaperMarketOptions) {
    this.#client = new BybitClient({ ...options, credentials: { apiKey: '', secret: '' } });
    // ccxt would let ten questions a second through. What Bybit counts is the address, which the budget keeps to.
    this.#client.exchange.enableRateLimit = false;
    this.#onRefused = onRefused;
  }

  async open(): Promise<void> {
    await this.#client.open();
    await this.ping();
    const markets = await this.#client.loadMarkets();
    this.#book = InstrumentBook.ofMarkets(markets);
    const marketTerms = toMarketTerms(markets, this.#book);
    const maintenance = await fetchMaintenanceRates(this.#client, this.#onRefused);
    this.#terms = new Map(
      [...this.#book.byId].map(([id, instrument]) => [
        id,
        withoutAbsent({
          ...instrument,
          ...(marketTerms.get(id) ?? { trading: true }),
          ...feeRates[instrument.kind],
          maintenanceMarginRate: maintenanceOf(instrument, maintenance),
        }),
      ]),
    );
  }

  instruments(): ReadonlyMap<string, Instrument> {
    return this.#book.byId;
  }

  terms(): ReadonlyMap<string, PaperTerms> {
    return this.#terms;
  }

  skewMs(): number | undefined {
    return this.#skew.skewMs();
  }

  async ping(): Promise<void> {
    await this.#ask(() => this.#client.exchange.publicGetV5MarketTime());
  }

  async fetchQuote(instrumentId: string): Promise<PaperQuote> {
    const { instrument, query } = this.#find(instrumentId);
    const answer = await this.#ask(() => this.#client.exchange.publicGetV5MarketTickers(query));
    const { rows, venueMs } = readPage(answer, 'Ticker');
    const row = readWire(tickerRowSchema, rows[0], `Ticker ${instrument.venueSymbol}`);
    return toQuote(row, instrument, { venueMs, readMs: Date.now() });
  }

  async fetchDepth(instrumentId: string, sinceMs?: number): Promise<MarketDepth> {
    const { instrument, query } = this.#find(instrumentId);
    const what = `Order book ${instrument.venueSymbol}`;
    const [answer, newest] = await Promise.all([
      this.#ask(() => this.#client.exchange.publicGetV5MarketOrderbook({ ...query, limit: bookDepth })),
      this.#fetchTrades(query, usualTrades),
    ]);
    const { b: bids, a: asks } = readWire(bookSchema, readWire(answerSchema, answer, what).result, what);
    const needed = sinceMs === undefined ? 0 : tradesNeeded(newest, sinceMs);
    const limit = Math.min(needed, mostTrades[instrument.kind]);
    const trades = limit > newest.length ? await this.#fetchTrades(query, limit) : newest;
    return { bids, asks, trades };
  }

  async fetchFunding(instrumentId: string, sinceMs: number): Promise<readonly FundingPayment[]> {
    const { query } = this.#find(instrumentId);
    const window = { startTime: sinceMs, endTime: Math.round(Date.now() + (this.skewMs() ?? 0)) };
    const answer = await this.#ask(() =>
      this.#client.exchange.publicGetV5MarketFundingHistory({ ...query, ...window, limit: fundingPerAnswer }),
    );
    const read = (row: unknown) => readWire(fundingRowSchema, row, named('Funding', row, 'symbol'));
    return readEach(readPage(answer, 'Funding').rows, read, this.#onRefused)
      .map(({ fundingRate, fundingRateTimestamp }) => ({ rate: fundingRate, venueMs: fundingRateTimestamp }))
      .toSorted((a, b) => a.venueMs - b.venueMs);
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  #find(instrumentId: string): { instrument: Instrument; query: Query } {
    const instrument = this.#terms.get(instrumentId);
    if (!instrument) {
      throw new AppError('rejected', `Bybit lists no ${instrumentId}. Nothing was done.`, {
        details: { instrumentId },
      });
    }
    return { instrument, query: { category: toCategory(instrument), symbol: instrument.venueSymbol } };
  }

  async #fetchTrades(query: Query, limit: number): Promise<readonly PublicTrade[]> {
    const answer = await this.#ask(() => this.#client.exchange.publicGetV5MarketRecentTrade({ ...query, limit }));
    const read = (row: unknown) => readWire(tradeRowSchema, row, named('Trade', row, 'execId'));
    return (
      readEach(readPage(answer, 'Trades').rows, read, this.#onRefused)
        .map(({ execId, price, size, side, time }) => ({
          id: execId,
          takerSide: side === 'Buy' ? ('buy' as const) : ('sell' as const),
          price,
          quantity: size,
          venueMs: time,
        }))
        // The venue lists the newest first.
        .toReversed()
    );
  }

  /** Each answer compares the clocks. */
  async #ask(question: () => Promise<unknown>): Promise<unknown> {
    const sentMs = Date.now();
    const answer = await this.#client.ask(question);
    const { time: venueMs } = readWire(answerSchema, answer, 'Answer');
    this.#skew.observe({ sentMs, receivedMs: Date.now(), venueMs });
    return answer;
  }
}

/** Where the venue tells none, its rule for the first risk tier: half of what the highest leverage asks as margin. */
function maintenanceOf(instrument: Instrument, told: ReadonlyMap<string, string>): string {
  if (instrument.kind === 'spot') return '0';
  const known = told.get(instrument.venueSymbol);
  return known ?? divideDecimals('0.5', instrument.maxLeverage ?? '1', 6);
}

/** How many trades reach back to `sinceMs` at the pace of these, with some to spare; none where these do. */
function tradesNeeded(newest: readonly PublicTrade[], sinceMs: number): number {
  const [first, last] = [newest[0], newest.at(-1)];
  if (!first || !last || newest.length < usualTrades || first.venueMs < sinceMs) return 0;
  const spanMs = Math.max(1, last.venueMs - first.venueMs);
  return Math.ceil((1.5 * newest.length * (last.venueMs - sinceMs)) / spanMs);
}
