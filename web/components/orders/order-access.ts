import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { hasOrderEnded } from '@tapedeck/core/orders/order-status';
import { actOffReason, type TradingAccess } from '@/components/live/trading-access.ts';
import type { CommandLife } from '@/live/command-life.ts';
import { isLeaving } from './order-acts.tsx';

const ended = 'This order has ended.';
const leaving = 'This order is being cancelled.';

/** Why an order cannot be cancelled from here now. */
export function cancelOffReason(
  order: OrderDocument,
  access: TradingAccess,
  life: CommandLife | undefined,
): string | undefined {
  if (hasOrderEnded(order.status)) return ended;
  const off = actOffReason(access, 'cancel', order.instrumentId);
  return off ?? (isLeaving(life) && life?.stage !== 'not-confirmed' ? leaving : undefined);
}

/** Why an order cannot be changed from here now. */
export function amendOffReason(
  order: OrderDocument,
  access: TradingAccess,
  life: CommandLife | undefined,
): string | undefined {
  if (hasOrderEnded(order.status)) return ended;
  const kind = order.instrumentId.endsWith('-SPOT') ? 'spot' : 'perpetual';
  const amends = access.trading?.capabilities?.amends[kind];
  if (amends && !amends.includes(order.type)) {
    return 'Tapedeck does not change such an order at this exchange. Cancel it and place a new one.';
  }
  const off = actOffReason(access, order.reduceOnly ? 'exit' : 'entry', order.instrumentId);
  if (off !== undefined) return off;
  if (isLeaving(life)) return leaving;
  if (order.status === 'unknown') return 'The venue has not answered for this order yet. It can be cancelled.';
  return order.status === 'pending' ? 'This order is on its way to the venue.' : undefined;
}
