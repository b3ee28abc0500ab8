import { AppError, type AccountFigures, type Balance } from '@tapedeck/core';
import type { Execution } from './broker.ts';
import {
  answerSchema,
  executionRowSchema,
  positionRowSchema,
  readWire,
  rowsSchema,
  walletAccountSchema,
} from './bybit-wire.ts';
import { toBalances, toFigures, toPositionReading, type PositionContext, type PositionReading } from './ccxt-mapper.ts';
import { toExecution, type ExecutionContext } from './execution-mapper.ts';

/** Told of each row that was left out, and why. */
export type OnRefused = (refused: AppError) => void;

export interface Page {
  readonly venueMs: number;
  readonly rows: readonly unknown[];
  readonly category: string | undefined;
  /** Empty when the venue knows of no further page. */
  readonly cursor: string;
}

export function readPage(answer: unknown, what: string): Page {
  const { time, result } = readWire(answerSchema, answer, what);
  const { list, category, nextPageCursor } = readWire(rowsSchema, result, what);
  return { venueMs: time, rows: list, category, cursor: nextPageCursor ?? '' };
}

/** The one account of a wallet answer or event. */
export function readWallet(rows: readonly unknown[]): { figures: AccountFigures; balances: Balance[] } {
  const account = readWire(walletAccountSchema, rows[0], 'Wallet');
  return { figures: toFigures(account), balances: toBalances(account) };
}

export interface PositionRows {
  readonly readings: readonly PositionReading[];
  /** Rows that contradict themselves: what they say is unknown, which is not the same as closed. */
  readonly broken: readonly AppError[];
}

/**
 * Reads each row for itself and tells `onRefused` of those left out. A row of a kind that Tapedeck does not trade
 * (inverse, option, dated) was never shown, so leaving it out takes nothing away; it is not `broken`.
 */
export function readPositions(rows: readonly unknown[], context: PositionContext, onRefused: OnRefused): PositionRows {
  const broken: AppError[] = [];
  const readings = readEach(
    rows,
    (row) => toPositionReading(readWire(positionRowSchema, row, named('Position', row, 'symbol')), context),
    (refused) => {
      onRefused(refused);
      if (refused.code !== 'unsupported') broken.push(refused);
    },
  );
  return { readings, broken };
}

/** The fills among the rows, in their order. Funding and settlements are none and are passed over in silence. */
export function readExecutions(
  rows: readonly unknown[],
  context: ExecutionContext,
  onRefused: OnRefused,
): readonly Execution[] {
  return readEach(
    rows,
    (row) => toExecution(readWire(executionRowSchema, row, named('Execution', row, 'execId')), context),
    onRefused,
  ).filter((execution) => execution !== undefined);
}

/** What can be read of the rows, in their order; `onRefused` is told of each other one. */
export function readEach<T>(rows: readonly unknown[], read: (row: unknown) => T, onRefused: OnRefused): T[] {
  const results: T[] = [];
  for (const row of rows) {
    try {
      results.push(read(row));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      onRefused(error);
    }
  }
  return results;
}

/** What a message about a row calls it. */
export function named(what: string, row: unknown, field: string): string {
  const name: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, field) : undefined;
  return typeof name === 'string' ? `${what} ${name}` : what;
}
