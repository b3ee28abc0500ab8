import { compareDecimals, isZero, multiplyDecimals, type AppError } from '@tapedeck/core';
import type { Execution } from '../broker.ts';
import { readExecutions } from '../bybit-messages.ts';
import type { InstrumentBook } from '../instrument-book.ts';
import { isRecord, textOf, type JsonRecord } from './json.ts';
import type { Tally } from './tally.ts';

const fillTypes = ['Trade', 'AdlTrade', 'BustTrade', 'BlockTrade', 'MovePosition', 'FutureSpread'];

/** Each row becomes one fill, none for funding and settlements, or is refused by the field that it lacks. */
export function checkExecutions(
  rows: readonly unknown[],
  category: string | undefined,
  instruments: InstrumentBook,
  tally: Tally,
): void {
  for (const row of rows.filter(isRecord)) {
    const refused: AppError[] = [];
    const context = { instruments, category: category ?? 'linear', isHedged: () => false };
    const [execution] = readExecutions([row], context, (error) => refused.push(error));
    const name = String(row['execId']);
    const refusal = expectedRefusal(row, category);
    if (refusal !== undefined) {
      tally.equal(`${name} names ${refusal}`, refused[0]?.message.includes(refusal), true);
      tally.refused++;
      continue;
    }
    tally.equal(`${name} refusal`, refused[0]?.message, undefined);
    const isFill = fillTypes.includes(textOf(row, 'execType') ?? '');
    tally.equal(`${name} (${String(row['execType'])}) is a fill`, execution !== undefined, isFill);
    if (!execution) {
      tally.passedOver++;
      continue;
    }
    checkFill(name, row, execution, tally);
    const funding = readExecutions([{ ...row, execType: 'Funding' }], context, (error) => refused.push(error));
    tally.equal(`${name} as funding: number of fills`, funding.length, 0);
    tally.mapped++;
  }
}

/** The fast stream leaves out what a fill cannot do without. */
function expectedRefusal(row: JsonRecord, category: string | undefined): string | undefined {
  if (!('execType' in row)) return 'execType';
  const kind = textOf(row, 'category') ?? category ?? 'linear';
  return kind === 'linear' || kind === 'spot' ? undefined : kind;
}

function checkFill(name: string, row: JsonRecord, { fill, cause, closedQuantity }: Execution, tally: Tally): void {
  tally.equal(`${name} id`, fill.id, name);
  tally.equal(`${name} order`, fill.venueOrderId, row['orderId']);
  tally.equal(`${name} client order`, fill.clientOrderId, textOf(row, 'orderLinkId'));
  tally.equal(`${name} side`, fill.side, String(row['side']).toLowerCase());
  tally.equal(`${name} time`, fill.venueMs, Number(row['execTime']));
  tally.amount(`${name} price`, fill.price, textOf(row, 'execPrice'));
  tally.amount(`${name} quantity`, fill.quantity, textOf(row, 'execQty'));
  tally.amount(`${name} fee`, fill.fee, textOf(row, 'execFee'));
  const closed = textOf(row, 'closedSize');
  tally.amount(`${name} closed`, closedQuantity, closed === undefined || isZero(closed) ? undefined : closed);
  if (row['execType'] === 'AdlTrade') tally.equal(`${name} cause`, cause, 'auto-deleverage');
  if (row['execType'] === 'BustTrade') tally.equal(`${name} cause`, cause, 'liquidation');
  const value = textOf(row, 'execValue');
  const made = multiplyDecimals(fill.price, fill.quantity);
  if (value === undefined || compareDecimals(value, made) === 0) return;
  tally.remarks.push(`${name}: the recording says value ${value}, its price and quantity make ${made}`);
}
