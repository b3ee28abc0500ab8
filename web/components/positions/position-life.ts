import type { FillDocument, OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { makerName, sayType, statusWords } from '@/components/orders/order-words.ts';
import { sideNames } from '@/components/ticket/order-words.ts';
import { toReadable } from '@/format/readable.ts';
import type { Activity } from '@/live/activity.ts';

export interface LifeEntry {
  readonly id: string;
  readonly kind: 'event' | 'order' | 'fill';
  readonly text: string;
  /** Who or where. */
  readonly by: string;
  readonly atMs: number;
  readonly result?: string | undefined;
}

export interface LifeSources {
  readonly activity: readonly Activity[];
  readonly orders: readonly OrderDocument[];
  readonly fills: readonly FillDocument[];
  readonly slot: string;
  /** Of this position; what came before belongs to an earlier one. */
  readonly openedAtMs: number | undefined;
}

/** The venue's clock and the worker's may differ by this much. */
const clockMarginMs = 2_000;

/** What was asked for, ordered and filled of one position, newest first. */
export function toPositionLife({ activity, orders, fills, slot, openedAtMs }: LifeSources): readonly LifeEntry[] {
  const sinceMs = (openedAtMs ?? 0) - clockMarginMs;
  const entries: readonly LifeEntry[] = [
    ...activity
      .filter(({ atMs }) => atMs >= sinceMs)
      .map(({ id, summary, actor, atMs, result }) => ({
        id: `event ${id}`,
        kind: 'event' as const,
        text: toReadable(summary),
        by: actor.name,
        atMs,
        ...(result !== undefined && result !== 'succeeded' && { result }),
      })),
    ...orders.filter((order) => order.slot === slot && order.updatedAtMs >= sinceMs).map(toOrderEntry),
    ...fills.filter((fill) => fill.slot === slot && fill.venueMs >= sinceMs).map(toFillEntry),
  ];
  return entries.toSorted((a, b) => b.atMs - a.atMs || a.id.localeCompare(b.id));
}

function toOrderEntry(order: OrderDocument): LifeEntry {
  const { clientOrderId, side, quantity, filledQuantity, status, createdAtMs } = order;
  const what = `${sideNames[side]} ${quantity}, ${sayType(order).toLowerCase()}`;
  return {
    id: `order ${clientOrderId}`,
    kind: 'order',
    text: `${what}: ${statusWords[status].text.toLowerCase()}, ${filledQuantity} filled`,
    by: makerName(order),
    atMs: createdAtMs,
  };
}

function toFillEntry({ id, side, quantity, price, fee, feeCurrency, liquidity, venueMs }: FillDocument): LifeEntry {
  return {
    id: `fill ${id}`,
    kind: 'fill',
    text: `${side === 'buy' ? 'Bought' : 'Sold'} ${quantity} at ${price}`,
    by: [`fee ${fee} ${feeCurrency}`, liquidity].filter(Boolean).join(', '),
    atMs: venueMs,
  };
}
