import type { DayStatistics } from '../market/day-statistics.ts';
import { characterOf } from '../market/coins.ts';
import type { VenueInstrument } from '../market/instruments.ts';
import type { PriceNow } from '../market/market-prices.ts';
import type { OutsideBook } from '../market/outside-book.ts';

/** What a ticker is made of. */
export interface TickerFacts {
  readonly price: PriceNow;
  readonly day: DayStatistics;
  readonly book: OutsideBook;
  readonly fundingRate: string;
  readonly nextFundingMs: number;
  readonly fundingIntervalMs: number;
}

/** A perpetual as `market/tickers` lists it. */
export function toLinearTickerRow(instrument: VenueInstrument, facts: TickerFacts) {
  const { tick, step } = instrument;
  const { price, day, book } = facts;
  const high = Math.max(day.high, price.last);
  const low = Math.min(day.low, price.last);
  const openInterest = characterOf(instrument.base).dailyTurnover / 3 / (price.mark * tick.size);
  return {
    symbol: instrument.symbol,
    lastPrice: tick.format(price.last),
    indexPrice: tick.format(tick.nearest(price.index)),
    markPrice: tick.format(price.mark),
    prevPrice24h: tick.format(day.dayAgo),
    price24hPcnt: changeOf(price.last, day.dayAgo),
    highPrice24h: tick.format(high),
    lowPrice24h: tick.format(low),
    prevPrice1h: tick.format(day.hourAgo),
    openInterest: step.format(step.nearest(openInterest)),
    openInterestValue: (openInterest * price.mark * tick.size).toFixed(2),
    turnover24h: day.turnover.toFixed(4),
    volume24h: step.format(step.nearest(day.volume)),
    fundingRate: facts.fundingRate,
    nextFundingTime: String(facts.nextFundingMs),
    predictedDeliveryPrice: '',
    basisRate: '',
    basisRateYear: '',
    deliveryFeeRate: '',
    deliveryTime: '0',
    ask1Size: step.format(book.asks[0]?.[1] ?? 0),
    bid1Price: tick.format(book.bids[0]?.[0] ?? price.last),
    ask1Price: tick.format(book.asks[0]?.[0] ?? price.last),
    bid1Size: step.format(book.bids[0]?.[1] ?? 0),
    basis: '',
    preOpenPrice: '',
    preQty: '',
    curPreListingPhase: '',
    fundingIntervalHour: String(facts.fundingIntervalMs / 3_600_000),
    fundingCap: instrument.fundingCapRate,
  };
}

/** A spot pair as `market/tickers` lists it. */
export function toSpotTickerRow(instrument: VenueInstrument, facts: TickerFacts) {
  const { tick, step } = instrument;
  return {
    ...toSpotTickerEvent(instrument, facts),
    bid1Price: tick.format(facts.book.bids[0]?.[0] ?? facts.price.last),
    bid1Size: step.format(facts.book.bids[0]?.[1] ?? 0),
    ask1Price: tick.format(facts.book.asks[0]?.[0] ?? facts.price.last),
    ask1Size: step.format(facts.book.asks[0]?.[1] ?? 0),
  };
}

/** A spot pair as its `tickers` stream pushes it: always whole, without bid and ask. */
export function toSpotTickerEvent(instrument: VenueInstrument, facts: TickerFacts) {
  const { tick, step } = instrument;
  const { price, day } = facts;
  return {
    symbol: instrument.symbol,
    lastPrice: tick.format(price.last),
    highPrice24h: tick.format(Math.max(day.high, price.last)),
    lowPrice24h: tick.format(Math.min(day.low, price.last)),
    prevPrice24h: tick.format(day.dayAgo),
    volume24h: step.format(step.nearest(day.volume)),
    turnover24h: day.turnover.toFixed(8),
    price24hPcnt: changeOf(price.last, day.dayAgo, 4),
    usdIndexPrice: price.index.toFixed(8),
  };
}

/** A perpetual as its `tickers` stream pushes it at first; later only what changed. */
export function toLinearTickerEvent(instrument: VenueInstrument, facts: TickerFacts) {
  const row = toLinearTickerRow(instrument, facts);
  return {
    symbol: row.symbol,
    tickDirection: facts.price.last >= facts.day.hourAgo ? 'PlusTick' : 'MinusTick',
    price24hPcnt: row.price24hPcnt,
    lastPrice: row.lastPrice,
    prevPrice24h: row.prevPrice24h,
    highPrice24h: row.highPrice24h,
    lowPrice24h: row.lowPrice24h,
    prevPrice1h: row.prevPrice1h,
    markPrice: row.markPrice,
    indexPrice: row.indexPrice,
    openInterest: row.openInterest,
    openInterestValue: row.openInterestValue,
    turnover24h: row.turnover24h,
    volume24h: row.volume24h,
    nextFundingTime: row.nextFundingTime,
    fundingRate: row.fundingRate,
    bid1Price: row.bid1Price,
    bid1Size: row.bid1Size,
    ask1Price: row.ask1Price,
    ask1Size: row.ask1Size,
    fundingIntervalHour: row.fundingIntervalHour,
    fundingCap: row.fundingCap,
  };
}

function changeOf(now: number, before: number, places = 6): string {
  return (now / before - 1).toFixed(places);
}
