import type { AppError, BooksDocument, FillDocument, LiveTradingDocument, OrderDocument } from '@tapedeck/core';

export type TradingStateWrite = Omit<LiveTradingDocument, 'committedAt'>;

/** One write of an account's trading: all of it commits, or none. */
export interface TradingWrite {
  /** `live/trading`: part of every write, because it is what fences it. */
  readonly state: TradingStateWrite;
  /** Orders, fills, ledger and what is told of them, by path; each replaces its document. */
  readonly documents: ReadonlyMap<string, object>;
}

/** Composes the writes of one account's trading and hears what became of them. */
export interface TradingSource {
  compose(): TradingWrite | undefined;
  committed(): void;
  /** The write did not go through, or nobody knows: what was in it is composed again. */
  failed(error: AppError): void;
  /** Somebody else owns the account now. */
  fenced(error: AppError): void;
}

export interface TradingLane {
  request(): void;
  /** Resolves when nothing is on its way or waiting. */
  idle(): Promise<void>;
  close(): void;
}

/** What an earlier owner of the account left behind. */
export interface ResumedTrading {
  readonly live:
    Pick<LiveTradingDocument, 'leverage' | 'positionMode' | 'stops' | 'movedToday' | 'openedElsewhere'> | undefined;
  /** Orders that had not ended when they were written last. */
  readonly openOrders: readonly OrderDocument[];
  /** Absent for an account whose ledger has not begun. */
  readonly books: BooksDocument | undefined;
  /** Since the checkpoint of `books`. */
  readonly fills: readonly FillDocument[];
  /** Those of them that there are, in no particular order. */
  findOrders(clientOrderIds: readonly string[]): Promise<readonly OrderDocument[]>;
  open(source: TradingSource): TradingLane;
}
