import {
  AppError,
  hasOrderEnded,
  type BalanceChange,
  type Decimal,
  type Instrument,
  type InstrumentTerms,
  type OrderTerms,
  type PositionMode,
  type PositionSlot,
  type QuoteDocument,
} from '@tapedeck/core';
import { toBalanceChange, toVenueClose } from './bybit-account-history.ts';
import type { BybitClient, Query } from './bybit-client.ts';
import { named, readEach, readPage, type OnRefused, type Page } from './bybit-messages.ts';
import {
  closedPnlRowSchema,
  createdSchema,
  feeRateRowSchema,
  orderRowSchema,
  tickerRowSchema,
  transactionRowSchema,
  type FeeRateRow,
} from './bybit-trading-wire.ts';
import { answerSchema, positionRowSchema, readWire } from './bybit-wire.ts';
import type { CcxtMarket } from './ccxt-exchange.ts';
import { withoutAbsent } from './ccxt-mapper.ts';
import type { InstrumentBook } from './instrument-book.ts';
import { toInstrumentTerms, toMarketTerms, type MarketTerms } from './instrument-terms.ts';
import { toVenueOrder } from './order-mapper.ts';
import { toQuote } from './quote-mapper.ts';
import { toAmendRequest, toCategory, toCreateRequest, toReferenceRequest, toStopsRequest } from './order-request.ts';
import type {
  OrderPlacement,
  OrderReference,
  RequestRate,
  StopChanges,
  TradingPort,
  VenueClose,
  VenueOrder,
} from './trading-port.ts';

export interface BybitTradingOptions {
  readonly client: BybitClient;
  readonly instruments: () => InstrumentBook;
  readonly onRefused: OnRefused;
}

const settleCoins = ['USDT', 'USDC'];
/** What one question for open orders may cover; each is a list of its own at Bybit. */
const orderScopes = [...settleCoins.map((settleCoin) => ({ category: 'linear', settleCoin })), { category: 'spot' }];
const ordersPerPage = 50;
const transactionsPerPage = 50;
const closesPerPage = 100;

/** Refusals by which Bybit says that all is as was asked for: order id taken, leverage, mode and stops not modified. */
const duplicateOrder = ['110072', '170141'];
const unchanged = ['110043', '110025', '34040'];
/** Refusals of a cancel by which the order has ended, or never was. */
const notOpen = ['110001', '110008', '110010', '170139', '170142', '170143', '170213'];

/** Trading on Bybit's unified account. */
export class BybitTrading implements TradingPort {
  readonly #client: BybitClient;
  readonly #instruments: () => InstrumentBook;
  readonly #onRefused: OnRefused;
  #marketTerms: ReadonlyMap<string, MarketTerms> = new Map();
  #fees: ReadonlyMap<string, FeeRateRow> = new Map();
  #terms: ReadonlyMap<string, InstrumentTerms> = new Map();

  constructor({ client, instruments, onRefused }: BybitTradingOptions) {
    this.#client = client;
    this.#instruments = instruments;
    this.#onRefused = onRefused;
  }

  terms(): ReadonlyMap<string, InstrumentTerms> {
    return this.#terms;
  }

  /** Takes what the markets say of their terms. */
  takeMarkets(markets: Iterable<CcxtMarket>): void {
    this.#marketTerms = toMarketTerms(markets, this.#instruments());
    this.#joinTerms();
  }

  /** Reads the account's fee rates. */
  async readFees(): Promise<void> {
    const { exchange } = this.#client;
    const fees = new Map<string, FeeRateRow>();
    for (const [category, kind] of [
      ['linear', 'perpetual'],
      ['spot', 'spot'],
    ] as const) {
      const answer = await this.#client.ask(() => exchange.privateGetV5AccountFeeRate({ category }));
      const read = (row: unknown) => readWire(feeRateRowSchema, row, named('Fee rate', row, 'symbol'));
      for (const row of readEach(readPage(answer, 'Fee rates').rows, read, this.#onRefused)) {
        const instrument = this.#instruments().find(kind, row.symbol);
        if (instrument) fees.set(instrument.id, row);
      }
    }
    this.#fees = fees;
    this.#joinTerms();
  }

  async placeOrder(placement: OrderPlacement): Promise<{ readonly venueOrderId?: string | undefined }> {
    const request = toCreateRequest(placement, this.#find(placement.instrumentId));
    const answer = await this.#actUnless(duplicateOrder, () => this.#client.exchange.privatePostV5OrderCreate(request));
    // Taken is taken, whatever the rest of the answer looks like.
    const created = createdSchema.safeParse(answerSchema.safeParse(answer).data?.result);
    return created.success ? { venueOrderId: created.data.orderId } : {};
  }

  async amendOrder(reference: OrderReference, changes: Partial<OrderTerms>): Promise<void> {
    const request = toAmendRequest(reference, changes, this.#find(reference.instrumentId));
    await this.#client.act(() => this.#client.exchange.privatePostV5OrderAmend(request));
  }

  async cancelOrder(reference: OrderReference): Promise<void> {
    const request = toReferenceRequest(reference, this.#find(reference.instrumentId));
    try {
      await this.#client.act(() => this.#client.exchange.privatePostV5OrderCancel(request));
    } catch (error) {
      if (!isRefusal(error, notOpen)) throw error;
      // The same answer for an order that has ended and one that it never had.
      const found = await this.fetchOrder(reference);
      if (!found || !hasOrderEnded(found.order.status)) throw error;
    }
  }

  /**
   * Stops of positions stay: they leave with their position. Without filters Bybit would cancel those of derivatives
   * too, and of spot only the orders in the book.
   */
  async cancelAll(instrumentId?: string): Promise<void> {
    const instrument = instrumentId === undefined ? undefined : this.#find(instrumentId);
    const scopes = instrument ? [{ category: toCategory(instrument), symbol: instrument.venueSymbol }] : orderScopes;
    const requests = scopes.flatMap((scope) =>
      (scope.category === 'spot' ? spotLists : linearLists).map((list) => ({ ...scope, ...list })),
    );
    const results = await Promise.allSettled(
      requests.map((request) => this.#client.act(() => this.#client.exchange.privatePostV5OrderCancelAll(request))),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async fetchOrder(reference: OrderReference): Promise<VenueOrder | undefined> {
    const { exchange } = this.#client;
    const { category, symbol, orderId, orderLinkId } = toReferenceRequest(
      reference,
      this.#find(reference.instrumentId),
    );
    const query = withoutAbsent({ category, symbol, orderId, orderLinkId }) as Query;
    for (const list of [exchange.privateGetV5OrderRealtime, exchange.privateGetV5OrderHistory]) {
      const page = readPage(await this.#client.ask(() => list.call(exchange, query)), 'Order');
      const [found] = this.readOrders(page.rows, String(category));
      if (found) return found;
    }
    return undefined;
  }

  async fetchOpenOrders(): Promise<readonly VenueOrder[]> {
    const orders = newestOfEach(await this.#fetchRealtime({}));
    return orders.filter(({ order }) => !hasOrderEnded(order.status)).toSorted(byChange);
  }

  /**
   * Bybit's history goes by the time at which orders were made; those made before and ended since are among the 500 of
   * each kind that it remembers as ended last.
   */
  async fetchOrders(sinceMs: number): Promise<readonly VenueOrder[]> {
    const { exchange } = this.#client;
    const history = await Promise.all(
      ['linear', 'spot'].map((category) =>
        this.#client.allWindows(
          (query) => exchange.privateGetV5OrderHistory(query),
          { category, limit: ordersPerPage },
          sinceMs,
          'Order history',
        ),
      ),
    );
    const past = history.flat().flatMap((page) => this.readOrders(page.rows, page.category));
    const standing = [...(await this.#fetchRealtime({ openOnly: 1 })), ...(await this.#fetchRealtime({}))];
    return newestOfEach([...past, ...standing])
      .filter(({ order }) => order.updatedAtMs >= sinceMs)
      .toSorted(byChange);
  }

  async setStops(
    position: { readonly instrumentId: string; readonly slot: PositionSlot },
    stops: StopChanges,
  ): Promise<void> {
    const request = toStopsRequest(this.#find(position.instrumentId), position.slot, stops);
    await this.#actUnless(unchanged, () => this.#client.exchange.privatePostV5PositionTradingStop(request));
  }

  async setLeverage(instrumentId: string, leverage: Decimal): Promise<void> {
    const symbol = this.#find(instrumentId).venueSymbol;
    const request = { category: 'linear', symbol, buyLeverage: leverage, sellLeverage: leverage };
    await this.#actUnless(unchanged, () => this.#client.exchange.privatePostV5PositionSetLeverage(request));
  }

  /** Of all instruments settled in USDT; those settled in USDC know only one way. */
  async setPositionMode(mode: PositionMode): Promise<void> {
    const request = { category: 'linear', coin: 'USDT', mode: mode === 'hedge' ? 3 : 0 };
    await this.#actUnless(unchanged, () => this.#client.exchange.privatePostV5PositionSwitchMode(request));
  }

  async fetchSettings(
    instrumentId: string,
  ): Promise<{ readonly leverage?: Decimal | undefined; readonly positionMode?: PositionMode | undefined }> {
    const instrument = this.#find(instrumentId);
    if (instrument.kind === 'spot') return {};
    const [page] = await this.#client.positions({ symbol: instrument.venueSymbol });
    const [first] = page?.rows ?? [];
    if (first === undefined) return {};
    const { leverage, positionIdx } = readWire(positionRowSchema, first, `Position ${instrument.venueSymbol}`);
    return { leverage, positionMode: positionIdx === 0 ? 'netting' : 'hedge' };
  }

  async fetchQuote(instrumentId: string): Promise<Omit<QuoteDocument, 'committedAt'>> {
    const instrument = this.#find(instrumentId);
    const query = { category: toCategory(instrument), symbol: instrument.venueSymbol };
    const answer = await this.#client.ask(() => this.#client.exchange.publicGetV5MarketTickers(query));
    const { rows, venueMs } = readPage(answer, 'Ticker');
    const row = readWire(tickerRowSchema, rows[0], `Ticker ${instrument.venueSymbol}`);
    return toQuote(row, instrument, { venueMs, readMs: Date.now() });
  }

  async fetchBalanceChanges(sinceMs: number): Promise<readonly BalanceChange[]> {
    const pages = await this.#client.allWindows(
      (query) => this.#client.exchange.privateGetV5AccountTransactionLog(query),
      { accountType: 'UNIFIED', limit: transactionsPerPage },
      sinceMs,
      'Transactions',
    );
    const read = (row: unknown) =>
      toBalanceChange(readWire(transactionRowSchema, row, named('Transaction', row, 'id')), this.#instruments());
    return this.#readAll(pages, read).toSorted((a, b) => a.venueMs - b.venueMs);
  }

  async fetchCloses(sinceMs: number): Promise<readonly VenueClose[]> {
    const pages = await this.#client.allWindows(
      (query) => this.#client.exchange.privateGetV5PositionClosedPnl(query),
      { category: 'linear', limit: closesPerPage },
      sinceMs,
      'Closed P&L',
    );
    const read = (row: unknown) =>
      toVenueClose(readWire(closedPnlRowSchema, row, named('Closed P&L', row, 'orderId')), this.#instruments());
    return this.#readAll(pages, read).toSorted((a, b) => a.venueMs - b.venueMs);
  }

  requestRate(): RequestRate | undefined {
    return this.#client.orderRate.read();
  }

  /** Orders among the rows, in their order. */
  readOrders(rows: readonly unknown[], category?: string): VenueOrder[] {
    const context = { instruments: this.#instruments(), category };
    const read = (row: unknown) => toVenueOrder(readWire(orderRowSchema, row, named('Order', row, 'orderId')), context);
    return readEach(rows, read, this.#onRefused).filter((order) => order !== undefined);
  }

  async #fetchRealtime(of: { readonly openOnly?: number }): Promise<VenueOrder[]> {
    const { exchange } = this.#client;
    const pages = await Promise.all(
      orderScopes.map((scope) =>
        this.#client.allPages(
          (query) => exchange.privateGetV5OrderRealtime(query),
          { ...scope, ...of, limit: ordersPerPage },
          'Orders',
        ),
      ),
    );
    return pages.flat().flatMap((page) => this.readOrders(page.rows, page.category));
  }

  #readAll<T>(pages: readonly Page[], read: (row: unknown) => T | undefined): T[] {
    return pages.flatMap((page) => readEach(page.rows, read, this.#onRefused)).filter((result) => result !== undefined);
  }

  /** Acts; one of the refusals named means that there was nothing to do. */
  async #actUnless(codes: readonly string[], request: () => Promise<unknown>): Promise<unknown> {
    try {
      return await this.#client.act(request);
    } catch (error) {
      if (isRefusal(error, codes)) return undefined;
      throw error;
    }
  }

  #find(instrumentId: string): Instrument {
    const instrument = this.#instruments().byId.get(instrumentId);
    if (instrument) return instrument;
    throw new AppError('rejected', `Bybit lists no ${instrumentId}. Nothing was sent.`, { details: { instrumentId } });
  }

  #joinTerms(): void {
    this.#terms = toInstrumentTerms({
      book: this.#instruments(),
      markets: this.#marketTerms,
      fees: this.#fees,
      maintenance: new Map(),
    });
  }
}

/** The lists that a cancel of all has to name: without conditional orders of positions, with those of traders. */
const linearLists = [{ orderFilter: 'Order' }, { orderFilter: 'StopOrder', stopOrderType: 'Stop' }];
const spotLists = [{ orderFilter: 'Order' }, { orderFilter: 'StopOrder' }, { orderFilter: 'tpslOrder' }];

function isRefusal(error: unknown, codes: readonly string[]): boolean {
  return error instanceof AppError && codes.includes(String(error.details['venueCode']));
}

/** An order that changes while pages are read may stand on two of them. */
function newestOfEach(orders: readonly VenueOrder[]): VenueOrder[] {
  const newest = new Map<string, VenueOrder>();
  for (const found of orders) {
    const known = newest.get(found.order.venueOrderId);
    if (!known || known.order.updatedAtMs <= found.order.updatedAtMs) newest.set(found.order.venueOrderId, found);
  }
  return [...newest.values()];
}

function byChange(a: VenueOrder, b: VenueOrder): number {
  return a.order.updatedAtMs - b.order.updatedAtMs;
}
