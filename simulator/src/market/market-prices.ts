import type { VenueInstrument } from './instruments.ts';
import { pathPrice, tickMs } from './minute-path.ts';
import type { PriceSource, SourceMinute } from './price-source.ts';
import { hash32 } from './random.ts';
import type { Timeline } from './timeline.ts';

const minuteMs = 60_000;
const candlesKept = 4_000;

/** A candle in ticks; the volume in base units. */
export interface TickCandle {
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** In the quote currency. */
  readonly turnover: number;
}

/** An instrument's prices at one moment, in ticks. */
export interface PriceNow {
  readonly last: number;
  readonly mark: number;
  /** In the quote currency, not rounded. */
  readonly index: number;
}

/** Perpetuals trade this much above spot. */
const perpetualPremium = 1.0002;

/** Prices and candles of every instrument at any time, by the venue's clock. Pure: asking changes nothing. */
export class MarketPrices {
  readonly timeline: Timeline;
  readonly #source: PriceSource;
  readonly #seed: number;
  readonly #keys = new Map<string, number>();
  readonly #candles = new Map<string, TickCandle>();

  constructor(source: PriceSource, timeline: Timeline, seed: number) {
    this.#source = source;
    this.timeline = timeline;
    this.#seed = seed;
  }

  at(instrument: VenueInstrument, venueMs: number): PriceNow {
    const { last, smooth } = this.#path(instrument.base, venueMs);
    const premium = premiumOf(instrument);
    return {
      last: instrument.tick.nearest(last * premium),
      mark: instrument.tick.nearest(smooth * premium),
      index: smooth,
    };
  }

  /** The candle of the venue's minute that starts at `openMs`, as far as it has come by `nowMs`. */
  minute(instrument: VenueInstrument, openMs: number, nowMs: number): TickCandle {
    if (openMs + minuteMs > nowMs) return this.#sample(instrument, openMs, nowMs);
    if (this.timeline.isPlain(instrument.base, openMs)) {
      const marketMs = this.timeline.toMarketMs(openMs);
      const factor = this.timeline.factorAt(instrument.base, marketMs) * premiumOf(instrument);
      return toCandle(instrument, openMs, this.#source.minuteOf(instrument.base, marketMs / minuteMs), factor);
    }
    const key = `${instrument.category}:${instrument.symbol}:${openMs}`;
    let candle = this.#candles.get(key);
    if (!candle) {
      candle = this.#sample(instrument, openMs, openMs + minuteMs - 1);
      this.#candles.set(key, candle);
      if (this.#candles.size > candlesKept) this.#candles.delete(this.#candles.keys().next().value ?? '');
    }
    return candle;
  }

  /** The UTC day that starts at `openMs`, where nothing disturbed it; undefined where minutes must be joined instead. */
  plainDay(instrument: VenueInstrument, openMs: number): TickCandle | undefined {
    const dayMs = 1440 * minuteMs;
    const marketMs = this.timeline.toMarketMs(openMs);
    const undisturbed =
      marketMs % dayMs === 0 &&
      this.timeline.toMarketMs(openMs + dayMs - 1) === marketMs + dayMs - 1 &&
      this.timeline.factorAt(instrument.base, marketMs) ===
        this.timeline.factorAt(instrument.base, marketMs + dayMs - 1);
    if (!undisturbed) return undefined;
    const factor = this.timeline.factorAt(instrument.base, marketMs) * premiumOf(instrument);
    return toCandle(instrument, openMs, this.#source.dayOf(instrument.base, marketMs / dayMs), factor);
  }

  #sample(instrument: VenueInstrument, openMs: number, untilMs: number): TickCandle {
    const premium = premiumOf(instrument);
    let open = NaN;
    let high = -Infinity;
    let low = Infinity;
    let close = NaN;
    for (let ms = openMs; ms <= untilMs; ms += tickMs) {
      close = this.#path(instrument.base, ms).last * premium;
      if (Number.isNaN(open)) open = close;
      if (close > high) high = close;
      if (close < low) low = close;
    }
    const marketStart = this.timeline.toMarketMs(openMs);
    const passed = (this.timeline.toMarketMs(untilMs) - marketStart) / minuteMs;
    const { volume } = this.#source.minuteOf(instrument.base, Math.floor(marketStart / minuteMs));
    return toCandle(instrument, openMs, { open, high, low, close, volume: volume * passed }, 1);
  }

  #path(base: string, venueMs: number): { last: number; smooth: number } {
    const marketMs = this.timeline.toMarketMs(venueMs);
    const minuteIndex = Math.floor(marketMs / minuteMs);
    const tick = Math.floor((marketMs - minuteIndex * minuteMs) / tickMs);
    const minute = this.#source.minuteOf(base, minuteIndex);
    const { last, smooth } = pathPrice(minute, this.#keyOf(base), minuteIndex, tick);
    const factor = this.timeline.factorAt(base, marketMs);
    return { last: last * factor, smooth: smooth * factor };
  }

  #keyOf(base: string): number {
    let key = this.#keys.get(base);
    if (key === undefined) {
      key = hash32(this.#seed, 'path', base);
      this.#keys.set(base, key);
    }
    return key;
  }
}

function premiumOf(instrument: VenueInstrument): number {
  return instrument.kind === 'perpetual' ? perpetualPremium : 1;
}

function toCandle(instrument: VenueInstrument, openMs: number, minute: SourceMinute, factor: number): TickCandle {
  const { tick } = instrument;
  const middle = ((minute.open + minute.high + minute.low + minute.close) / 4) * factor;
  return {
    openMs,
    open: tick.nearest(minute.open * factor),
    high: tick.nearest(minute.high * factor),
    low: tick.nearest(minute.low * factor),
    close: tick.nearest(minute.close * factor),
    volume: minute.volume,
    turnover: minute.volume * middle,
  };
}
