import { AppError, toDecimal, toInstrumentId } from '@tapedeck/core';
import type { InstrumentSpec } from '@tapedeck/core/matching/instrument-spec';
import { Big } from 'big.js';
import type { InstrumentTable, VenueInstrument } from '../market/instruments.ts';

/** What Bybit charges an account without a VIP level, as its fee page says in 2025. */
export const feeRates = {
  linear: { maker: '0.0002', taker: '0.00055' },
  spot: { maker: '0.001', taker: '0.001' },
} as const;

/** The first risk tier keeps half of what the highest leverage asks as initial margin. */
export function maintenanceRateOf(instrument: VenueInstrument): string {
  return instrument.maxLeverage === undefined
    ? '0'
    : toDecimal(new Big(0.5).div(instrument.maxLeverage).round(6, Big.roundUp));
}

export function toSpec(instrument: VenueInstrument): InstrumentSpec {
  const fees = feeRates[instrument.category];
  return {
    id: toInstrumentId(instrument),
    venueSymbol: instrument.symbol,
    kind: instrument.kind,
    base: instrument.base,
    quote: instrument.quote,
    settle: instrument.quote,
    tickSize: toDecimal(instrument.tickSize),
    stepSize: toDecimal(instrument.stepSize),
    contractSize: '1',
    minQuantity: toDecimal(instrument.minQuantity),
    maxQuantity: toDecimal(instrument.maxQuantity),
    minNotional: instrument.minNotional,
    makerFeeRate: fees.maker,
    takerFeeRate: fees.taker,
    priceBandRatio: toDecimal(String(instrument.priceLimitRatio * 2)),
    ...(instrument.maxLeverage === undefined
      ? {}
      : { maxLeverage: toDecimal(instrument.maxLeverage), maintenanceMarginRate: maintenanceRateOf(instrument) }),
  };
}

/** The venue's instruments by the id that the matching engine knows them by. */
export class EngineInstruments {
  readonly specs: readonly InstrumentSpec[];
  readonly #byId: ReadonlyMap<string, VenueInstrument>;

  constructor(table: InstrumentTable) {
    this.specs = table.all.map(toSpec);
    this.#byId = new Map(table.all.map((instrument) => [toInstrumentId(instrument), instrument]));
  }

  get(instrumentId: string): VenueInstrument {
    const instrument = this.#byId.get(instrumentId);
    if (!instrument) throw new AppError('not-found', `The venue does not trade ${instrumentId}.`);
    return instrument;
  }
}
