import {
  addDecimals,
  compareDecimals,
  multiplyDecimals,
  subtractDecimals,
  type Decimal,
} from '../decimal-arithmetic.ts';
import type { Position } from '../model/position.ts';
import { positionValue } from './position-value.ts';

/** What positions in one settle currency can lose at their stops, and what no stop bounds. */
export interface OpenRisk {
  /**
   * What equity falls by from now if every stop is hit and fills at its price; never negative, so that no position
   * makes up for another's loss. Undefined when a mark price is missing.
   */
  readonly atStops: Decimal | undefined;
  /** How many positions have a stop. */
  readonly stopped: number;
  /** How many have none. */
  readonly unstopped: number;
  /** Value of those at the mark price, long and short added up; undefined when a mark price is missing. */
  readonly unstoppedValue: Decimal | undefined;
}

export type RiskedPosition = Pick<
  Position,
  'side' | 'quantity' | 'contractSize' | 'markPrice' | 'stopLoss' | 'trailingStop'
>;

/** Sums positions of linear contracts and spot, which gain and lose in proportion to the price. */
export function calculateOpenRisk(positions: readonly RiskedPosition[]): OpenRisk {
  const [stopped, unstopped] = [positions.filter(hasStop), positions.filter((position) => !hasStop(position))];
  return {
    atStops: sumKnown(stopped.map(lossAtStop)),
    stopped: stopped.length,
    unstopped: unstopped.length,
    unstoppedValue: sumKnown(unstopped.map(positionValue)),
  };
}

function hasStop({ stopLoss, trailingStop }: RiskedPosition): boolean {
  return stopLoss !== undefined || trailingStop !== undefined;
}

/** A stop that the mark price has passed loses nothing more: it is about to fill. */
function lossAtStop(position: RiskedPosition): Decimal | undefined {
  const distances = [distanceOfStopLoss(position), position.trailingStop].filter((distance) => distance !== undefined);
  if (distances.length === 0) return undefined;
  // Of two stops the nearer is hit first. A trailing one is at most its distance away.
  const nearest = distances.reduce((a, b) => (compareDecimals(b, a) < 0 ? b : a));
  return compareDecimals(nearest, '0') < 0
    ? '0'
    : multiplyDecimals(multiplyDecimals(nearest, position.quantity), position.contractSize);
}

function distanceOfStopLoss({ side, markPrice, stopLoss }: RiskedPosition): Decimal | undefined {
  if (markPrice === undefined || stopLoss === undefined) return undefined;
  return side === 'long' ? subtractDecimals(markPrice, stopLoss) : subtractDecimals(stopLoss, markPrice);
}

function sumKnown(amounts: readonly (Decimal | undefined)[]): Decimal | undefined {
  const known = amounts.filter((amount) => amount !== undefined);
  return known.length === amounts.length ? addDecimals(...known) : undefined;
}
