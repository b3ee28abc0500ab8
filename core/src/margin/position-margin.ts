import { divideCeil, multiplyByRate } from './money.ts';
import type { PositionSide } from '../model/position.ts';

/** `cross` shares the account's equity, `isolated` has a margin of its own. */
export type MarginMode = 'cross' | 'isolated';

/**
 * Margin of one linear position. Formulas: Bybit Help Center, "Initial Margin (USDT Contract)", "Maintenance Margin (USDT
 * Contract)" and "Liquidation Price Calculation under Isolated Mode (Unified Trading Account)". Position value is at the
 * mark price; both margins hold the estimated fee to close at the bankruptcy price. There are no risk tiers: one
 * maintenance rate an instrument.
 */
export interface PositionFacts {
  readonly side: PositionSide;
  /** What the open quantity cost: entry price times quantity. */
  readonly cost: bigint;
  /** Mark price times quantity. */
  readonly value: bigint;
  readonly leverageHundredths: number;
  readonly marginMode: MarginMode;
  /** Zero when cross. */
  readonly isolatedMargin: bigint;
  readonly maintenanceRate: bigint;
  readonly takerRate: bigint;
}

export function unrealisedPnl(position: Pick<PositionFacts, 'side' | 'cost' | 'value'>): bigint {
  return position.side === 'long' ? position.value - position.cost : position.cost - position.value;
}

/** Value ÷ leverage, rounded up. */
export function leveragedMargin(value: bigint, leverageHundredths: number): bigint {
  return divideCeil(value * 100n, BigInt(leverageHundredths));
}

/** Taker fee for closing at the price where the margin of the entry is used up. */
export function closingFee(
  position: Pick<PositionFacts, 'side' | 'cost' | 'leverageHundredths' | 'takerRate'>,
): bigint {
  const margin = leveragedMargin(position.cost, position.leverageHundredths);
  const bankruptcyValue = position.side === 'long' ? position.cost - margin : position.cost + margin;
  return bankruptcyValue > 0n ? multiplyByRate(bankruptcyValue, position.takerRate) : 0n;
}

/** Margin that opening at `value` takes, the fee to close included. */
export function openingMargin(
  position: Omit<PositionFacts, 'cost' | 'marginMode' | 'isolatedMargin' | 'maintenanceRate'>,
): bigint {
  return (
    leveragedMargin(position.value, position.leverageHundredths) + closingFee({ ...position, cost: position.value })
  );
}

/** Margin held for a position: what was set apart when isolated, of its present value when cross. */
export function initialMargin(position: PositionFacts): bigint {
  if (position.marginMode === 'isolated') return position.isolatedMargin;
  return leveragedMargin(position.value, position.leverageHundredths) + closingFee(position);
}

/** What must stand against a position or it is liquidated. */
export function maintenanceMargin(position: PositionFacts): bigint {
  return multiplyByRate(position.value, position.maintenanceRate) + closingFee(position);
}
