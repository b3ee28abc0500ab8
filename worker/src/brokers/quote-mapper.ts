import type { Instrument, QuoteDocument } from '@tapedeck/core';
import type { TickerRow } from './bybit-trading-wire.ts';
import { toVenueDataError } from './bybit-wire.ts';
import { withoutAbsent } from './ccxt-mapper.ts';

/** Throws `invalid-venue-data` where there is no price at all. */
export function toQuote(
  row: TickerRow,
  instrument: Instrument,
  times: { readonly venueMs: number; readonly readMs: number },
): Omit<QuoteDocument, 'committedAt'> {
  const markPrice = row.markPrice ?? row.lastPrice;
  if (markPrice === undefined) throw toVenueDataError(`Ticker ${row.symbol}`, 'lastPrice', undefined, 'no price');
  return withoutAbsent({
    instrumentId: instrument.id,
    markPrice,
    lastPrice: row.lastPrice,
    bidPrice: row.bid1Price,
    askPrice: row.ask1Price,
    fundingRate: row.fundingRate,
    nextFundingMs: row.nextFundingTime === 0 ? undefined : row.nextFundingTime,
    dayChangeRatio: row.price24hPcnt,
    dayVolume: row.volume24h,
    ...times,
  });
}
