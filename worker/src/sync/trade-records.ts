import type { ActivityDocument, Actor, NotificationDocument, TradeEvent, TradeEventType } from '@tapedeck/core';
import type { KnownOrder } from '../trading/order-register.ts';
import { actors, toOrderActor } from './actors.ts';
import type { DeskRecords } from './ports.ts';

export interface TradeRecordContext {
  readonly accountId: string;
  readonly label: string;
  readonly currency: string;
  /** Names the cause, so that telling twice is telling once. */
  readonly origin: string;
  readonly atMs: number;
  readonly orderOf: (clientOrderId: string) => KnownOrder | undefined;
}

const words: Record<TradeEventType, string> = {
  'position-opened': 'opened',
  'position-increased': 'increased',
  'position-reduced': 'reduced',
  'position-closed': 'closed',
  'position-reversed': 'reversed',
  'stop-hit': 'closed by its stop',
  'target-hit': 'closed by its target',
  liquidated: 'liquidated',
  'protection-changed': 'has a new stop or target',
};

const severities: Partial<Record<TradeEventType, NotificationDocument['severity']>> = {
  liquidated: 'critical',
  'stop-hit': 'warning',
};

/** Id of the entries that one of the events of a cause leaves. */
export function tradeRecordId(accountId: string, origin: string, index: number): string {
  return `${accountId}_${origin}_${index}`;
}

/** The entries that trade events of one position leave on the desk. */
export function toTradeRecords(events: readonly TradeEvent[], context: TradeRecordContext): DeskRecords {
  const activity = new Map<string, ActivityDocument>();
  const notifications = new Map<string, NotificationDocument>();
  for (const [index, event] of events.entries()) {
    const { accountId } = context;
    const id = tradeRecordId(accountId, context.origin, index);
    const { positionId, instrumentId } = event;
    const title = describe(event);
    const body = explain(event, context);
    const order = event.clientOrderId === undefined ? undefined : context.orderOf(event.clientOrderId);
    const commandId = order?.record.commandId;
    activity.set(id, {
      atMs: context.atMs,
      kind: 'trade',
      type: event.type,
      actor: toActor(event, order),
      summary: `${context.label}: ${title}${body === '' ? '.' : `. ${body}`}`,
      accountId,
      positionId,
      instrumentId,
      ...(commandId !== undefined && { commandId }),
      details: { ...event },
    });
    notifications.set(id, {
      atMs: context.atMs,
      category: event.type === 'liquidated' ? 'risk' : 'trading',
      severity: severities[event.type] ?? 'info',
      mustSee: event.type === 'liquidated',
      title: `${context.label}: ${title}`,
      body,
      accountId,
      positionId,
      activityId: id,
    });
  }
  return { activity, notifications };
}

function toActor({ type, external }: TradeEvent, order: KnownOrder | undefined): Actor {
  if (external === false && order) return toOrderActor(order);
  if (type === 'stop-hit' || type === 'target-hit' || type === 'liquidated') return actors.venue;
  return external === true ? actors.outside : actors.unknown;
}

function describe(event: TradeEvent): string {
  const side = event.side === 'long' ? 'Long' : 'Short';
  return `${side} ${event.instrumentId} ${words[event.type]}`;
}

function explain(event: TradeEvent, context: TradeRecordContext): string {
  const quantity = event.quantityChange && `Quantity ${event.quantityChange}`;
  const price = event.price && `at ${event.price}`;
  const left = event.quantityAfter && event.quantityChange && `${event.quantityAfter} now stands`;
  const result = event.realisedPnl && `result ${event.realisedPnl} ${context.currency}`;
  const parts = [[quantity, price].filter(Boolean).join(' '), left, result].filter(Boolean);
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}
