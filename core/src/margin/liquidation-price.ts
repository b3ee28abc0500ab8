import { divideCeil, divideFloor, rateOne } from './money.ts';
import { closingFee, type PositionFacts } from './position-margin.ts';

export interface LiquidationPriceInput extends Omit<PositionFacts, 'value' | 'isolatedMargin' | 'marginMode'> {
  /** Value of the whole position for each tick of price. */
  readonly valuePerTick: bigint;
  /**
   * What stands against the position: its isolated margin; or for cross the account's equity in the settle currency
   * without this position's unrealised P&L, less isolated margins and the maintenance margin of the other positions.
   */
  readonly backing: bigint;
}

/**
 * The first tick, going against the position, at which backing plus unrealised P&L no longer exceeds the maintenance
 * margin; undefined when no price does that. Solves the condition of Bybit Help Center, "Liquidation Price Calculation
 * under Isolated Mode (Unified Trading Account)" and "… under Cross Margin Mode", for the mark price, others standing
 * still: long `(cost - backing + fee) ÷ (quantity × (1 - rate))`, short `(cost + backing - fee) ÷ (quantity × (1 + rate))`.
 */
export function liquidationTicks(input: LiquidationPriceInput): number | undefined {
  const fee = closingFee(input);
  const ticks =
    input.side === 'long'
      ? divideFloor(
          (input.cost - input.backing + fee) * rateOne,
          input.valuePerTick * (rateOne - input.maintenanceRate),
        )
      : divideCeil(
          (input.cost + input.backing - fee) * rateOne,
          input.valuePerTick * (rateOne + input.maintenanceRate),
        );
  return ticks > 0n ? Number(ticks) : undefined;
}
