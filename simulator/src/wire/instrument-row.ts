import type { VenueInstrument } from '../market/instruments.ts';

/** An instrument as `instruments-info` lists it. */
export function toInstrumentRow(instrument: VenueInstrument, fundingIntervalMinutes: number) {
  return instrument.kind === 'spot' ? toSpotRow(instrument) : toLinearRow(instrument, fundingIntervalMinutes);
}

function toLinearRow(instrument: VenueInstrument, fundingIntervalMinutes: number) {
  return {
    symbol: instrument.symbol,
    contractType: 'LinearPerpetual',
    status: 'Trading',
    baseCoin: instrument.base,
    quoteCoin: instrument.quote,
    launchTime: String(instrument.launchMs),
    deliveryTime: '0',
    deliveryFeeRate: '',
    priceScale: String(instrument.tick.places),
    leverageFilter: { minLeverage: '1', maxLeverage: instrument.maxLeverage ?? '1', leverageStep: '0.01' },
    priceFilter: {
      minPrice: instrument.tickSize,
      maxPrice: instrument.tick.format(19_999_998),
      tickSize: instrument.tickSize,
    },
    lotSizeFilter: {
      maxOrderQty: instrument.maxQuantity,
      minOrderQty: instrument.minQuantity,
      qtyStep: instrument.stepSize,
      postOnlyMaxOrderQty: instrument.maxQuantity,
      maxMktOrderQty: instrument.maxMarketQuantity,
      minNotionalValue: instrument.minNotional,
    },
    unifiedMarginTrade: true,
    fundingInterval: fundingIntervalMinutes,
    settleCoin: instrument.quote,
    copyTrading: 'none',
    upperFundingRate: instrument.fundingCapRate,
    lowerFundingRate: `-${instrument.fundingCapRate}`,
    isPreListing: false,
    preListingInfo: null,
    riskParameters: {
      priceLimitRatioX: String(instrument.priceLimitRatio),
      priceLimitRatioY: String(instrument.priceLimitRatio * 2),
    },
    displayName: '',
    symbolType: '',
    forbidUplWithdrawal: false,
    symbolId: instrument.symbolId,
  };
}

function toSpotRow(instrument: VenueInstrument) {
  return {
    symbolId: instrument.symbolId,
    symbol: instrument.symbol,
    baseCoin: instrument.base,
    quoteCoin: instrument.quote,
    innovation: '0',
    status: 'Trading',
    marginTrading: 'utaOnly',
    stTag: '0',
    lotSizeFilter: {
      basePrecision: instrument.stepSize,
      quotePrecision: '0.0000001',
      minOrderQty: instrument.minQuantity,
      maxOrderQty: instrument.maxQuantity,
      minOrderAmt: instrument.minNotional,
      maxOrderAmt: '8000000',
      maxLimitOrderQty: instrument.maxQuantity,
      maxMarketOrderQty: instrument.maxMarketQuantity,
      postOnlyMaxLimitOrderSize: instrument.maxQuantity,
    },
    priceFilter: { tickSize: instrument.tickSize },
    riskParameters: {
      priceLimitRatioX: String(instrument.priceLimitRatio),
      priceLimitRatioY: String(instrument.priceLimitRatio * 2),
    },
    symbolType: '',
    xstockMultiplier: '1',
  };
}
