import { toInstrumentId } from '@tapedeck/core';
import type { EngineEvent } from '@tapedeck/core/matching/events';
import { MatchingEngine } from '@tapedeck/core/matching/index';
import type { EngineOrder, OrderRequest } from '@tapedeck/core/matching/order-types';
import type { Outcome } from '@tapedeck/core/matching/outcome';
import type { Clock } from '../clock.ts';
import type { FundingSchedule } from '../market/funding.ts';
import type { InstrumentTable, VenueInstrument } from '../market/instruments.ts';
import type { MarketPrices } from '../market/market-prices.ts';
import type { BookLevel, OutsideBook, OutsideMarket } from '../market/outside-book.ts';
import { emptyOrderNote, toOrderEvent, toOrderRow } from '../wire/order-row.ts';
import { AccountDirectory, type VenueAccount } from './account-directory.ts';
import { AccountRecords } from './account-records.ts';
import { AccountViews } from './account-views.ts';
import { Bookkeeper, type AccountNews } from './bookkeeper.ts';
import { EngineInstruments } from './engine-instruments.ts';
import type { VenueState } from './venue-state.ts';

/** Levels of outside liquidity that orders trade against. */
const bookDepth = 40;

/** Ids of orders that the matching engine refused stand apart from its own. */
const unstoredIdBase = 2_000_000_000;

export interface VenueParts {
  readonly clock: Clock;
  readonly table: InstrumentTable;
  readonly prices: MarketPrices;
  readonly outside: OutsideMarket;
  readonly funding: FundingSchedule;
}

export type NewsListener = (account: VenueAccount, news: AccountNews) => void;

/**
 * The exchange itself: accounts, the matching engine between them and the outside market, and the records that it keeps
 * for them. Knows nothing of HTTP and WebSocket.
 */
export class Venue {
  readonly clock: Clock;
  readonly table: InstrumentTable;
  readonly prices: MarketPrices;
  readonly outside: OutsideMarket;
  readonly funding: FundingSchedule;
  readonly directory: AccountDirectory;
  readonly engine: MatchingEngine;
  readonly #instruments: EngineInstruments;
  readonly #records = new Map<string, AccountRecords>();
  readonly views: AccountViews;
  readonly #bookkeeper: Bookkeeper;
  readonly #listeners = new Set<NewsListener>();
  /** Perpetuals and pairs that somebody holds a position or an open order in. */
  readonly #busy = new Map<string, ReadonlySet<string>>();
  #nextFundingMs: number;
  #version = 0;
  #unstoredOrders: number;

  constructor(parts: VenueParts, restored?: VenueState) {
    this.clock = parts.clock;
    this.table = parts.table;
    this.prices = parts.prices;
    this.outside = parts.outside;
    this.funding = parts.funding;
    this.#instruments = new EngineInstruments(parts.table);
    this.directory = new AccountDirectory(restored?.accounts ?? []);
    this.engine = restored
      ? MatchingEngine.restore(restored.engine, this.#instruments.specs)
      : new MatchingEngine({ finishedOrdersKept: 2_000 });
    if (!restored) for (const spec of this.#instruments.specs) this.engine.addInstrument(spec);
    for (const [name, state] of Object.entries(restored?.records ?? {})) {
      this.#records.set(name, new AccountRecords(state));
    }
    const recordsOf = (name: string) => this.recordsOf(name);
    this.views = new AccountViews({
      clock: parts.clock,
      table: parts.table,
      prices: parts.prices,
      engine: this.engine,
      instruments: this.#instruments,
      recordsOf,
      sequence: () => this.#version,
    });
    this.#bookkeeper = new Bookkeeper({
      engine: this.engine,
      instruments: this.#instruments,
      prices: parts.prices,
      recordsOf,
      uidOf: (name) => this.directory.named(name).uid,
    });
    this.#unstoredOrders = restored?.unstoredOrders ?? 0;
    this.#nextFundingMs = parts.funding.nextMs(parts.clock.now());
    for (const { name } of this.directory.all()) this.#noteBusy(name);
  }

  /** Counts changes of what would have to be saved. */
  get version(): number {
    return this.#version;
  }

  openAccount(account: VenueAccount, positionMode: 'netting' | 'hedge', atMs: number): void {
    this.directory.add(account);
    this.run(() => this.engine.openAccount(account.name, { positionMode }, atMs));
  }

  recordsOf(accountName: string): AccountRecords {
    let records = this.#records.get(accountName);
    if (!records) {
      records = new AccountRecords();
      this.#records.set(accountName, records);
    }
    return records;
  }

  /** Carries out a change and tells the listeners what came of it, also where it was refused. */
  run<T extends Outcome>(change: () => T): T {
    const outcome = change();
    this.absorb(outcome.events);
    return outcome;
  }

  /** Records what the engine did and tells the listeners. */
  absorb(events: readonly EngineEvent[]): void {
    if (events.length === 0) return;
    this.#version += 1;
    for (const [name, news] of this.#bookkeeper.book(events)) {
      this.#noteBusy(name);
      const account = this.directory.named(name);
      for (const listener of this.#listeners) listener(account, news);
    }
  }

  /** Marks the state as changed where the engine knows nothing of it. */
  noteChange(): void {
    this.#version += 1;
  }

  watch(listener: NewsListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Brings the engine's book, last and mark price of an instrument up to now: before every order on it. */
  refresh(instrument: VenueInstrument): void {
    const nowMs = this.clock.now();
    const instrumentId = toInstrumentId(instrument);
    // The engine's time is asked for at each call: what a call sets off may have moved it past `nowMs`.
    this.absorb(this.engine.setBook(instrumentId, this.outside.bookAt(instrument, nowMs, bookDepth), this.clock.now()));
    // The price band hangs on the mark: it has to move before a stop that the trade sets off may trade.
    this.#mark(instrument, nowMs);
    this.absorb(this.engine.applyTrade(instrumentId, this.outside.tradeAt(instrument, nowMs), this.clock.now()));
  }

  /** One step of the market: moves every instrument that somebody holds something in, and pays funding when due. */
  tick(): void {
    for (const instrumentId of this.#busyInstruments()) {
      const instrument = this.#instruments.get(instrumentId);
      if (this.#hasOrders(instrumentId)) this.refresh(instrument);
      else this.#mark(instrument, this.clock.now());
    }
    if (this.clock.now() >= this.#nextFundingMs) this.#payFunding();
  }

  /** Values all positions at the mark prices of now, where they were opened at those of another time. */
  markPositions(): void {
    for (const instrumentId of this.#busyInstruments())
      this.#mark(this.#instruments.get(instrumentId), this.clock.now());
  }

  /** What the venue's own accounts have resting in the book of an instrument. */
  restingOrders(instrument: VenueInstrument): OutsideBook {
    const instrumentId = toInstrumentId(instrument);
    const bids: BookLevel[] = [];
    const asks: BookLevel[] = [];
    for (const [name, ids] of this.#busy) {
      if (!ids.has(instrumentId)) continue;
      for (const order of this.engine.openOrders(name, instrumentId)) {
        if (order.limitTicks === undefined || (order.trigger && !order.triggered)) continue;
        (order.side === 'buy' ? bids : asks).push([order.limitTicks, order.lots - order.filledLots]);
      }
    }
    return { bids, asks };
  }

  instrumentOf(order: { readonly instrumentId: string }): VenueInstrument {
    return this.#instruments.get(order.instrumentId);
  }

  /** Records an order that was taken and could not stand: cancelled on the stream and in the history. Returns its id. */
  cancelUnstored(
    account: VenueAccount,
    instrument: VenueInstrument,
    request: OrderRequest,
    rejectReason: string,
  ): string {
    const nowMs = this.clock.now();
    this.#unstoredOrders += 1;
    this.#version += 1;
    const { tick, step } = instrument;
    const order: EngineOrder = {
      orderId: unstoredIdBase + this.#unstoredOrders,
      accountId: account.name,
      instrumentId: request.instrumentId,
      side: request.side,
      type: request.type,
      timeInForce: request.timeInForce ?? 'GTC',
      status: 'cancelled',
      lots: step.countOf(request.quantity) ?? 0,
      filledLots: 0,
      filledValue: 0n,
      triggered: false,
      reduceOnly: request.reduceOnly ?? false,
      closeOnTrigger: request.closeOnTrigger ?? false,
      slot: request.slot ?? 'net',
      role: 'none',
      priority: 0,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      ...(request.clientOrderId === undefined ? {} : { clientOrderId: request.clientOrderId }),
      ...(request.limitPrice === undefined ? {} : { limitTicks: tick.countOf(request.limitPrice) ?? 0 }),
    };
    const row = toOrderRow(order, instrument, emptyOrderNote, { rejectReason });
    this.recordsOf(account.name).finishedOrders.push({ category: instrument.category, row });
    const event = toOrderEvent(row, instrument, emptyOrderNote, 'CreateByUser');
    const news = { orders: [event], executions: [], positionIds: new Set<string>(), walletChanged: false };
    for (const listener of this.#listeners) listener(account, news);
    return row.orderId;
  }

  state(): Omit<VenueState, 'timeline' | 'seed'> {
    const records = [...this.#records].map(([name, kept]) => [name, kept.state()] as const);
    return {
      version: 1,
      engine: this.engine.exportState(),
      accounts: this.directory.all(),
      records: Object.fromEntries(records),
      unstoredOrders: this.#unstoredOrders,
    };
  }

  #payFunding(): void {
    const dueMs = this.#nextFundingMs;
    this.#nextFundingMs = this.funding.nextMs(this.clock.now());
    for (const instrument of this.table.inCategory('linear')) {
      const rate = this.funding.rateAt(instrument, dueMs);
      const { mark } = this.prices.at(instrument, dueMs);
      this.absorb(this.engine.applyFunding(toInstrumentId(instrument), rate, mark, this.clock.now()));
    }
  }

  /** Values positions at the mark price, which may liquidate them. */
  #mark(instrument: VenueInstrument, nowMs: number): void {
    const { mark } = this.prices.at(instrument, nowMs);
    this.absorb(this.engine.setMarkPrice(toInstrumentId(instrument), mark, this.clock.now()));
  }

  #hasOrders(instrumentId: string): boolean {
    return [...this.#busy].some(
      ([name, ids]) => ids.has(instrumentId) && this.engine.openOrders(name, instrumentId).length > 0,
    );
  }

  /** Ids of what somebody holds or orders. */
  #busyInstruments(): ReadonlySet<string> {
    return new Set([...this.#busy.values()].flatMap((ids) => [...ids]));
  }

  #noteBusy(accountName: string): void {
    const held = this.engine.positions(accountName).map(({ instrumentId }) => instrumentId);
    const ordered = this.engine.openOrders(accountName).map(({ instrumentId }) => instrumentId);
    this.#busy.set(accountName, new Set([...held, ...ordered]));
  }
}
