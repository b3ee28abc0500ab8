import { AppError } from '../app-error.ts';
import type { InstrumentSettings } from './account-types.ts';
import { OrderBook } from './book.ts';
import type { InstrumentSpec } from './instrument-spec.ts';
import { parseFixed, parseMoney, parseRate, rateOne } from '../margin/money.ts';
import { createScale, type InstrumentScale } from './scale.ts';
import { createWatches } from './triggers.ts';

const defaultLeverageHundredths = 1000;
const highestLeverageHundredths = 100_000;

/** One instrument in the engine: its numbers as integers, its book, its triggers. */
export interface EngineMarket {
  readonly id: string;
  readonly spec: InstrumentSpec;
  readonly scale: InstrumentScale;
  readonly makerRate: bigint;
  readonly takerRate: bigint;
  /** Zero for spot. */
  readonly maintenanceRate: bigint;
  readonly bandRate: bigint | undefined;
  readonly maxLeverageHundredths: number;
  readonly minLots: number;
  readonly maxLots: number;
  readonly minValue: bigint;
  readonly defaultSettings: InstrumentSettings;
  readonly book: OrderBook;
  readonly watches: ReturnType<typeof createWatches>;
  /** Accounts that hold a position. */
  readonly holders: Set<string>;
  /** Last prices that triggers have not seen yet, in the order they were traded. */
  readonly unseenLastTicks: number[];
}

/** Throws an AppError when the specification contradicts itself. */
export function createMarket(spec: InstrumentSpec): EngineMarket {
  const scale = createScale(spec);
  const lotsOf = (quantity: string | undefined, absent: number) => {
    if (quantity === undefined) return absent;
    const lots = scale.lots(quantity);
    if (lots === undefined) {
      throw new AppError('invalid-input', `${spec.id}: ${quantity} is no multiple of the step ${spec.stepSize}.`);
    }
    return lots;
  };
  if (spec.kind === 'perpetual' && spec.maintenanceMarginRate === undefined) {
    throw new AppError('invalid-input', `${spec.id} is a perpetual and needs a maintenance margin rate.`);
  }
  const maintenanceRate = parseRate(spec.maintenanceMarginRate ?? '0');
  if (maintenanceRate < 0n || maintenanceRate >= rateOne) {
    throw new AppError(
      'invalid-input',
      `${spec.id}: a maintenance margin rate of ${spec.maintenanceMarginRate} is no rate.`,
    );
  }
  const maxLeverageHundredths =
    spec.maxLeverage === undefined ? highestLeverageHundredths : Number(parseFixed(spec.maxLeverage, 2));
  return {
    id: spec.id,
    spec,
    scale,
    makerRate: parseRate(spec.makerFeeRate),
    takerRate: parseRate(spec.takerFeeRate),
    maintenanceRate,
    bandRate: spec.priceBandRatio === undefined ? undefined : parseRate(spec.priceBandRatio),
    maxLeverageHundredths,
    minLots: lotsOf(spec.minQuantity, 1),
    maxLots: lotsOf(spec.maxQuantity, Number.MAX_SAFE_INTEGER),
    minValue: parseMoney(spec.minNotional ?? '0'),
    defaultSettings: {
      leverageHundredths: Math.min(defaultLeverageHundredths, maxLeverageHundredths),
      marginMode: 'cross',
    },
    book: new OrderBook(),
    watches: createWatches(),
    holders: new Set(),
    unseenLastTicks: [],
  };
}

/** The price that values a position: mark, else last; undefined before the first price. */
export function valuationTicks(market: EngineMarket): number | undefined {
  return market.book.markTicks ?? market.book.lastTicks;
}

/** Records a trade; triggers see it when the running request settles. */
export function recordLastPrice(market: EngineMarket, ticks: number): void {
  market.book.lastTicks = ticks;
  if (market.unseenLastTicks.at(-1) !== ticks) market.unseenLastTicks.push(ticks);
}

/** The worst price at which an order of this side may trade; undefined without a band or a reference price. */
export function bandTicks(market: EngineMarket, side: 'buy' | 'sell'): number | undefined {
  const reference = valuationTicks(market);
  if (market.bandRate === undefined || reference === undefined) return undefined;
  const distance = (BigInt(reference) * market.bandRate) / rateOne;
  return side === 'buy' ? reference + Number(distance) : reference - Number(distance);
}
