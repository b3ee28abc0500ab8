import {
  AppError,
  divideDecimals,
  everyCapability,
  toPositionId,
  type BalanceChange,
  type Decimal,
  type InstrumentTerms,
  type OrderTerms,
  type PositionMode,
  type PositionSlot,
} from '@tapedeck/core';
import { withoutAbsent } from '../ccxt-mapper.ts';
import type { EngineOrder } from '@tapedeck/core/matching/order-types';
import type {
  OrderPlacement,
  OrderReference,
  StopChanges,
  TradingPort,
  VenueClose,
  VenueOrder,
} from '../trading-port.ts';
import type { MarketFeed } from './market-feed.ts';
import type { PaperAccount } from './paper-account.ts';
import type { PaperMarket, PaperQuote } from './paper-market.ts';
import {
  paperAccountId,
  toOrderId,
  toOrderRequest,
  toProtection,
  toVenueOrder,
  toVenueOrderId,
} from './paper-mapper.ts';

export interface PaperTradingOptions {
  readonly account: PaperAccount;
  readonly market: PaperMarket;
  readonly feed: MarketFeed;
}

/** Trading on paper: each order meets the book as it was read for it. What is answered has been kept. */
export class PaperTrading implements TradingPort {
  readonly capabilities = everyCapability;
  /** Nothing travels: what was not kept never will be. */
  readonly settleMs = 0;
  readonly #account: PaperAccount;
  readonly #market: PaperMarket;
  readonly #feed: MarketFeed;

  constructor({ account, market, feed }: PaperTradingOptions) {
    this.#account = account;
    this.#market = market;
    this.#feed = feed;
  }

  terms(): ReadonlyMap<string, InstrumentTerms> {
    return this.#market.terms();
  }

  async placeOrder(placement: OrderPlacement): Promise<{ readonly venueOrderId?: string | undefined }> {
    await this.#account.open();
    await this.#feed.refresh(placement.instrumentId, { depth: true });
    // Asked for only now: the same order may have been placed while the market was read.
    const standing = this.#find(placement);
    if (standing) {
      await this.#account.commit();
      return { venueOrderId: standing };
    }
    const { order } = this.#account.request((engine, atMs) => engine.submit(toOrderRequest(placement), atMs));
    await this.#account.commit();
    return { venueOrderId: toVenueOrderId(order.orderId) };
  }

  async amendOrder(reference: OrderReference, changes: Partial<OrderTerms>): Promise<void> {
    await this.#account.open();
    await this.#feed.refresh(reference.instrumentId, { depth: true });
    const orderId = this.#need(reference);
    await this.#act((engine, atMs) =>
      engine.amend({ ...withoutAbsent(changes), accountId: paperAccountId, orderId }, atMs),
    );
  }

  async cancelOrder(reference: OrderReference): Promise<void> {
    await this.#account.open();
    if (!this.#findOpen(reference) && this.#findEnded(reference)) return this.#account.commit();
    const orderId = this.#need(reference);
    await this.#act((engine, atMs) => engine.cancel({ accountId: paperAccountId, orderId }, atMs));
  }

  /** Stops of positions stay: they leave with their position. */
  async cancelAll(instrumentId?: string): Promise<void> {
    await this.#account.open();
    for (const { orderId, role } of this.#account.engine.openOrders(paperAccountId, instrumentId)) {
      if (role !== 'none') continue;
      this.#account.request((engine, atMs) => engine.cancel({ accountId: paperAccountId, orderId }, atMs));
    }
    await this.#account.commit();
  }

  async fetchOrder(reference: OrderReference): Promise<VenueOrder | undefined> {
    await this.#settled();
    const open = this.#findOpen(reference);
    return open ? toVenueOrder(this.#account.engine, open) : this.#findEnded(reference);
  }

  async fetchOpenOrders(): Promise<readonly VenueOrder[]> {
    await this.#settled();
    const { engine } = this.#account;
    return engine
      .openOrders(paperAccountId)
      .map((order) => toVenueOrder(engine, order))
      .filter((order) => order !== undefined);
  }

  async fetchOrders(sinceMs: number): Promise<readonly VenueOrder[]> {
    const open = await this.fetchOpenOrders();
    return [...this.#account.records.endedOrders, ...open]
      .filter(({ order }) => order.updatedAtMs >= sinceMs)
      .toSorted((a, b) => a.order.updatedAtMs - b.order.updatedAtMs);
  }

  async setStops(
    position: { readonly instrumentId: string; readonly slot: PositionSlot },
    stops: StopChanges,
  ): Promise<void> {
    const { instrumentId, slot } = position;
    await this.#account.open();
    await this.#feed.refresh(instrumentId, { depth: true });
    const positionId = toPositionId(instrumentId, slot);
    await this.#act((engine, atMs) => engine.setProtection(paperAccountId, positionId, toProtection(stops), atMs));
  }

  async setLeverage(instrumentId: string, leverage: Decimal): Promise<void> {
    await this.#account.open();
    this.#account.need(instrumentId);
    await this.#act((engine, atMs) => engine.setLeverage(paperAccountId, instrumentId, leverage, atMs));
  }

  async setPositionMode(mode: PositionMode): Promise<void> {
    await this.#account.open();
    await this.#act((engine, atMs) => engine.setPositionMode(paperAccountId, mode, atMs));
  }

  async fetchSettings(
    instrumentId: string,
  ): Promise<{ readonly leverage?: Decimal; readonly positionMode?: PositionMode }> {
    await this.#settled();
    if (this.#account.need(instrumentId).kind === 'spot') return {};
    const { engine } = this.#account;
    const { leverageHundredths } = engine.settings(paperAccountId, instrumentId);
    const { positionMode } = engine.accountSettings(paperAccountId);
    return { leverage: divideDecimals(String(leverageHundredths), '100', 2), positionMode };
  }

  fetchQuote(instrumentId: string): Promise<PaperQuote> {
    return this.#market.fetchQuote(instrumentId);
  }

  async fetchBalanceChanges(sinceMs: number): Promise<readonly BalanceChange[]> {
    await this.#settled();
    return this.#account.records.changes.filter(({ venueMs }) => venueMs >= sinceMs);
  }

  async fetchCloses(sinceMs: number): Promise<readonly VenueClose[]> {
    await this.#settled();
    return this.#account.records.closes.filter(({ venueMs }) => venueMs >= sinceMs);
  }

  requestRate(): undefined {
    return undefined;
  }

  /** Acts and keeps it; that all is already as was asked for is no refusal. */
  async #act(act: Parameters<PaperAccount['request']>[0]): Promise<void> {
    try {
      this.#account.request(act);
    } catch (error) {
      if (!(error instanceof AppError) || error.details['venueCode'] !== 'not-modified') throw error;
    }
    await this.#account.commit();
  }

  /** What is told of has been kept. */
  async #settled(): Promise<void> {
    await this.#account.open();
    await this.#account.commit();
  }

  /** The venue's id of an order with this client order id, open or ended. */
  #find({ clientOrderId, instrumentId }: OrderPlacement): string | undefined {
    const reference = { clientOrderId, instrumentId };
    const open = this.#findOpen(reference);
    return open ? toVenueOrderId(open.orderId) : this.#findEnded(reference)?.order.venueOrderId;
  }

  #findOpen({ clientOrderId, venueOrderId }: OrderReference): EngineOrder | undefined {
    const orderId = venueOrderId === undefined ? undefined : toOrderId(venueOrderId);
    if (orderId !== undefined) return this.#account.engine.order({ accountId: paperAccountId, orderId });
    if (clientOrderId === undefined) return undefined;
    return this.#account.engine.order({ accountId: paperAccountId, clientOrderId });
  }

  #findEnded({ clientOrderId, venueOrderId }: OrderReference): VenueOrder | undefined {
    return this.#account.records.endedOrders.findLast((ended) =>
      venueOrderId === undefined ? ended.clientOrderId === clientOrderId : ended.order.venueOrderId === venueOrderId,
    );
  }

  #need(reference: OrderReference): number {
    const open = this.#findOpen(reference);
    if (open) return open.orderId;
    const ended = this.#findEnded(reference);
    const state = ended ? `is ${ended.order.status} already` : 'does not exist';
    const message = `The order ${reference.clientOrderId ?? reference.venueOrderId ?? ''} ${state}. Nothing was changed.`;
    throw new AppError('rejected', message, { details: { venueCode: 'unknown-order', venueMessage: message } });
  }
}
