import {
  addDecimals,
  multiplyDecimals,
  subtractDecimals,
  divideDecimals,
  type BalanceChange,
  type Decimal,
} from '@tapedeck/core';
import type { Execution } from '../broker.ts';
import type { VenueClose, VenueOrder } from '../trading-port.ts';

export interface PaperHistory {
  readonly endedOrders: readonly VenueOrder[];
  readonly executions: readonly Execution[];
  readonly changes: readonly BalanceChange[];
  readonly closes: readonly VenueClose[];
  /** By position: its quantity, and the fees paid for that quantity. */
  readonly open: Readonly<Record<string, { readonly quantity: Decimal; readonly fees: Decimal }>>;
}

/** Of each list; what is older stands in the account's own documents. */
const kept = 300;
const feeDigits = 18;

/** The past of a paper account, as its venue would be asked for it; oldest first. */
export class PaperRecords {
  readonly endedOrders: VenueOrder[];
  readonly executions: Execution[];
  readonly changes: BalanceChange[];
  readonly closes: VenueClose[];
  readonly #open: Map<string, PaperHistory['open'][string]>;

  constructor(history?: PaperHistory) {
    this.endedOrders = [...(history?.endedOrders ?? [])];
    this.executions = [...(history?.executions ?? [])];
    this.changes = [...(history?.changes ?? [])];
    this.closes = [...(history?.closes ?? [])];
    this.#open = new Map(Object.entries(history?.open ?? {}));
  }

  addEndedOrder(order: VenueOrder): void {
    append(this.endedOrders, order);
  }

  addChange(change: BalanceChange): void {
    append(this.changes, change);
  }

  addExecution(execution: Execution): void {
    append(this.executions, execution);
    const { fill, positionId, closedQuantity, realisedPnl } = execution;
    if (positionId === undefined) return;
    const { quantity, fees } = this.#open.get(positionId) ?? { quantity: '0', fees: '0' };
    if (closedQuantity === undefined) {
      this.#open.set(positionId, { quantity, fees: addDecimals(fees, fill.fee) });
      return;
    }
    const closeFee = shareOf(fill.fee, closedQuantity, fill.quantity);
    const openFee = shareOf(fees, closedQuantity, quantity);
    const feesLeft = addDecimals(subtractDecimals(fees, openFee), subtractDecimals(fill.fee, closeFee));
    this.#open.set(positionId, { quantity, fees: feesLeft });
    append(this.closes, {
      id: fill.id,
      venueOrderId: fill.venueOrderId,
      instrumentId: fill.instrumentId,
      quantity: closedQuantity,
      pnl: subtractDecimals(realisedPnl ?? '0', addDecimals(closeFee, openFee)),
      venueMs: fill.venueMs,
    });
  }

  /** Without a quantity the position is closed. Told after the execution that changed it. */
  notePosition(positionId: string, quantity: Decimal | undefined): void {
    if (quantity === undefined) this.#open.delete(positionId);
    else this.#open.set(positionId, { quantity, fees: this.#open.get(positionId)?.fees ?? '0' });
  }

  toHistory(): PaperHistory {
    return {
      endedOrders: this.endedOrders,
      executions: this.executions,
      changes: this.changes,
      closes: this.closes,
      open: Object.fromEntries(this.#open),
    };
  }
}

function append<T>(list: T[], entry: T): void {
  list.push(entry);
  if (list.length > kept) list.splice(0, list.length - kept);
}

/** The part of `amount` that falls to `part` of `whole`; all of it without a division. */
function shareOf(amount: Decimal, part: Decimal, whole: Decimal): Decimal {
  return part === whole ? amount : divideDecimals(multiplyDecimals(amount, part), whole, feeDigits);
}
