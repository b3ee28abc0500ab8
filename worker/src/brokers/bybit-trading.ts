import {
  AppError,
  compareDecimals,
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
import { fetchBalanceChanges, fetchCloses } from './bybit-account-history.ts';
import { readPage } from './bybit-messages.ts';
import { BybitOrders, orderScopes } from './bybit-orders.ts';
import { BybitTerms } from './bybit-terms.ts';
import { createdSchema, tickerRowSchema } from './bybit-trading-wire.ts';
import { answerSchema, positionRowSchema, readWire } from './bybit-wire.ts';
import {
  bybitCapabilities,
  toAmendRequest,
  toCategory,
  toCreateRequest,
  toReferenceRequest,
  toStopsRequest,
} from './order-request.ts';
import { toQuote } from './quote-mapper.ts';
import type {
  OrderPlacement,
  OrderReference,
  RequestRate,
  StopChanges,
  TradingPort,
  VenueClose,
  VenueOrder,
} from './trading-port.ts';
import type { VenueAccess } from './venue-access.ts';

/** Refusals by which Bybit says that all is as was asked for. */
const duplicateOrder = ['110072', '170141'];
const unchanged = ['110043', '110025', '34040'];
const isUnchanged = /not modified|remains unchanged/i;
/** Refusals of a cancel by which the order has ended, or never was. */
const notOpen = ['110001', '110008', '110010', '170139', '170142', '170143', '170213'];

/** The lists that a cancel of all has to name: without the stops of positions, with the conditional orders of traders. */
const linearLists = [{ orderFilter: 'Order' }, { orderFilter: 'StopOrder', stopOrderType: 'Stop' }];
const spotLists = [{ orderFilter: 'Order' }, { orderFilter: 'StopOrder' }, { orderFilter: 'tpslOrder' }];

/** Trading on Bybit's unified account. What changes the account is sent once, whatever becomes of it. */
export class BybitTrading implements TradingPort {
  readonly capabilities = bybitCapabilities;
  /** Bybit refuses a request more than `recv_window` (5 s) old, by a time of sending that may be 1 s ahead of its clock. */
  readonly settleMs = 6_000;
  readonly orders: BybitOrders;
  readonly instrumentTerms: BybitTerms;
  readonly #venue: VenueAccess;

  constructor(venue: VenueAccess) {
    this.#venue = venue;
    this.orders = new BybitOrders(venue);
    this.instrumentTerms = new BybitTerms(venue);
  }

  terms(): ReadonlyMap<string, InstrumentTerms> {
    return this.instrumentTerms.byId;
  }

  async placeOrder(placement: OrderPlacement): Promise<{ readonly venueOrderId?: string | undefined }> {
    const instrument = this.#find(placement.instrumentId);
    const request = toCreateRequest(placement, instrument);
    if (instrument.kind === 'spot') await this.#refusePassedTrigger(placement);
    const answer = await this.#actUnless(duplicateOrder, () => this.#exchange.privatePostV5OrderCreate(request));
    // Taken is taken, whatever the rest of the answer looks like.
    const created = createdSchema.safeParse(answerSchema.safeParse(answer).data?.result);
    return created.success ? { venueOrderId: created.data.orderId } : {};
  }

  async amendOrder(reference: OrderReference, changes: Partial<OrderTerms>): Promise<void> {
    const request = toAmendRequest(reference, changes, this.#find(reference.instrumentId));
    try {
      await this.#venue.client.act(() => this.#exchange.privatePostV5OrderAmend(request));
    } catch (error) {
      // Bybit has one code for this and for wrong parameters; only its sentence tells them apart.
      if (!(error instanceof AppError && isUnchanged.test(String(error.details['venueMessage'])))) throw error;
    }
  }

  async cancelOrder(reference: OrderReference): Promise<void> {
    const instrument = this.#find(reference.instrumentId);
    const request = toReferenceRequest(reference, instrument);
    try {
      await this.#venue.client.act(() => this.#exchange.privatePostV5OrderCancel(request));
    } catch (error) {
      if (!isRefusal(error, notOpen)) throw error;
      // The same answer for an order that has ended, one that it never had, and one in another list.
      const found = await this.fetchOrder(reference);
      if (found && hasOrderEnded(found.order.status)) return;
      const type = found?.order.status === 'untriggered' ? found.order.type : undefined;
      const listed = toReferenceRequest({ ...reference, type }, instrument);
      if (!found || listed['orderFilter'] === request['orderFilter']) throw error;
      await this.#venue.client.act(() => this.#exchange.privatePostV5OrderCancel(listed));
    }
  }

  /** Stops of positions stay: they belong to their position and leave with it. */
  async cancelAll(instrumentId?: string): Promise<void> {
    const instrument = instrumentId === undefined ? undefined : this.#find(instrumentId);
    const scopes = instrument ? [{ category: toCategory(instrument), symbol: instrument.venueSymbol }] : orderScopes;
    const requests = scopes.flatMap((scope) =>
      (scope.category === 'spot' ? spotLists : linearLists).map((list) => ({ ...scope, ...list })),
    );
    const results = await Promise.allSettled(
      requests.map((request) => this.#venue.client.act(() => this.#exchange.privatePostV5OrderCancelAll(request))),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  fetchOrder(reference: OrderReference): Promise<VenueOrder | undefined> {
    return this.orders.fetchOne(reference, this.#find(reference.instrumentId));
  }

  fetchOpenOrders(): Promise<readonly VenueOrder[]> {
    return this.orders.fetchOpen();
  }

  fetchOrders(sinceMs: number): Promise<readonly VenueOrder[]> {
    return this.orders.fetchSince(sinceMs);
  }

  async setStops(
    position: { readonly instrumentId: string; readonly slot: PositionSlot },
    stops: StopChanges,
  ): Promise<void> {
    const request = toStopsRequest(this.#find(position.instrumentId), position.slot, stops);
    await this.#actUnless(unchanged, () => this.#exchange.privatePostV5PositionTradingStop(request));
  }

  async setLeverage(instrumentId: string, leverage: Decimal): Promise<void> {
    const symbol = this.#find(instrumentId).venueSymbol;
    const request = { category: 'linear', symbol, buyLeverage: leverage, sellLeverage: leverage };
    await this.#actUnless(unchanged, () => this.#exchange.privatePostV5PositionSetLeverage(request));
  }

  /** Of all instruments settled in USDT; those settled in USDC know only one way. */
  async setPositionMode(mode: PositionMode): Promise<void> {
    const request = { category: 'linear', coin: 'USDT', mode: mode === 'hedge' ? 3 : 0 };
    try {
      await this.#actUnless(unchanged, () => this.#exchange.privatePostV5PositionSwitchMode(request));
    } finally {
      this.#venue.onPositionMode();
    }
  }

  async fetchSettings(
    instrumentId: string,
  ): Promise<{ readonly leverage?: Decimal | undefined; readonly positionMode?: PositionMode | undefined }> {
    const instrument = this.#find(instrumentId);
    if (instrument.kind === 'spot') return {};
    const [page] = await this.#venue.client.positions({ symbol: instrument.venueSymbol });
    const [first] = page?.rows ?? [];
    if (first === undefined) return {};
    const { leverage, positionIdx } = readWire(positionRowSchema, first, `Position ${instrument.venueSymbol}`);
    return { leverage, positionMode: positionIdx === 0 ? 'netting' : 'hedge' };
  }

  async fetchQuote(instrumentId: string): Promise<Omit<QuoteDocument, 'committedAt'>> {
    const instrument = this.#find(instrumentId);
    const query = { category: toCategory(instrument), symbol: instrument.venueSymbol };
    const answer = await this.#venue.client.ask(() => this.#exchange.publicGetV5MarketTickers(query));
    const { rows, venueMs } = readPage(answer, 'Ticker');
    const row = readWire(tickerRowSchema, rows[0], `Ticker ${instrument.venueSymbol}`);
    return toQuote(row, instrument, { venueMs, readMs: Date.now() });
  }

  fetchBalanceChanges(sinceMs: number): Promise<readonly BalanceChange[]> {
    return fetchBalanceChanges(this.#venue, sinceMs);
  }

  fetchCloses(sinceMs: number): Promise<readonly VenueClose[]> {
    return fetchCloses(this.#venue, sinceMs);
  }

  requestRate(): RequestRate | undefined {
    return this.#venue.client.orderRate.read();
  }

  /** Categories of a unified account that are not asked for. */
  get unseen(): readonly string[] {
    return ['inverse contracts', 'options'];
  }

  /** Bybit takes the direction of a spot trigger from the price it finds, so that a stop too late would wait for a rebound. */
  async #refusePassedTrigger({ instrumentId, side, type, triggerPrice }: OrderPlacement): Promise<void> {
    if (triggerPrice === undefined) return;
    const { lastPrice } = await this.fetchQuote(instrumentId);
    const toGo = compareDecimals(triggerPrice, lastPrice ?? triggerPrice);
    const rises = (side === 'buy') === (type !== 'take-profit');
    if (rises ? toGo > 0 : toGo < 0) return;
    throw new AppError(
      'rejected',
      `The trigger at ${triggerPrice} has been passed already: the last price is ${lastPrice ?? 'unknown'}. Nothing was sent.`,
      { details: { triggerPrice, lastPrice } },
    );
  }

  get #exchange() {
    return this.#venue.client.exchange;
  }

  /** Acts; one of the refusals named means that there was nothing to do. */
  async #actUnless(codes: readonly string[], request: () => Promise<unknown>): Promise<unknown> {
    try {
      return await this.#venue.client.act(request);
    } catch (error) {
      if (isRefusal(error, codes)) return undefined;
      throw error;
    }
  }

  #find(instrumentId: string): Instrument {
    const instrument = this.#venue.instruments().byId.get(instrumentId);
    if (instrument) return instrument;
    throw new AppError('rejected', `Bybit lists no ${instrumentId}. Nothing was sent.`, { details: { instrumentId } });
  }
}

function isRefusal(error: unknown, codes: readonly string[]): boolean {
  return error instanceof AppError && codes.includes(String(error.details['venueCode']));
}
