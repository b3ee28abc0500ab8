import { isZero, type AppError } from '@tapedeck/core';
import { toBalanceChange, toVenueClose } from '../bybit-account-history.ts';
import { readEach } from '../bybit-messages.ts';
import { closedPnlRowSchema, transactionRowSchema } from '../bybit-trading-wire.ts';
import { readWire } from '../bybit-wire.ts';
import type { InstrumentBook } from '../instrument-book.ts';
import { isRecord, textOf } from './json.ts';
import type { Tally } from './tally.ts';

/** Each row that is no trade becomes one change of a balance. */
export function checkTransactions(rows: readonly unknown[], instruments: InstrumentBook, tally: Tally): void {
  const ids = new Set<string>();
  for (const row of rows.filter(isRecord)) {
    const refused: AppError[] = [];
    const [change] = readEach(
      [row],
      (raw) =>
        toBalanceChange(readWire(transactionRowSchema, raw, 'Transaction'), { instruments, isHedged: () => false }),
      (error) => refused.push(error),
    );
    const name = `${String(row['id'])} (${String(row['type'])})`;
    tally.equal(`${name} refusal`, refused[0]?.message, undefined);
    const isTrade = row['type'] === 'TRADE' || isZero(textOf(row, 'change') ?? '0');
    tally.equal(`${name} is a change`, change !== undefined, !isTrade);
    if (!change) {
      tally.passedOver++;
      continue;
    }
    tally.equal(`${name} id is its own`, ids.has(change.id), false);
    ids.add(change.id);
    tally.equal(`${name} currency`, change.currency, row['currency']);
    tally.equal(`${name} is funding`, change.kind === 'funding', row['type'] === 'SETTLEMENT');
    tally.amount(`${name} amount`, change.amount, textOf(row, 'change'));
    tally.equal(`${name} time`, change.venueMs, Number(row['transactionTime']));
    tally.mapped++;
  }
}

/** Each row becomes one close. */
export function checkClosedPnl(rows: readonly unknown[], instruments: InstrumentBook, tally: Tally): void {
  for (const row of rows.filter(isRecord)) {
    const close = toVenueClose(readWire(closedPnlRowSchema, row, 'Closed P&L'), instruments);
    const name = String(row['orderId']);
    tally.equal(`${name} order`, close?.venueOrderId, name);
    tally.amount(`${name} quantity`, close?.quantity, textOf(row, 'closedSize'));
    tally.amount(`${name} P&L`, close?.pnl, textOf(row, 'closedPnl'));
    tally.mapped++;
  }
}
