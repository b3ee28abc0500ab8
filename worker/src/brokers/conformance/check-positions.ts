import {
  isZero,
  multiplyDecimals,
  subtractDecimals,
  compareDecimals,
  type AppError,
  type Position,
} from '@tapedeck/core';
import { readPositions } from '../bybit-messages.ts';
import type { InstrumentBook } from '../instrument-book.ts';
import { isRecord, textOf, type JsonRecord } from './json.ts';
import type { Tally } from './tally.ts';

const slots: readonly string[] = ['net', 'long', 'short'];

/** Each row becomes one position, none for a closed one, or is refused because it is no linear contract. */
export function checkPositions(
  rows: readonly unknown[],
  category: string | undefined,
  instruments: InstrumentBook,
  tally: Tally,
): void {
  for (const row of rows.filter(isRecord)) {
    const refused: AppError[] = [];
    const { readings } = readPositions([row], { instruments, marginMode: 'cross', category }, (error) =>
      refused.push(error),
    );
    const name = String(row['symbol']);
    const kind = textOf(row, 'category') ?? category ?? 'linear';
    if (kind !== 'linear') {
      tally.equal(`${name} (${kind})`, refused[0]?.code, 'unsupported');
      tally.refused++;
      continue;
    }
    tally.equal(`${name} refusal`, refused[0]?.message, undefined);
    tally.equal(`${name} slot`, readings[0]?.slot, slots[Number(row['positionIdx'])]);
    const open = !isZero(textOf(row, 'size') ?? '0');
    const position = readings[0]?.position;
    tally.equal(`${name} is open`, position !== undefined, open);
    if (position) checkOpen(name, row, position, tally);
    if (position) tally.mapped++;
    else tally.passedOver++;
  }
}

/** Zero and empty mean that there is none. */
function priceOf(row: JsonRecord, field: string): string | undefined {
  const value = textOf(row, field);
  return value === undefined || isZero(value) ? undefined : value;
}

function checkOpen(name: string, row: JsonRecord, position: Position, tally: Tally): void {
  const entry = priceOf(row, 'entryPrice') ?? priceOf(row, 'avgPrice');
  tally.equal(`${name} side`, position.side, row['side'] === 'Buy' ? 'long' : 'short');
  tally.amount(`${name} quantity`, position.quantity, textOf(row, 'size'));
  tally.amount(`${name} entry`, position.entryPrice, entry);
  tally.amount(`${name} mark`, position.markPrice, priceOf(row, 'markPrice'));
  tally.amount(`${name} stop`, position.stopLoss, priceOf(row, 'stopLoss'));
  tally.amount(`${name} target`, position.takeProfit, priceOf(row, 'takeProfit'));
  tally.amount(`${name} trailing stop`, position.trailingStop, priceOf(row, 'trailingStop'));
  tally.amount(`${name} liquidation`, position.liquidationPrice, priceOf(row, 'liqPrice'));
  tally.amount(`${name} leverage`, position.leverage, priceOf(row, 'leverage'));
  tally.amount(`${name} margin`, position.initialMargin, textOf(row, 'positionIM'));
  tally.amount(`${name} P&L`, position.unrealisedPnl, textOf(row, 'unrealisedPnl'));
  checkProfit(name, position, tally);
}

/** A linear contract's unrealised P&L is quantity times the way from entry to mark, against the trader for a short. */
function checkProfit(name: string, position: Position, tally: Tally): void {
  const { markPrice, unrealisedPnl, entryPrice, quantity } = position;
  if (markPrice === undefined || unrealisedPnl === undefined) return;
  const way =
    position.side === 'long' ? subtractDecimals(markPrice, entryPrice) : subtractDecimals(entryPrice, markPrice);
  const expected = multiplyDecimals(quantity, way);
  if (compareDecimals(expected, unrealisedPnl) === 0) return;
  tally.remarks.push(`${name}: the recording says unrealised P&L ${unrealisedPnl}, its prices make ${expected}`);
}
