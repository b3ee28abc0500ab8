import {
  AppError,
  hasOrderEnded,
  toAppError,
  type BalanceChange,
  type Decimal,
  type InstrumentTerms,
  type OrderTerms,
  type PositionMode,
  type QuoteDocument,
  type TradingCapabilities,
} from '@tapedeck/core';
import { readEach } from '../bybit-messages.ts';
import type { OrderPlacement, OrderReference, TradingPort, VenueClose, VenueOrder } from '../trading-port.ts';
import { toRows } from './unified-account-mapper.ts';
import { toCreateOrder } from './unified-order-request.ts';
import { isNotFound, type UnifiedAccess, type UnifiedOrders } from './unified-orders.ts';
import { toFunding, toLeverage, toQuote } from './unified-trade-mapper.ts';
import { scopesOf, settleMs, type VenueProfile } from './venue-profile.ts';

export interface UnifiedTradingOptions extends UnifiedAccess {
  readonly profile: VenueProfile;
  readonly orders: UnifiedOrders;
  /** Symbols that the account has to do with. */
  readonly symbols: () => Promise<readonly string[]>;
}

/** Pages of open orders that a cancel of all follows at most. */
const mostRounds = 20;
/** Few, because they do not wait for ccxt's own limit. */
const cancelsAtOnce = 4;

/** Trading through ccxt's unified interface. What changes the account is sent once, whatever becomes of it. */
export class UnifiedTrading implements TradingPort {
  readonly capabilities: TradingCapabilities;
  readonly settleMs = settleMs;
  readonly #options: UnifiedTradingOptions;

  constructor(options: UnifiedTradingOptions) {
    this.#options = options;
    this.capabilities = options.profile.capabilities;
  }

  terms(): ReadonlyMap<string, InstrumentTerms> {
    return this.#options.book().terms;
  }

  async placeOrder(placement: OrderPlacement): Promise<{ readonly venueOrderId?: string | undefined }> {
    const { client, orders, profile } = this.#options;
    const { instrument, symbol } = this.#find(placement.instrumentId);
    const request = toCreateOrder(placement, instrument, symbol, profile);
    orders.toVenueId(placement.clientOrderId);
    orders.touched.add(placement.instrumentId);
    try {
      const answer = await client.act(() => this.#exchange.createOrder(...request));
      const id: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'id') : undefined;
      return typeof id === 'string' ? { venueOrderId: id } : {};
    } catch (thrown) {
      const error = toAppError(thrown);
      if (isDuplicate(error)) return {};
      throw error;
    }
  }

  /** Venues change an order as a whole, so what is not named is sent as it stands. */
  async amendOrder(reference: OrderReference, changes: Partial<OrderTerms>): Promise<void> {
    const { client, orders } = this.#options;
    const { instrument, symbol } = this.#find(reference.instrumentId);
    const amends = this.capabilities.amends[instrument.kind];
    if (amends.length === 0) {
      throw unsupported('changes no order in this market without making another of it. Cancel it and place a new one');
    }
    const found = await orders.fetchOne(reference);
    if (!found || hasOrderEnded(found.order.status)) throw noSuchOrder(this.#exchange.id);
    const { venueOrderId, side, type, quantity, limitPrice } = found.order;
    if (!amends.includes(type) || changes.triggerPrice !== undefined || changes.trailingDistance !== undefined) {
      throw unsupported('is asked to change limit orders alone. Cancel the order and place a new one');
    }
    const next = { quantity: changes.quantity ?? quantity, limitPrice: changes.limitPrice ?? limitPrice };
    await client.act(() =>
      this.#exchange.editOrder(venueOrderId, symbol, 'limit', side, next.quantity, next.limitPrice),
    );
  }

  /** By the venue's own id, which every venue takes; ours is looked up. */
  async cancelOrder(reference: OrderReference): Promise<void> {
    const { client, orders } = this.#options;
    const { symbol } = this.#find(reference.instrumentId);
    const known = reference.venueOrderId === undefined ? await orders.fetchOne(reference) : undefined;
    if (known && hasOrderEnded(known.order.status)) return;
    const venueOrderId = reference.venueOrderId ?? known?.order.venueOrderId;
    if (venueOrderId === undefined) throw noSuchOrder(this.#exchange.id);
    try {
      await client.act(() => this.#exchange.cancelOrder(venueOrderId, symbol));
    } catch (error) {
      if (!isNotFound(toAppError(error))) throw error;
      const found = await orders.fetchOne(reference);
      if (!found || !hasOrderEnded(found.order.status)) throw error;
    }
  }

  /**
   * One by one: a venue's own "cancel all" may reach orders of other markets, or leave some kinds out. Venues list open
   * orders by the page, so they are asked again until none is left.
   */
  async cancelAll(instrumentId?: string): Promise<void> {
    const symbol = instrumentId === undefined ? undefined : this.#find(instrumentId).symbol;
    for (let round = 0; round < mostRounds; round += 1) {
      const open = [...(await this.#options.orders.fetchOpen(symbol))];
      if (open.length === 0) return;
      while (open.length > 0) await this.#cancelEach(open.splice(0, cancelsAtOnce));
    }
  }

  async #cancelEach(orders: readonly VenueOrder[]): Promise<void> {
    const results = await Promise.allSettled(
      orders.map(({ order: { instrumentId, venueOrderId } }) => this.cancelOrder({ instrumentId, venueOrderId })),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  fetchOrder(reference: OrderReference): Promise<VenueOrder | undefined> {
    return this.#options.orders.fetchOne(reference);
  }

  fetchOpenOrders(): Promise<readonly VenueOrder[]> {
    return this.#options.orders.fetchOpen();
  }

  async fetchOrders(sinceMs: number): Promise<readonly VenueOrder[]> {
    return this.#options.orders.fetchSince(sinceMs, await this.#options.symbols());
  }

  setStops(): Promise<never> {
    return Promise.reject(unsupported('sets no stops of positions through Tapedeck. Set them in its own app'));
  }

  async setLeverage(instrumentId: string, leverage: Decimal): Promise<void> {
    const { symbol } = this.#find(instrumentId);
    if (!this.capabilities.leverage) throw unsupported('takes no leverage through ccxt');
    // ccxt leaves out the decimals of what it reads, so that they could never be confirmed.
    if (!Number.isInteger(Number(leverage))) throw unsupported('is asked for whole numbers of leverage alone');
    await this.#change(() => this.#exchange.setLeverage(Number(leverage), symbol));
  }

  async setPositionMode(mode: PositionMode): Promise<void> {
    if (!this.capabilities.positionMode) throw unsupported('has one position mode alone');
    await this.#change(() => this.#exchange.setPositionMode(mode === 'hedge'));
  }

  async fetchSettings(
    instrumentId: string,
  ): Promise<{ readonly leverage?: Decimal | undefined; readonly positionMode?: PositionMode | undefined }> {
    const { instrument, symbol } = this.#find(instrumentId);
    if (instrument.kind === 'spot') return {};
    const [leverage, positionMode] = await Promise.all([this.#fetchLeverage(symbol), this.#fetchPositionMode(symbol)]);
    return { leverage, positionMode };
  }

  async #fetchLeverage(symbol: string): Promise<Decimal | undefined> {
    if (!this.#exchange.has['fetchLeverage']) return undefined;
    return toLeverage(await this.#options.client.ask(() => this.#exchange.fetchLeverage(symbol)));
  }

  async #fetchPositionMode(symbol: string): Promise<PositionMode | undefined> {
    if (this.#exchange.has['fetchPositionMode'] !== true) return undefined;
    const answer = await this.#options.client.ask(() => this.#exchange.fetchPositionMode(symbol));
    const hedged: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'hedged') : undefined;
    if (typeof hedged !== 'boolean') return undefined;
    return hedged ? 'hedge' : 'netting';
  }

  async fetchQuote(instrumentId: string): Promise<Omit<QuoteDocument, 'committedAt'>> {
    const { instrument, symbol } = this.#find(instrumentId);
    const answer = await this.#options.client.ask(() => this.#exchange.fetchTicker(symbol));
    return toQuote(answer, instrument, Date.now());
  }

  /** Funding alone: ccxt names no deposits and transfers in a way that is the same at every venue. */
  async fetchBalanceChanges(sinceMs: number): Promise<readonly BalanceChange[]> {
    const { client, book, onRefused } = this.#options;
    const perpetuals = scopesOf(this.#exchange).some(({ kind }) => kind !== 'spot');
    if (!perpetuals || this.#exchange.has['fetchFundingHistory'] !== true) return [];
    const answer = await client.ask(() => this.#exchange.fetchFundingHistory(undefined, sinceMs));
    const changes = readEach(toRows(answer, 'Funding'), (row) => toFunding(row, book()), onRefused);
    return changes.toSorted((a, b) => a.venueMs - b.venueMs);
  }

  /** No venue tells it in a way that ccxt unifies. */
  fetchCloses(): Promise<readonly VenueClose[]> {
    return Promise.resolve([]);
  }

  requestRate(): undefined {
    return undefined;
  }

  /** A venue whose triggers are not set from here keeps them in lists that are not read either. */
  get unseen(): readonly string[] {
    return this.capabilities.orders.stop ? [] : ['trigger orders'];
  }

  /** Changes a setting; that it is so already is no refusal. */
  async #change(request: () => Promise<unknown>): Promise<void> {
    try {
      await this.#options.client.act(request);
    } catch (thrown) {
      if (!isUnchanged(toAppError(thrown))) throw thrown;
    }
  }

  #find(instrumentId: string) {
    return this.#options.book().find(instrumentId, this.#exchange.id);
  }

  get #exchange() {
    return this.#options.client.exchange;
  }
}

/** Venues say in many ways that they have had our id before; that order stands. */
function isDuplicate({ details }: AppError): boolean {
  return details['error'] === 'DuplicateOrderId' || says(details['venueMessage'], /duplicat|already exist/i);
}

function isUnchanged({ details }: AppError): boolean {
  return details['error'] === 'NoChange' || says(details['venueMessage'], /not modified|no need to change/i);
}

function says(venueMessage: unknown, pattern: RegExp): boolean {
  return typeof venueMessage === 'string' && pattern.test(venueMessage);
}

function noSuchOrder(venue: string): AppError {
  return new AppError('rejected', `${venue} has no such open order. Nothing was changed.`);
}

function unsupported(what: string): AppError {
  return new AppError('unsupported', `This exchange ${what}. Nothing was sent.`);
}
