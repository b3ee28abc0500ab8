import type { EngineEvent, EngineLedgerEntry } from '@tapedeck/core/matching/events';
import { formatMoney, type MatchingEngine } from '@tapedeck/core/matching/index';
import type { InstrumentSpec } from '@tapedeck/core/matching/instrument-spec';
import type { EngineOrder } from '@tapedeck/core/matching/order-types';
import { hasOrderEnded, toPositionId, type BalanceChange, type OrderReason } from '@tapedeck/core';
import type { Execution } from '../broker.ts';
import { withoutAbsent } from '../ccxt-mapper.ts';
import type { VenueOrder } from '../trading-port.ts';
import { paperAccountId, toCancelReason, toExecution, toRejectReason, toVenueOrder } from './paper-mapper.ts';
import type { PaperRecords } from './paper-records.ts';

/** What came of one act of the engine. */
export interface PaperNews {
  readonly orders: VenueOrder[];
  readonly executions: Execution[];
  /** Positions to tell of again, by id. */
  readonly positionIds: Set<string>;
  walletChanged: boolean;
}

export interface PaperNewsContext {
  readonly engine: MatchingEngine;
  readonly records: PaperRecords;
  readonly specOf: (instrumentId: string) => InstrumentSpec;
}

/** Puts what the engine did into the records, and says what has to be told. */
export function bookEvents(events: readonly EngineEvent[], context: PaperNewsContext): PaperNews {
  const news: PaperNews = { orders: [], executions: [], positionIds: new Set(), walletChanged: false };
  for (const event of events) bookEvent(event, context, news);
  return news;
}

function bookEvent(event: EngineEvent, context: PaperNewsContext, news: PaperNews): void {
  switch (event.type) {
    case 'order-accepted':
      if (event.order.status !== 'pending') bookOrder(event.order, context, news);
      return;
    case 'order-triggered':
    case 'order-working':
    case 'order-partly-filled':
    case 'order-filled':
    case 'order-amended':
    case 'order-trailed':
      bookOrder(event.order, context, news);
      return;
    case 'order-cancelled':
      bookOrder(event.order, context, news, toCancelReason(event.reason));
      return;
    case 'order-rejected':
      if (event.order) bookOrder(event.order, context, news, toRejectReason(event.rejection));
      return;
    case 'execution': {
      const { execution } = event;
      const told = toExecution(context.engine, execution, context.specOf(execution.instrumentId));
      news.executions.push(told);
      context.records.addExecution(told);
      return;
    }
    case 'position-changed':
      news.positionIds.add(event.positionId);
      news.walletChanged = true;
      context.records.notePosition(
        event.positionId,
        event.position && context.engine.scale(event.instrumentId).quantity(event.position.lots),
      );
      return;
    case 'balance-changed': {
      news.walletChanged = true;
      const change = toChange(event.entry);
      if (change) context.records.addChange(change);
      return;
    }
    case 'instrument-settings-changed':
      for (const { id, instrumentId } of context.engine.positions(paperAccountId)) {
        if (instrumentId === event.instrumentId) news.positionIds.add(id);
      }
      news.walletChanged = true;
      return;
    case 'account-opened':
    case 'account-changed':
    case 'liquidation':
    case 'funding':
  }
}

function bookOrder(
  order: EngineOrder,
  { engine, records }: PaperNewsContext,
  news: PaperNews,
  reason?: OrderReason,
): void {
  news.walletChanged = true;
  // Stops of a position are shown on it.
  if (order.role !== 'none') news.positionIds.add(toPositionId(order.instrumentId, order.slot));
  const told = toVenueOrder(engine, order, reason);
  if (!told) return;
  news.orders.push(told);
  if (hasOrderEnded(told.order.status)) records.addEndedOrder(told);
}

/** `undefined` for what a fill accounts for. */
function toChange({
  entryId,
  kind,
  amount,
  currency,
  instrumentId,
  atMs,
}: EngineLedgerEntry): BalanceChange | undefined {
  if (kind === 'fill' || kind === 'realised-pnl' || kind === 'fee') return undefined;
  const transferred = amount > 0n ? 'deposit' : 'withdrawal';
  return withoutAbsent({
    id: `paper-l${entryId}`,
    kind: kind === 'transfer' ? transferred : kind,
    currency,
    amount: formatMoney(amount),
    instrumentId,
    venueMs: atMs,
  });
}
