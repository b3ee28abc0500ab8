import type { InstrumentKind } from '@tapedeck/core';
import { Increment } from './increment.ts';

export type Category = 'linear' | 'spot';

/** One thing that the venue trades, with the limits that Bybit publishes for it. Sizes are written as Bybit writes them. */
export interface VenueInstrument {
  readonly symbol: string;
  readonly category: Category;
  readonly kind: InstrumentKind;
  readonly symbolId: number;
  readonly base: string;
  readonly quote: string;
  readonly tick: Increment;
  readonly tickSize: string;
  readonly step: Increment;
  readonly stepSize: string;
  readonly minQuantity: string;
  readonly maxQuantity: string;
  readonly maxMarketQuantity: string;
  /** In the quote currency. */
  readonly minNotional: string;
  /** Perpetuals only. */
  readonly maxLeverage?: string;
  readonly launchMs: number;
  /** How far a limit price may stand from the market, as a share of it. */
  readonly priceLimitRatio: number;
  readonly fundingCapRate: string;
}

type LinearRow = readonly [
  base: string,
  symbolId: number,
  tickSize: string,
  stepSize: string,
  maxQuantity: string,
  maxMarketQuantity: string,
  maxLeverage: string,
  launchMs: number,
  fundingCapRate: string,
  priceLimitRatio: number,
];

/**
 * USDT perpetuals. BTC, ETH, XRP, DOGE, ADA, LTC and TRX carry the figures of a recorded `instruments-info` answer (the
 * market fixtures of ccxt, MIT); those of SOL, BNB, AVAX, LINK and DOT come from no recording and may differ from the venue's.
 */
const linearRows: readonly LinearRow[] = [
  ['BTC', 5, '0.10', '0.001', '1500.000', '150.000', '100.00', 1584230400000, '0.005', 0.01],
  ['ETH', 6, '0.01', '0.01', '10000.00', '2000.00', '100.00', 1615766400000, '0.005', 0.02],
  ['SOL', 56, '0.010', '0.1', '90000.0', '16000.0', '100.00', 1634256000000, '0.005', 0.05],
  ['XRP', 8, '0.0001', '0.1', '7500000.0', '1500000.0', '100.00', 1620898440000, '0.005', 0.05],
  ['BNB', 28, '0.10', '0.01', '12000.00', '2500.00', '75.00', 1624950600000, '0.0058', 0.05],
  ['DOGE', 33, '0.00001', '1', '43678900', '5991100', '75.00', 1622630640000, '0.0058', 0.05],
  ['ADA', 27, '0.0001', '1', '1500000', '590000', '75.00', 1610668800000, '0.0058', 0.05],
  ['AVAX', 51, '0.001', '0.1', '120000.0', '30000.0', '75.00', 1631664000000, '0.0058', 0.05],
  ['LINK', 23, '0.001', '0.1', '140000.0', '33000.0', '75.00', 1603238400000, '0.0058', 0.05],
  ['LTC', 24, '0.01', '0.1', '8800.0', '3000.0', '50.00', 1514764800000, '0.01', 0.05],
  ['DOT', 26, '0.0010', '0.1', '500000.0', '100000.0', '75.00', 1609459200000, '0.0058', 0.05],
  ['TRX', 40, '0.00001', '1', '1500000', '460000', '75.00', 1628726400000, '0.0058', 0.05],
];

type SpotRow = readonly [
  base: string,
  symbolId: number,
  tickSize: string,
  basePrecision: string,
  maxQuantity: string,
  maxMarketQuantity: string,
  priceLimitRatio: number,
];

/** Spot pairs, all of them from the same recorded answer. */
const spotRows: readonly SpotRow[] = [
  ['BTC', 9, '0.1', '0.000001', '230', '120', 0.005],
  ['ETH', 10, '0.01', '0.00001', '2600', '1300', 0.005],
  ['XRP', 11, '0.0001', '0.01', '1200000', '620000', 0.005],
  ['LTC', 17, '0.01', '0.00001', '10000', '5200', 0.015],
  ['DOGE', 18, '0.00001', '0.1', '14000000', '6800000', 0.005],
  ['ADA', 33, '0.0001', '0.01', '7600000', '1500000', 0.015],
];

function toLinear(row: LinearRow): VenueInstrument {
  const [base, symbolId, tickSize, stepSize, maxQuantity, maxMarketQuantity, maxLeverage, launchMs, cap, ratio] = row;
  return {
    symbol: `${base}USDT`,
    category: 'linear',
    kind: 'perpetual',
    symbolId,
    base,
    quote: 'USDT',
    tick: new Increment(tickSize),
    tickSize,
    step: new Increment(stepSize),
    stepSize,
    minQuantity: stepSize,
    maxQuantity,
    maxMarketQuantity,
    minNotional: '5',
    maxLeverage,
    launchMs,
    priceLimitRatio: ratio,
    fundingCapRate: cap,
  };
}

function toSpot(row: SpotRow): VenueInstrument {
  const [base, symbolId, tickSize, stepSize, maxQuantity, maxMarketQuantity, priceLimitRatio] = row;
  return {
    symbol: `${base}USDT`,
    category: 'spot',
    kind: 'spot',
    symbolId,
    base,
    quote: 'USDT',
    tick: new Increment(tickSize),
    tickSize,
    step: new Increment(stepSize),
    stepSize,
    minQuantity: stepSize,
    maxQuantity,
    maxMarketQuantity,
    minNotional: '5',
    launchMs: 1625097600000,
    priceLimitRatio,
    fundingCapRate: '0',
  };
}

/** `TAPE01` to `TAPEnn`: perpetuals that no real venue has, for tests that need more instruments than the twelve. */
function toSynthetic(index: number): VenueInstrument {
  const base = `TAPE${String(index).padStart(2, '0')}`;
  return toLinear([base, 9000 + index, '0.001', '0.1', '500000.0', '100000.0', '50.00', 1704067200000, '0.01', 0.1]);
}

export function listInstruments(syntheticCount: number): readonly VenueInstrument[] {
  const synthetic = Array.from({ length: syntheticCount }, (_, index) => toSynthetic(index + 1));
  return [...linearRows.map(toLinear), ...synthetic, ...spotRows.map(toSpot)];
}

/** The instruments by category and symbol. */
export class InstrumentTable {
  readonly all: readonly VenueInstrument[];
  readonly #byKey: ReadonlyMap<string, VenueInstrument>;

  constructor(all: readonly VenueInstrument[]) {
    this.all = all;
    this.#byKey = new Map(all.map((instrument) => [`${instrument.category}:${instrument.symbol}`, instrument]));
  }

  find(category: string, symbol: string): VenueInstrument | undefined {
    return this.#byKey.get(`${category}:${symbol}`);
  }

  inCategory(category: string): readonly VenueInstrument[] {
    return this.all.filter((instrument) => instrument.category === category);
  }
}
