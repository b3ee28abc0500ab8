import type { ActivityDocument, NotificationDocument, TradeEvent, TradeEventType } from '@tapedeck/core';
import type { DeskRecords } from './ports.ts';

export interface TradeRecordContext {
  readonly accountId: string;
  readonly label: string;
  readonly currency: string;
  /** Names the cause, so that telling twice is telling once. */
  readonly origin: string;
  readonly atMs: number;
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
    activity.set(id, {
      atMs: context.atMs,
      kind: 'trade',
      type: event.type,
      actor: { kind: 'venue', name: 'Outside Tapedeck' },
      summary: `${context.label}: ${title}${body === '' ? '.' : `. ${body}`}`,
      accountId,
      positionId,
      instrumentId,
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
