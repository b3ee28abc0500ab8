import type { EngineEvent, EngineLedgerEntry, Execution } from '@tapedeck/core/matching/events';
import { Big } from 'big.js';
import type { VenueInstrument } from '../market/instruments.ts';
import type { ExecutionRow } from '../wire/execution-row.ts';
import { toMoney } from '../wire/numbers.ts';
import { toTransactionRow, type TransactionType } from '../wire/transaction-row.ts';
import type { BookkeeperParts } from './bookkeeper.ts';

/** Writes the accounts' transaction logs: every change of every balance, so that the rows add up to the wallet. */
export class TransactionLog {
  readonly #parts: Omit<BookkeeperParts, 'prices'>;

  constructor(parts: Omit<BookkeeperParts, 'prices'>) {
    this.#parts = parts;
  }

  /** One row for each currency that a trade moved. */
  bookTrade(
    execution: Execution,
    row: ExecutionRow,
    instrument: VenueInstrument,
    entries: readonly EngineLedgerEntry[],
  ): void {
    const records = this.#parts.recordsOf(execution.accountId);
    const byCurrency = new Map<string, EngineLedgerEntry[]>();
    for (const entry of entries) byCurrency.set(entry.currency, [...(byCurrency.get(entry.currency) ?? []), entry]);
    for (const [currency, own] of byCurrency) {
      const last = own.at(-1);
      if (!last) continue;
      const sumOfKind = (wanted: (kind: EngineLedgerEntry['kind']) => boolean) =>
        own.filter(({ kind }) => wanted(kind)).reduce((sum, { amount }) => sum.plus(toMoney(amount)), new Big(0));
      records.transactions.push(
        toTransactionRow({
          id: last.entryId,
          uid: this.#parts.uidOf(execution.accountId),
          type: execution.cause === 'liquidation' ? 'LIQUIDATION' : 'TRADE',
          currency,
          cashFlow: sumOfKind((kind) => kind !== 'fee'),
          fee: sumOfKind((kind) => kind === 'fee').times(-1),
          funding: new Big(0),
          balanceAfter: toMoney(last.balanceAfter),
          atMs: execution.atMs,
          instrument,
          execution: row,
          size: this.#sizeOf(execution.accountId, execution.instrumentId, instrument),
        }),
      );
    }
  }

  /** What came in or went out without a trade. */
  bookTransfer(entry: EngineLedgerEntry): void {
    const type: TransactionType =
      entry.kind === 'liquidation' ? 'LIQUIDATION' : entry.amount < 0n ? 'TRANSFER_OUT' : 'TRANSFER_IN';
    const instrument = entry.instrumentId === undefined ? undefined : this.#parts.instruments.get(entry.instrumentId);
    this.#parts.recordsOf(entry.accountId).transactions.push(
      toTransactionRow({
        id: entry.entryId,
        uid: this.#parts.uidOf(entry.accountId),
        type,
        currency: entry.currency,
        cashFlow: toMoney(entry.amount),
        fee: new Big(0),
        funding: new Big(0),
        balanceAfter: toMoney(entry.balanceAfter),
        atMs: entry.atMs,
        ...(instrument ? { instrument } : {}),
        size: '0',
      }),
    );
  }

  /** Funding; `entry` is the balance change that belongs to it. */
  bookFunding(
    event: EngineEvent & { readonly type: 'funding' },
    entry: EngineLedgerEntry | undefined,
    instrument: VenueInstrument,
    row: ExecutionRow,
  ): void {
    this.#parts.recordsOf(event.accountId).transactions.push(
      toTransactionRow({
        id: entry?.entryId ?? event.seq,
        uid: this.#parts.uidOf(event.accountId),
        type: 'SETTLEMENT',
        currency: instrument.quote,
        cashFlow: new Big(0),
        fee: new Big(0),
        funding: toMoney(event.amount),
        balanceAfter: toMoney(entry?.balanceAfter ?? 0n),
        atMs: event.atMs,
        instrument,
        execution: row,
        size: row.side === 'Sell' ? `-${row.execQty}` : row.execQty,
      }),
    );
  }

  #sizeOf(accountName: string, instrumentId: string, instrument: VenueInstrument): string {
    const lots = this.#parts.engine
      .positions(accountName)
      .filter((position) => position.instrumentId === instrumentId)
      .reduce((sum, position) => sum + (position.side === 'long' ? position.lots : -position.lots), 0);
    return instrument.step.format(lots);
  }
}
