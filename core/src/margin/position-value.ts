import { multiplyDecimals, type Decimal } from '../decimal-arithmetic.ts';
import type { Position } from '../model/position.ts';

/** Quantity at the mark price, in the quote currency; unsigned, unknown without a mark. */
export function positionValue({
  markPrice,
  quantity,
  contractSize,
}: Pick<Position, 'markPrice' | 'quantity' | 'contractSize'>): Decimal | undefined {
  return markPrice === undefined ? undefined : multiplyDecimals(multiplyDecimals(quantity, markPrice), contractSize);
}

/** The currency of a position's value and P&L. A linear contract and a spot holding settle in the quote currency. */
export function settleOf({ instrumentId }: Pick<Position, 'instrumentId'>): string {
  return instrumentId.split('-')[1] ?? '';
}
