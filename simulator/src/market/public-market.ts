import type { Clock } from '../clock.ts';
import { toWireId } from '../wire/ids.ts';
import type { TickerFacts } from '../wire/ticker-row.ts';
import { DayStatisticsTable } from './day-statistics.ts';
import type { FundingSchedule } from './funding.ts';
import type { InstrumentTable, VenueInstrument } from './instruments.ts';
import type { MarketPrices } from './market-prices.ts';
import { tickMs } from './minute-path.ts';
import type { BookLevel, OutsideBook, OutsideMarket } from './outside-book.ts';

/** Deepest book that anybody is shown. */
const deepest = 200;

export interface PublicMarketParts {
  readonly clock: Clock;
  readonly table: InstrumentTable;
  readonly prices: MarketPrices;
  readonly outside: OutsideMarket;
  readonly funding: FundingSchedule;
  /** Resting orders of the venue's own accounts. */
  readonly restingOrders: (instrument: VenueInstrument) => OutsideBook;
}

/** What the venue shows everybody: tickers, books and trades, computed when somebody asks. */
export class PublicMarket {
  readonly clock: Clock;
  readonly table: InstrumentTable;
  readonly prices: MarketPrices;
  readonly funding: FundingSchedule;
  readonly #outside: OutsideMarket;
  readonly #restingOrders: PublicMarketParts['restingOrders'];
  readonly #days: DayStatisticsTable;

  constructor(parts: PublicMarketParts) {
    this.clock = parts.clock;
    this.table = parts.table;
    this.prices = parts.prices;
    this.funding = parts.funding;
    this.#outside = parts.outside;
    this.#restingOrders = parts.restingOrders;
    this.#days = new DayStatisticsTable(parts.prices);
  }

  tickerFacts(instrument: VenueInstrument): TickerFacts {
    const nowMs = this.clock.now();
    const nextFundingMs = this.funding.nextMs(nowMs);
    return {
      price: this.prices.at(instrument, nowMs),
      day: this.#days.at(instrument, nowMs),
      book: this.#outside.bookAt(instrument, nowMs, 1),
      fundingRate: instrument.kind === 'spot' ? '' : this.funding.rateAt(instrument, nextFundingMs),
      nextFundingMs,
      fundingIntervalMs: this.funding.intervalMs,
    };
  }

  /** The others' orders with the resting orders of this venue's accounts among them. */
  book(instrument: VenueInstrument, depth: number): OutsideBook {
    const outside = this.#outside.bookAt(instrument, this.clock.now(), Math.min(depth, deepest));
    const resting = this.#restingOrders(instrument);
    if (resting.bids.length + resting.asks.length === 0) return outside;
    return {
      bids: mergeLevels(outside.bids, resting.bids, -1).slice(0, depth),
      asks: mergeLevels(outside.asks, resting.asks, 1).slice(0, depth),
    };
  }

  /** Numbers that grow with every change of the book: they follow from the time alone. */
  sequence(instrument: VenueInstrument): { u: number; seq: number } {
    const tick = Math.floor(this.clock.now() / tickMs);
    return { u: tick % 1_000_000_000, seq: tick * 100 + instrument.symbolId };
  }

  /** The newest first. */
  recentTrades(instrument: VenueInstrument, limit: number): readonly RecentTrade[] {
    const newest = Math.floor(this.clock.now() / tickMs);
    return Array.from({ length: limit }, (_, index) => this.tradeAt(instrument, newest - index));
  }

  tradeAt(instrument: VenueInstrument, tick: number): RecentTrade {
    const atMs = tick * tickMs;
    const trade = this.#outside.tradeAt(instrument, atMs);
    return {
      execId: toWireId(instrument.category, 'execution', tick),
      symbol: instrument.symbol,
      price: instrument.tick.format(trade.ticks),
      size: instrument.step.format(trade.lots),
      side: trade.takerSide === 'buy' ? 'Buy' : 'Sell',
      time: String(atMs),
      isBlockTrade: false,
      isRPITrade: false,
      seq: String(tick * 100 + instrument.symbolId),
    };
  }
}

export interface RecentTrade {
  readonly execId: string;
  readonly symbol: string;
  readonly price: string;
  readonly size: string;
  readonly side: 'Buy' | 'Sell';
  readonly time: string;
  readonly isBlockTrade: boolean;
  readonly isRPITrade: boolean;
  readonly seq: string;
}

/** Adds up what stands at the same price; `direction` is 1 where the lowest price comes first. */
function mergeLevels(a: readonly BookLevel[], b: readonly BookLevel[], direction: 1 | -1): readonly BookLevel[] {
  const lotsByTicks = new Map<number, number>();
  for (const [ticks, lots] of [...a, ...b]) lotsByTicks.set(ticks, (lotsByTicks.get(ticks) ?? 0) + lots);
  return [...lotsByTicks].toSorted(([x], [y]) => direction * (x - y));
}
