import { apiErrors } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';
import { publicGet, type PublicRoute } from '../http/route.ts';
import { isInterval, listCandles } from '../market/candles.ts';
import type { VenueInstrument } from '../market/instruments.ts';
import type { TickCandle } from '../market/market-prices.ts';
import type { PublicMarket } from '../market/public-market.ts';
import { toInstrumentRow } from '../wire/instrument-row.ts';
import { toLinearTickerRow, toSpotTickerRow } from '../wire/ticker-row.ts';
import { toBookRow } from '../wire/book-row.ts';

const categories = ['linear', 'spot', 'inverse', 'option'] as const;

/** `/v5/market/…`: what everybody may read. Inverse and option exist as categories and hold nothing. */
export function marketRoutes(market: PublicMarket, venueNow: () => number): readonly PublicRoute[] {
  const { table, prices, funding } = market;

  function needInstrument(params: Params): VenueInstrument {
    const category = params.oneOf('category', categories, 'linear');
    const instrument = table.find(category, params.need('symbol'));
    if (!instrument) throw apiErrors.parameter('Symbol Invalid');
    return instrument;
  }

  function listed(params: Params): { category: string; instruments: readonly VenueInstrument[] } {
    const category = params.oneOf('category', categories);
    const symbol = params.text('symbol');
    const found = table
      .inCategory(category)
      .filter((instrument) => symbol === undefined || instrument.symbol === symbol);
    if (symbol !== undefined && found.length === 0) throw apiErrors.parameter('symbol invalid');
    return { category, instruments: found };
  }

  function candles(params: Params, toRow: (candle: TickCandle, instrument: VenueInstrument) => string[]) {
    const instrument = needInstrument(params);
    const interval = params.need('interval');
    if (!isInterval(interval)) throw apiErrors.parameter('Invalid period!');
    const startMs = params.integer('start');
    const endMs = params.integer('end');
    const query = {
      interval,
      limit: params.limit(200, 1000),
      ...(startMs === undefined ? {} : { startMs }),
      ...(endMs === undefined ? {} : { endMs }),
    };
    const list = listCandles(prices, instrument, query, market.clock.now()).map((candle) => toRow(candle, instrument));
    return { symbol: instrument.symbol, category: instrument.category, list };
  }

  return [
    publicGet('/v5/market/time', () => {
      const nowMs = venueNow();
      return { timeSecond: String(Math.floor(nowMs / 1000)), timeNano: `${nowMs}000000` };
    }),
    publicGet('/v5/market/instruments-info', (params) => {
      const { category, instruments } = listed(params);
      const list = instruments.map((instrument) => toInstrumentRow(instrument, funding.intervalMs / 60_000));
      return { category, list, nextPageCursor: '' };
    }),
    publicGet('/v5/market/tickers', (params) => {
      const { category, instruments } = listed(params);
      const list = instruments.map((instrument) =>
        instrument.kind === 'spot'
          ? toSpotTickerRow(instrument, market.tickerFacts(instrument))
          : toLinearTickerRow(instrument, market.tickerFacts(instrument)),
      );
      return { category, list };
    }),
    publicGet('/v5/market/orderbook', (params) => {
      const instrument = needInstrument(params);
      const depth = params.limit(instrument.kind === 'spot' ? 1 : 25, 200);
      return {
        ...toBookRow(instrument, market.book(instrument, depth), market.sequence(instrument)),
        ...times(market),
      };
    }),
    publicGet('/v5/market/kline', (params) => candles(params, toKline)),
    publicGet('/v5/market/mark-price-kline', (params) =>
      candles(params, (candle, of) => toKline(candle, of).slice(0, 5)),
    ),
    publicGet('/v5/market/index-price-kline', (params) =>
      candles(params, (candle, of) => toKline(candle, of).slice(0, 5)),
    ),
    publicGet('/v5/market/recent-trade', (params) => {
      const instrument = needInstrument(params);
      const limit = params.limit(instrument.kind === 'spot' ? 60 : 500, instrument.kind === 'spot' ? 60 : 1000);
      return { category: instrument.category, list: market.recentTrades(instrument, limit) };
    }),
    publicGet('/v5/market/funding/history', (params) => {
      const instrument = needInstrument(params);
      if (instrument.kind === 'spot') throw apiErrors.parameter('category invalid');
      const untilMs = Math.min(params.integer('endTime') ?? Infinity, market.clock.now());
      const fromMs = params.integer('startTime') ?? instrument.launchMs;
      const limit = params.limit(200, 200);
      const list = [];
      for (
        let dueMs = funding.nextMs(untilMs) - funding.intervalMs;
        dueMs >= fromMs && list.length < limit;
        dueMs -= funding.intervalMs
      ) {
        const fundingRate = funding.rateAt(instrument, dueMs);
        list.push({ symbol: instrument.symbol, fundingRate, fundingRateTimestamp: String(dueMs) });
      }
      return { category: instrument.category, list };
    }),
    publicGet('/v5/market/risk-limit', (params) => {
      const { category, instruments } = listed(params);
      const list = instruments.map((instrument) => ({
        id: 1,
        symbol: instrument.symbol,
        riskLimitValue: '2000000',
        maintenanceMargin: String(0.5 / Number(instrument.maxLeverage ?? 1)),
        initialMargin: String(1 / Number(instrument.maxLeverage ?? 1)),
        isLowestRisk: 1,
        maxLeverage: instrument.maxLeverage ?? '1',
        mmDeduction: '',
      }));
      return { category, list, nextPageCursor: '' };
    }),
  ];
}

function toKline(candle: TickCandle, instrument: VenueInstrument): string[] {
  const { tick, step } = instrument;
  return [
    String(candle.openMs),
    tick.format(candle.open),
    tick.format(candle.high),
    tick.format(candle.low),
    tick.format(candle.close),
    step.format(step.nearest(candle.volume)),
    candle.turnover.toFixed(8),
  ];
}

function times(market: PublicMarket): { ts: number; cts: number } {
  const nowMs = market.clock.now();
  return { ts: nowMs, cts: nowMs };
}
