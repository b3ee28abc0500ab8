import type { Decimal } from '../decimal-arithmetic.ts';
import type { Fill, Order, OrderStatus } from '../model/order.ts';
import type { OrderReason, OrderTerms } from './order-record.ts';

/** The venue says how an order stands: from its stream, or as the answer to a query. */
export interface OrderReport {
  readonly kind: 'report';
  readonly venueOrderId?: string | undefined;
  readonly status: Exclude<OrderStatus, 'pending' | 'unknown'>;
  readonly filledQuantity: Decimal;
  readonly averageFillPrice?: Decimal | undefined;
  /** Absent where the report does not say them. */
  readonly terms?: OrderTerms | undefined;
  readonly reason?: OrderReason | undefined;
  /** When the venue changed the order last. */
  readonly venueMs: number;
  /** When the worker heard of it. */
  readonly readMs: number;
}

/** One of our own executions. May come before the order's acceptance and after its end. */
export interface FillReport {
  readonly kind: 'fill';
  readonly fill: Fill;
  readonly readMs: number;
}

/** What happened to the request to place it, by the worker's clock. */
export interface RequestReport {
  /**
   * - `sent`: handed to the venue
   * - `unconfirmed`: no answer, or one that says nothing; the order may stand
   * - `refused`: the venue said no. Never for "duplicate client order id", which says that an order stands
   * - `absent`: looked up among open and past orders after the venue had time to make it, and not found
   */
  readonly kind: 'sent' | 'unconfirmed' | 'refused' | 'absent';
  readonly reason?: OrderReason | undefined;
  readonly atMs: number;
}

export type OrderUpdate = OrderReport | FillReport | RequestReport;

/** The report that an order read from the venue amounts to; undefined where the venue says nothing of its state. */
export function toOrderReport(order: Order, readMs: number, reason?: OrderReason): OrderReport | undefined {
  const { status } = order;
  if (status === 'pending' || status === 'unknown') return undefined;
  return {
    kind: 'report',
    venueOrderId: order.venueOrderId,
    status,
    filledQuantity: order.filledQuantity,
    averageFillPrice: order.averageFillPrice,
    terms: toTerms(order),
    reason,
    venueMs: order.updatedAtMs,
    readMs,
  };
}

export function toTerms(order: OrderTerms): OrderTerms {
  const { quantity, limitPrice, triggerPrice, trailingDistance } = order;
  return {
    quantity,
    ...(limitPrice !== undefined && { limitPrice }),
    ...(triggerPrice !== undefined && { triggerPrice }),
    ...(trailingDistance !== undefined && { trailingDistance }),
  };
}
