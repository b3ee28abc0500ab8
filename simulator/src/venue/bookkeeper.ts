import type { MatchingEngine } from '@tapedeck/core/matching/index';
import type { CancelReason, EngineEvent, EngineLedgerEntry, Execution } from '@tapedeck/core/matching/events';
import type { EngineOrder } from '@tapedeck/core/matching/order-types';
import { Big } from 'big.js';
import type { VenueInstrument } from '../market/instruments.ts';
import type { MarketPrices } from '../market/market-prices.ts';
import { toClosedPnlRow } from '../wire/closed-pnl-row.ts';
import { toExecutionRow, toFundingRow, type ExecutionRow } from '../wire/execution-row.ts';
import { toMoney, toWireMoney } from '../wire/numbers.ts';
import { isFinal, toCreateType, toOrderEvent, toOrderRow } from '../wire/order-row.ts';
import type { AccountRecords } from './account-records.ts';
import type { EngineInstruments } from './engine-instruments.ts';
import { TransactionLog } from './transaction-log.ts';

type OrderEvent = ReturnType<typeof toOrderEvent>;

/** What one account has to be told after something happened. */
export interface AccountNews {
  readonly orders: OrderEvent[];
  readonly executions: ExecutionRow[];
  /** Positions to push again, by the engine's id. */
  readonly positionIds: Set<string>;
  walletChanged: boolean;
}

export interface BookkeeperParts {
  readonly engine: MatchingEngine;
  readonly instruments: EngineInstruments;
  readonly prices: MarketPrices;
  readonly recordsOf: (accountName: string) => AccountRecords;
  readonly uidOf: (accountName: string) => number;
}

/** Funding has no execution in the engine; its ids stand apart from the engine's. */
const fundingIdBase = 1_000_000_000;

/** Turns what the matching engine did into the venue's own records, and says who has to be told. */
export class Bookkeeper {
  readonly #parts: BookkeeperParts;
  readonly #log: TransactionLog;

  constructor(parts: BookkeeperParts) {
    this.#parts = parts;
    this.#log = new TransactionLog(parts);
  }

  book(events: readonly EngineEvent[]): ReadonlyMap<string, AccountNews> {
    const news = new Map<string, AccountNews>();
    const newsOf = (accountName: string): AccountNews => {
      let of = news.get(accountName);
      if (!of) {
        of = { orders: [], executions: [], positionIds: new Set(), walletChanged: false };
        news.set(accountName, of);
      }
      return of;
    };
    for (const [index, event] of events.entries()) this.#bookOne(event, index, events, newsOf);
    for (const accountName of news.keys()) this.#parts.recordsOf(accountName).trim();
    return news;
  }

  #bookOne(
    event: EngineEvent,
    index: number,
    events: readonly EngineEvent[],
    newsOf: (accountName: string) => AccountNews,
  ): void {
    switch (event.type) {
      case 'order-accepted':
        this.#noteNewOrder(event.order);
        if (event.order.status !== 'pending') this.#bookOrder(event.order, newsOf(event.order.accountId));
        return;
      case 'order-triggered':
      case 'order-working':
      case 'order-partly-filled':
      case 'order-filled':
      case 'order-amended':
      case 'order-trailed':
        this.#bookOrder(event.order, newsOf(event.order.accountId));
        return;
      case 'order-cancelled':
        this.#bookOrder(event.order, newsOf(event.order.accountId), { cancelReason: event.reason });
        return;
      case 'order-rejected':
        if (event.order) {
          this.#bookOrder(event.order, newsOf(event.order.accountId), { rejectReason: 'EC_Others' });
        }
        return;
      case 'execution':
        this.#bookExecution(event.execution, ordersAfter(event.execution, events, index), newsOf);
        return;
      case 'position-changed': {
        const of = newsOf(event.accountId);
        of.positionIds.add(event.positionId);
        of.walletChanged = true;
        this.#notePosition(event.accountId, event.positionId, event.position === undefined, event.atMs);
        return;
      }
      case 'balance-changed':
        newsOf(event.entry.accountId).walletChanged = true;
        if (event.entry.executionId === undefined && event.entry.kind !== 'funding')
          this.#log.bookTransfer(event.entry);
        return;
      case 'funding':
        this.#bookFunding(event, events, newsOf(event.accountId));
        return;
      case 'instrument-settings-changed':
        for (const position of this.#parts.engine.positions(event.accountId)) {
          if (position.instrumentId === event.instrumentId) newsOf(event.accountId).positionIds.add(position.id);
        }
        newsOf(event.accountId).walletChanged = true;
        return;
      case 'account-opened':
      case 'account-changed':
      case 'liquidation':
        return;
    }
  }

  #noteNewOrder(order: EngineOrder): void {
    const instrument = this.#parts.instruments.get(order.instrumentId);
    const { last } = this.#parts.prices.at(instrument, order.createdAtMs);
    const lastTicks = this.#parts.engine.market(order.instrumentId).lastTicks ?? last;
    this.#parts.recordsOf(order.accountId).setOrderNote(order.orderId, {
      lastPriceOnCreated: instrument.tick.format(lastTicks),
      fee: '0',
      feeCurrency: '',
      closedPnl: '0',
    });
  }

  #bookOrder(
    order: EngineOrder,
    news: AccountNews,
    end: { cancelReason?: CancelReason; rejectReason?: string } = {},
  ): void {
    const instrument = this.#parts.instruments.get(order.instrumentId);
    const records = this.#parts.recordsOf(order.accountId);
    const note = records.orderNote(order.orderId);
    const row = toOrderRow(order, instrument, note, end);
    news.orders.push(toOrderEvent(row, instrument, note, toCreateType(order)));
    news.walletChanged = true;
    if (order.role !== 'none') {
      for (const position of this.#parts.engine.positions(order.accountId)) {
        if (position.instrumentId === order.instrumentId && position.slot === order.slot)
          news.positionIds.add(position.id);
      }
    }
    if (isFinal(order)) {
      records.finishedOrders.push({ category: instrument.category, row });
      records.forgetOrderNote(order.orderId);
    }
  }

  #bookExecution(execution: Execution, after: AfterExecution, newsOf: (accountName: string) => AccountNews): void {
    const { accountId } = execution;
    const instrument = this.#parts.instruments.get(execution.instrumentId);
    const records = this.#parts.recordsOf(accountId);
    const row = toExecutionRow(execution, after.order, instrument, this.#marketOf(instrument, execution.atMs));
    records.executions.push(row);
    newsOf(accountId).executions.push(row);
    const fee = new Big(row.execFee);
    const profit = new Big(row.execPnl);
    const note = records.orderNote(execution.orderId);
    records.setOrderNote(execution.orderId, {
      ...note,
      fee: toWireMoney(fee.plus(note.fee)),
      feeCurrency: execution.feeCurrency,
      closedPnl: toWireMoney(profit.plus(note.closedPnl)),
    });
    if (instrument.kind === 'perpetual') this.#noteTrade(execution, row, instrument, records);
    this.#log.bookTrade(execution, row, instrument, after.entries);
  }

  /** Fees of an open part wait in the position's note until that part is closed. */
  #noteTrade(execution: Execution, row: ExecutionRow, instrument: VenueInstrument, records: AccountRecords): void {
    const { atMs } = execution;
    const positionId = `${execution.instrumentId}_${execution.slot}`;
    const remembered = records.positionNote(positionId, atMs);
    const before = remembered.open ? remembered : { ...remembered, open: true, currentPnl: '0' };
    const position = this.#parts.engine.positions(execution.accountId).find(({ id }) => id === positionId);
    const fee = new Big(row.execFee);
    const profit = new Big(row.execPnl);
    const closedShare = new Big(execution.closedLots).div(execution.lots);
    const closeFee = fee.times(closedShare);
    let openFee = new Big(before.openFee);
    if (execution.closedLots > 0) {
      const openBefore = (position?.lots ?? 0) + execution.closedLots;
      const chargedFee = openFee.times(Math.min(1, execution.closedLots / openBefore));
      openFee = openFee.minus(chargedFee);
      const previous = records.closedPnl.at(-1)?.orderId === row.orderId ? records.closedPnl.pop() : undefined;
      records.closedPnl.push(
        toClosedPnlRow(row, {
          ...(previous ? { previous } : {}),
          leverage: this.leverageOf(execution.accountId, execution.instrumentId),
          openFee: chargedFee,
          closeFee,
          atMs,
        }),
      );
    }
    const earned = profit.minus(fee);
    records.setPositionNote(positionId, {
      ...before,
      updatedMs: atMs,
      openFee: toWireMoney(openFee.plus(fee.minus(closeFee))),
      currentPnl: toWireMoney(earned.plus(before.currentPnl)),
      totalPnl: toWireMoney(earned.plus(before.totalPnl)),
    });
    const total = records.realisedPnl.get(instrument.quote) ?? '0';
    records.realisedPnl.set(instrument.quote, toWireMoney(earned.plus(total)));
  }

  #notePosition(accountName: string, positionId: string, closed: boolean, atMs: number): void {
    const records = this.#parts.recordsOf(accountName);
    const note = records.positionNote(positionId, atMs);
    records.setPositionNote(positionId, {
      ...note,
      open: !closed,
      updatedMs: atMs,
      ...(closed ? { openFee: '0' } : {}),
    });
  }

  #bookFunding(
    event: EngineEvent & { readonly type: 'funding' },
    events: readonly EngineEvent[],
    news: AccountNews,
  ): void {
    const { accountId, positionId } = event;
    const position = this.#parts.engine.positions(accountId).find(({ id }) => id === positionId);
    const entry = events
      .filter((other) => other.type === 'balance-changed')
      .map((other) => other.entry)
      .find(
        (candidate) =>
          candidate.kind === 'funding' &&
          candidate.accountId === accountId &&
          candidate.instrumentId === event.instrumentId &&
          candidate.amount === event.amount,
      );
    if (!position) return;
    const instrument = this.#parts.instruments.get(event.instrumentId);
    const records = this.#parts.recordsOf(accountId);
    const received = toMoney(event.amount);
    const row = toFundingRow(
      {
        id: fundingIdBase + event.seq,
        side: position.side,
        lots: position.lots,
        ticks: event.ticks,
        rate: event.rate,
        paid: received.times(-1),
        atMs: event.atMs,
      },
      instrument,
      this.#marketOf(instrument, event.atMs),
    );
    records.executions.push(row);
    news.executions.push(row);
    news.positionIds.add(positionId);
    const note = records.positionNote(positionId, event.atMs);
    records.setPositionNote(positionId, {
      ...note,
      updatedMs: event.atMs,
      currentPnl: toWireMoney(received.plus(note.currentPnl)),
      totalPnl: toWireMoney(received.plus(note.totalPnl)),
    });
    this.#log.bookFunding(event, entry, instrument, row);
  }

  leverageOf(accountName: string, instrumentId: string): string {
    return String(this.#parts.engine.settings(accountName, instrumentId).leverageHundredths / 100);
  }

  #marketOf(instrument: VenueInstrument, atMs: number): { markPrice: string; indexPrice: string } {
    const { mark, index } = this.#parts.prices.at(instrument, atMs);
    return {
      markPrice: instrument.tick.format(mark),
      indexPrice: instrument.tick.format(instrument.tick.nearest(index)),
    };
  }
}

interface AfterExecution {
  readonly order: EngineOrder | undefined;
  readonly entries: readonly EngineLedgerEntry[];
}

/** The state of the order after this execution, and the balance changes that belong to it. */
function ordersAfter(execution: Execution, events: readonly EngineEvent[], index: number): AfterExecution {
  let order: EngineOrder | undefined;
  const entries: EngineLedgerEntry[] = [];
  for (const [at, event] of events.entries()) {
    if (event.type === 'balance-changed' && event.entry.executionId === execution.executionId) {
      if (event.entry.accountId === execution.accountId) entries.push(event.entry);
    } else if (at > index && !order && 'order' in event && event.order?.orderId === execution.orderId) {
      order = event.order;
    }
  }
  return { order, entries };
}
