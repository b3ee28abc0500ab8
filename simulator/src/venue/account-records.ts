import type { ClosedPnlRow } from '../wire/closed-pnl-row.ts';
import type { ExecutionRow } from '../wire/execution-row.ts';
import type { OrderNote, OrderRow } from '../wire/order-row.ts';
import { emptyOrderNote } from '../wire/order-row.ts';
import { emptyPositionNote, type PositionNote } from '../wire/position-row.ts';
import type { TransactionRow } from '../wire/transaction-row.ts';

const rowsKept = 5_000;

/** A finished order, and the category that its row does not say. */
export interface FinishedOrder {
  readonly category: string;
  readonly row: OrderRow;
}

export interface AccountRecordsState {
  readonly executions: readonly ExecutionRow[];
  readonly transactions: readonly TransactionRow[];
  readonly closedPnl: readonly ClosedPnlRow[];
  readonly finishedOrders: readonly FinishedOrder[];
  readonly orderNotes: readonly (readonly [number, OrderNote])[];
  readonly positionNotes: readonly (readonly [string, PositionNote])[];
  readonly realisedPnl: Readonly<Record<string, string>>;
}

/** What the venue can tell of an account's past: the newest rows last, the oldest forgotten past 5,000. */
export class AccountRecords {
  readonly executions: ExecutionRow[];
  readonly transactions: TransactionRow[];
  readonly closedPnl: ClosedPnlRow[];
  readonly finishedOrders: FinishedOrder[];
  /** Realised P&L less fees and funding, by settle currency. */
  readonly realisedPnl: Map<string, string>;
  readonly #orderNotes: Map<number, OrderNote>;
  readonly #positionNotes: Map<string, PositionNote>;

  constructor(restored?: AccountRecordsState) {
    this.executions = [...(restored?.executions ?? [])];
    this.transactions = [...(restored?.transactions ?? [])];
    this.closedPnl = [...(restored?.closedPnl ?? [])];
    this.finishedOrders = [...(restored?.finishedOrders ?? [])];
    this.realisedPnl = new Map(Object.entries(restored?.realisedPnl ?? {}));
    this.#orderNotes = new Map(restored?.orderNotes ?? []);
    this.#positionNotes = new Map(restored?.positionNotes ?? []);
  }

  orderNote(orderId: number): OrderNote {
    return this.#orderNotes.get(orderId) ?? emptyOrderNote;
  }

  setOrderNote(orderId: number, note: OrderNote): void {
    this.#orderNotes.set(orderId, note);
  }

  forgetOrderNote(orderId: number): void {
    this.#orderNotes.delete(orderId);
  }

  positionNote(positionId: string, atMs: number): PositionNote {
    return this.#positionNotes.get(positionId) ?? emptyPositionNote(atMs);
  }

  setPositionNote(positionId: string, note: PositionNote): void {
    this.#positionNotes.set(positionId, note);
  }

  /** Drops what is past the limit; called after rows were added. */
  trim(): void {
    for (const rows of [this.executions, this.transactions, this.closedPnl, this.finishedOrders]) {
      if (rows.length > rowsKept) rows.splice(0, rows.length - rowsKept);
    }
  }

  state(): AccountRecordsState {
    return {
      executions: this.executions,
      transactions: this.transactions,
      closedPnl: this.closedPnl,
      finishedOrders: this.finishedOrders,
      orderNotes: [...this.#orderNotes],
      positionNotes: [...this.#positionNotes],
      realisedPnl: Object.fromEntries(this.realisedPnl),
    };
  }
}
