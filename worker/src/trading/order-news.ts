import { hasOrderEnded, type ActivityDocument, type NotificationDocument, type OrderRecord } from '@tapedeck/core';
import { toOrderActor } from '../sync/actors.ts';
import type { DeskRecords } from '../sync/ports.ts';
import type { KnownOrder } from './order-register.ts';
import { isCalledOff } from './order-sender.ts';

type OrderNewsType =
  | 'order-adopted'
  | 'order-placed'
  | 'order-filled'
  | 'order-cancelled'
  | 'order-rejected'
  | 'order-unknown'
  | 'order-amended';

interface News {
  readonly type: OrderNewsType;
  /** Goes on after "Buy 0.1 BTC-USDT-PERP ". */
  readonly what: string;
  readonly body?: string;
  readonly severity?: NotificationDocument['severity'];
}

/** What the desk is told when an order has changed; nothing where no person would want to know. */
export function toOrderNews(
  order: KnownOrder,
  before: OrderRecord | undefined,
  context: { readonly accountId: string; readonly label: string; readonly atMs: number },
): DeskRecords | undefined {
  const { record } = order;
  const news = explain(record, before);
  if (!news) return undefined;
  const { accountId, label, atMs } = context;
  const { clientOrderId, instrumentId, commandId } = record;
  const id = `${accountId}_${clientOrderId}_${idPart(news, record)}`;
  const title = `${describe(record)} ${news.what}`;
  const activity: ActivityDocument = {
    atMs,
    kind: 'trade',
    type: news.type,
    actor: toOrderActor(order),
    summary: `${label}: ${title}.${news.body === undefined ? '' : ` ${news.body}`}`,
    accountId,
    instrumentId,
    ...(commandId !== undefined && { commandId }),
    details: { clientOrderId, ...(before && { before: toDetails(before) }), after: toDetails(record) },
  };
  const notification: NotificationDocument | undefined = news.severity && {
    atMs,
    category: 'trading',
    severity: news.severity,
    mustSee: news.severity === 'critical',
    title: `${label}: ${title}`,
    body: news.body ?? '',
    accountId,
    activityId: id,
  };
  return {
    activity: new Map([[id, activity]]),
    notifications: new Map(notification ? [[id, notification]] : []),
  };
}

/** An order as people say it: `Buy 0.1 BTC-USDT-PERP at 50000`. */
export function describe({ side, quantity, instrumentId, type, limitPrice, triggerPrice }: OrderRecord): string {
  const price = limitPrice !== undefined ? ` at ${limitPrice}` : type === 'market' ? ' at the market' : '';
  const trigger = triggerPrice === undefined ? '' : ` when the price reaches ${triggerPrice}`;
  return `${side === 'buy' ? 'Buy' : 'Sell'} ${quantity} ${instrumentId}${price}${trigger}`;
}

function explain(record: OrderRecord, before: OrderRecord | undefined): News | undefined {
  const { status, reason, filledQuantity, averageFillPrice, quantity } = record;
  if (!before && record.external) {
    return hasOrderEnded(status) ? undefined : { type: 'order-adopted', what: 'was placed outside Tapedeck' };
  }
  if (!before || status === before.status) return changedTerms(record, before);
  const average = averageFillPrice === undefined ? '' : ` at ${averageFillPrice} on average`;
  switch (status) {
    case 'filled':
      return { type: 'order-filled', what: `was filled${average}`, severity: 'info' };
    case 'rejected':
      if (isCalledOff(record)) return { type: 'order-cancelled', what: 'was called off before it was sent' };
      return {
        type: 'order-rejected',
        what: 'was not placed',
        body: reason?.message ?? 'The venue gave no reason. Nothing was bought or sold.',
        severity: 'warning',
      };
    case 'cancelled':
    case 'expired': {
      const filled =
        filledQuantity === '0' ? 'nothing of it was filled' : `${filledQuantity} of ${quantity} was filled${average}`;
      return { type: 'order-cancelled', what: `was cancelled; ${filled}`, ...(reason && { body: reason.message }) };
    }
    case 'unknown':
      return {
        type: 'order-unknown',
        what: 'is not confirmed',
        body: `Nobody knows yet whether it stands, so no entry in ${record.instrumentId} is sent until the venue has answered. It is asked all the time; you can still cancel and close.`,
        severity: 'critical',
      };
    case 'working':
    case 'untriggered':
      if (before.status === 'rejected') {
        return {
          type: 'order-placed',
          what: 'stands after all',
          body: 'The venue shows an order that it was thought not to have. It counts: cancel it if you do not want it any more.',
          severity: 'critical',
        };
      }
      return before.status === 'pending' || before.status === 'unknown'
        ? { type: 'order-placed', what: 'is working' }
        : undefined;
    case 'partly-filled':
    case 'pending':
      return undefined;
  }
}

function changedTerms(record: OrderRecord, before: OrderRecord | undefined): News | undefined {
  if (!before || hasOrderEnded(record.status)) return undefined;
  const names = ['quantity', 'limitPrice', 'triggerPrice', 'trailingDistance'] as const;
  const changed = names.filter((name) => before[name] !== undefined && record[name] !== before[name]);
  if (changed.length === 0) return undefined;
  return { type: 'order-amended', what: `was changed from ${changed.map((name) => before[name]).join(', ')}` };
}

/** The same news of the same order has one id; an amendment has its time, because it may come more than once. */
function idPart({ type }: News, { evidence }: OrderRecord): string {
  return type === 'order-amended' ? `${type}-${evidence.terms.venueMs}` : type;
}

function toDetails({
  status,
  quantity,
  filledQuantity,
  averageFillPrice,
  limitPrice,
  triggerPrice,
  reason,
}: OrderRecord) {
  return {
    status,
    quantity,
    filledQuantity,
    ...(averageFillPrice !== undefined && { averageFillPrice }),
    ...(limitPrice !== undefined && { limitPrice }),
    ...(triggerPrice !== undefined && { triggerPrice }),
    ...(reason && { reason }),
  };
}
