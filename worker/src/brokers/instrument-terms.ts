import type { Decimal, InstrumentTerms } from '@tapedeck/core';
import { instrumentLimitsSchema, type FeeRateRow } from './bybit-trading-wire.ts';
import type { CcxtMarket } from './ccxt-exchange.ts';
import { withoutAbsent } from './ccxt-mapper.ts';
import type { InstrumentBook } from './instrument-book.ts';

/** What a market's row says beyond the instrument itself. */
export type MarketTerms = Pick<InstrumentTerms, 'trading' | 'maxMarketQuantity' | 'priceBandRatio'>;

/** By instrument id. Taken from the markets when they are loaded: they are not kept. */
export function toMarketTerms(markets: Iterable<CcxtMarket>, book: InstrumentBook): Map<string, MarketTerms> {
  const terms = new Map<string, MarketTerms>();
  for (const market of markets) {
    const instrument = book.find(market.type === 'spot' ? 'spot' : 'perpetual', market.id);
    if (!instrument) continue;
    const { lotSizeFilter, riskParameters } = instrumentLimitsSchema.safeParse(market.info).data ?? {};
    terms.set(
      instrument.id,
      withoutAbsent({
        trading: market.active !== false,
        maxMarketQuantity: lotSizeFilter?.maxMktOrderQty ?? lotSizeFilter?.maxMarketOrderQty,
        priceBandRatio: riskParameters?.priceLimitRatioX,
      }),
    );
  }
  return terms;
}

interface TermsParts {
  readonly book: InstrumentBook;
  readonly markets: ReadonlyMap<string, MarketTerms>;
  /** By instrument id. */
  readonly fees: ReadonlyMap<string, FeeRateRow>;
  /** By the venue's symbol; perpetuals only. */
  readonly maintenance: ReadonlyMap<string, Decimal>;
}

export function toInstrumentTerms({ book, markets, fees, maintenance }: TermsParts): Map<string, InstrumentTerms> {
  const terms = new Map<string, InstrumentTerms>();
  for (const [id, instrument] of book.byId) {
    const fee = fees.get(id);
    terms.set(
      id,
      withoutAbsent({
        ...instrument,
        ...(markets.get(id) ?? { trading: true }),
        makerFeeRate: fee?.makerFeeRate,
        takerFeeRate: fee?.takerFeeRate,
        maintenanceMarginRate: instrument.kind === 'perpetual' ? maintenance.get(instrument.venueSymbol) : undefined,
      }),
    );
  }
  return terms;
}
