import type { VenueInstrument } from './instruments.ts';
import type { MarketPrices } from './market-prices.ts';

const minuteMs = 60_000;
const dayMinutes = 1440;

/** The last 24 hours, in ticks and base units. */
export interface DayStatistics {
  readonly high: number;
  readonly low: number;
  readonly volume: number;
  readonly turnover: number;
  /** Price 24 hours and one hour ago. */
  readonly dayAgo: number;
  readonly hourAgo: number;
}

/** Sums the last day minute by minute, once a minute and instrument. */
export class DayStatisticsTable {
  readonly #prices: MarketPrices;
  readonly #known = new Map<VenueInstrument, { minute: number; statistics: DayStatistics }>();

  constructor(prices: MarketPrices) {
    this.#prices = prices;
  }

  at(instrument: VenueInstrument, nowMs: number): DayStatistics {
    const minute = Math.floor(nowMs / minuteMs);
    const known = this.#known.get(instrument);
    if (known?.minute === minute) return known.statistics;
    const statistics = this.#sum(instrument, minute, nowMs);
    this.#known.set(instrument, { minute, statistics });
    return statistics;
  }

  #sum(instrument: VenueInstrument, minute: number, nowMs: number): DayStatistics {
    let high = 0;
    let low = Infinity;
    let volume = 0;
    let turnover = 0;
    for (let m = minute - dayMinutes; m < minute; m += 1) {
      const candle = this.#prices.minute(instrument, m * minuteMs, nowMs);
      high = Math.max(high, candle.high);
      low = Math.min(low, candle.low);
      volume += candle.volume;
      turnover += candle.turnover;
    }
    return {
      high,
      low,
      volume,
      turnover,
      dayAgo: this.#prices.minute(instrument, (minute - dayMinutes) * minuteMs, nowMs).open,
      hourAgo: this.#prices.minute(instrument, (minute - 60) * minuteMs, nowMs).open,
    };
  }
}
