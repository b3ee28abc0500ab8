import type { OrderStatus } from '../model/order.ts';

/**
 * How much a status says of an order's life; the higher wins wherever two reports disagree. `unknown` ranks below all
 * that the venue itself can say, because it is our not knowing.
 */
const rank: Record<OrderStatus, number> = {
  pending: 0,
  unknown: 1,
  untriggered: 2,
  working: 3,
  'partly-filled': 4,
  rejected: 5,
  expired: 6,
  cancelled: 7,
  filled: 8,
};

export function orderStatusRank(status: OrderStatus): number {
  return rank[status];
}

/** An ended order neither trades nor holds margin any more. */
export function hasOrderEnded(status: OrderStatus): boolean {
  return rank[status] >= rank.rejected;
}

/** Whether the order may still execute, as far as anybody knows: an unknown one may. */
export function mayOrderExecute(status: OrderStatus): boolean {
  return !hasOrderEnded(status);
}

/**
 * Whether an order that was shown as `from` may next be shown as `to`. It only moves forward, with one exception: an
 * order that we held for rejected, by the venue's answer or because it knew of none, and that the venue then shows, is
 * shown as it is. Two ends that disagree (late messages) settle on the one that says more was filled.
 */
export function mayOrderFollow(from: OrderStatus, to: OrderStatus): boolean {
  if (from === 'rejected') return to !== from && rank[to] >= rank.untriggered;
  return rank[to] > rank[from];
}
