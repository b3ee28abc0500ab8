import type { VenueInstrument } from './instruments.ts';
import type { MarketPrices, TickCandle } from './market-prices.ts';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
/** The first Monday of the epoch: weeks start on it. */
const firstMondayMs = 4 * dayMs;

/** Bybit's names of candle lengths; a month has no fixed one. */
const intervalMinutes: Readonly<Record<string, number>> = {
  '1': 1,
  '3': 3,
  '5': 5,
  '15': 15,
  '30': 30,
  '60': 60,
  '120': 120,
  '240': 240,
  '360': 360,
  '720': 720,
  D: 1440,
  W: 10_080,
};

export function isInterval(interval: string): boolean {
  return interval === 'M' || interval in intervalMinutes;
}

/** Start of the candle of `interval` in which `ms` lies, in UTC. */
export function candleStart(interval: string, ms: number): number {
  if (interval === 'M') {
    const date = new Date(ms);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
  const lengthMs = (intervalMinutes[interval] ?? 1) * minuteMs;
  const originMs = interval === 'W' ? firstMondayMs : 0;
  return originMs + Math.floor((ms - originMs) / lengthMs) * lengthMs;
}

/** Start of the candle after the one that starts at `startMs`. */
export function nextCandleStart(interval: string, startMs: number): number {
  if (interval === 'M') {
    const date = new Date(startMs);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  }
  return startMs + (intervalMinutes[interval] ?? 1) * minuteMs;
}

/** The candle that starts at `startMs`, as far as it has come by `nowMs`. */
export function candleAt(
  prices: MarketPrices,
  instrument: VenueInstrument,
  interval: string,
  startMs: number,
  nowMs: number,
): TickCandle {
  const endMs = Math.min(nextCandleStart(interval, startMs), nowMs + 1);
  let joined: TickCandle | undefined;
  let ms = startMs;
  while (ms < endMs) {
    const day = ms % dayMs === 0 && ms + dayMs <= endMs ? prices.plainDay(instrument, ms) : undefined;
    joined = append(joined, day ?? prices.minute(instrument, ms, nowMs));
    ms += day ? dayMs : minuteMs;
  }
  return joined ?? prices.minute(instrument, startMs, startMs);
}

/** Candles that start in [`startMs`, `endMs`], newest first, at most `limit` of the newest. */
export function listCandles(
  prices: MarketPrices,
  instrument: VenueInstrument,
  query: { interval: string; startMs?: number; endMs?: number; limit: number },
  nowMs: number,
): readonly TickCandle[] {
  const lastMs = Math.min(query.endMs ?? nowMs, nowMs);
  const firstMs = Math.max(query.startMs ?? 0, instrument.launchMs);
  const candles: TickCandle[] = [];
  for (
    let startMs = candleStart(query.interval, lastMs);
    startMs >= firstMs && candles.length < query.limit;
    startMs = candleStart(query.interval, startMs - 1)
  ) {
    candles.push(candleAt(prices, instrument, query.interval, startMs, nowMs));
  }
  return candles;
}

function append(joined: TickCandle | undefined, next: TickCandle): TickCandle {
  if (!joined) return next;
  return {
    openMs: joined.openMs,
    open: joined.open,
    high: Math.max(joined.high, next.high),
    low: Math.min(joined.low, next.low),
    close: next.close,
    volume: joined.volume + next.volume,
    turnover: joined.turnover + next.turnover,
  };
}
