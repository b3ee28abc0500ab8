import { Big } from 'big.js';
import { toDecimal, type Decimal } from '@tapedeck/core/decimal-arithmetic';

/** The prices at the foot and the head of a chart. */
export interface PriceRange {
  readonly low: number;
  readonly high: number;
}

/** Of the span, above and below: room for the labels of the outermost lines. */
const marginRatio = 0.22;
const leastSpanRatio = 0.01;
/** A level further from the mark price than this would press all others together. */
const farthestRatio = 0.3;

/** A range that shows every level near the mark price, with air around them. */
export function rangeOf(mark: number, levels: readonly (number | undefined)[]): PriceRange {
  const near = levels.filter((level): level is number => level !== undefined && isNear(mark, level));
  const low = Math.min(mark, ...near);
  const high = Math.max(mark, ...near);
  const span = Math.max(high - low, mark * leastSpanRatio);
  const middle = (low + high) / 2;
  const half = span * (0.5 + marginRatio);
  return { low: Math.max(0, middle - half), high: middle + half };
}

export function isNear(mark: number, level: number): boolean {
  return Math.abs(level / mark - 1) <= farthestRatio;
}

/** How far a price is from the head of the chart, 0 to 1. */
export function offsetOf({ low, high }: PriceRange, price: number): number {
  return (high - price) / (high - low);
}

export function priceAt({ low, high }: PriceRange, offset: number): number {
  return high - Math.min(1, Math.max(0, offset)) * (high - low);
}

/** The nearest price that the venue takes; at least one tick. */
export function snapToTick(price: number, tickSize: Decimal): Decimal {
  const ticks = new Big(price).div(tickSize).round(0, Big.roundHalfUp);
  return toDecimal((ticks.lt(1) ? new Big(1) : ticks).times(tickSize));
}

/** A twentieth of a percent of the price in whole ticks: what an arrow key moves a line by. */
export function keyStep(mark: number, tickSize: Decimal): number {
  return Math.max(Number(tickSize), Number(snapToTick(mark / 2_000, tickSize)));
}
