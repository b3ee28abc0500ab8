import {
  AppError,
  addDecimals,
  createPosition,
  everyCapability,
  hasOrderEnded,
  multiplyDecimals,
  subtractDecimals,
  type BalanceChange,
  type InstrumentTerms,
  type OrderTerms,
} from '@tapedeck/core';
import { perpetualTerms, spotTerms } from '@tapedeck/core/risk/check-fixture';
import type {
  OrderPlacement,
  OrderReference,
  RequestRate,
  StopChanges,
  TradingPort,
  VenueClose,
  VenueOrder,
} from '../brokers/trading-port.ts';
import type { FakeBroker } from './fake-broker.ts';
import type { FakeClock } from './fake-clock.ts';

/** What becomes of the next requests to place an order. */
export type PlaceOutcome =
  | 'taken'
  /** Taken, but the answer is lost. */
  | 'answer-lost'
  /** The request is lost on its way. */
  | 'request-lost'
  | 'refused'
  /** Certain that it did not reach the venue. */
  | 'not-sent';

/** A venue in memory: limit orders rest, market orders fill at once, and it remembers every request. */
export class MemoryVenue implements TradingPort {
  readonly capabilities = everyCapability;
  settleMs = 6_000;
  outcome: PlaceOutcome = 'taken';
  /** Thrown by every question while set. */
  failure: AppError | undefined;
  /** Whether the stream tells of orders and fills. */
  pushes = true;
  rate: RequestRate | undefined;
  /** Time that a request to place an order takes on its way there. */
  latencyMs = 0;
  leverage = '10';
  markPrice = '50000';
  unseen: readonly string[] = [];
  readonly requests: string[] = [];
  readonly placements: OrderPlacement[] = [];
  readonly orders = new Map<string, VenueOrder>();
  balanceChanges: BalanceChange[] = [];
  closes: VenueClose[] = [];
  readonly #clock: FakeClock;
  readonly #broker: FakeBroker;
  #count = 0;

  constructor(clock: FakeClock, broker: FakeBroker) {
    this.#clock = clock;
    this.#broker = broker;
    broker.trading = this;
  }

  get open(): readonly VenueOrder[] {
    return [...this.orders.values()].filter(({ order }) => !hasOrderEnded(order.status));
  }

  terms(): ReadonlyMap<string, InstrumentTerms> {
    return new Map([perpetualTerms, spotTerms].map((terms) => [terms.id, terms]));
  }

  async placeOrder(placement: OrderPlacement): Promise<{ readonly venueOrderId?: string }> {
    this.requests.push(`place ${placement.clientOrderId}`);
    this.placements.push(placement);
    const { outcome, latencyMs } = this;
    if (latencyMs > 0) await new Promise<void>((resolve) => this.#clock.after(latencyMs, resolve));
    if (outcome === 'refused') {
      throw new AppError('rejected', 'Not enough margin.', { details: { venueCode: '110007' } });
    }
    if (outcome === 'not-sent') throw new AppError('retryable', 'The venue cannot be reached.');
    if (outcome !== 'request-lost') this.#take(placement);
    if (outcome !== 'taken') throw new AppError('outcome-unknown', 'The venue gave no answer.');
    return {};
  }

  async amendOrder(reference: OrderReference, changes: Partial<OrderTerms>): Promise<void> {
    this.requests.push(`amend ${reference.clientOrderId ?? ''}`);
    const found = this.#find(reference);
    if (!found) throw new AppError('rejected', 'There is no such order.');
    this.#change({ ...found, order: { ...found.order, ...changes, updatedAtMs: this.#clock.nowMs() } });
  }

  async cancelOrder(reference: OrderReference): Promise<void> {
    this.#ask(`cancel ${reference.clientOrderId ?? reference.venueOrderId ?? ''}`);
    const found = this.#find(reference);
    if (found) this.#end(found);
  }

  async cancelAll(): Promise<void> {
    this.#ask('cancelAll');
    for (const order of this.open) this.#end(order);
  }

  async fetchOrder(reference: OrderReference): Promise<VenueOrder | undefined> {
    this.#ask(`fetch ${reference.clientOrderId ?? reference.venueOrderId ?? ''}`);
    return this.#find(reference);
  }

  async fetchOpenOrders(): Promise<readonly VenueOrder[]> {
    this.#ask('fetchOpenOrders');
    return this.open;
  }

  async fetchOrders(sinceMs: number): Promise<readonly VenueOrder[]> {
    return [...this.orders.values()].filter(({ order }) => order.updatedAtMs >= sinceMs);
  }

  async setStops(position: { readonly instrumentId: string }, stops: StopChanges): Promise<void> {
    this.#ask(`setStops ${JSON.stringify(stops)}`);
    this.#broker.positions = this.#broker.positions.map((known) => {
      if (known.instrumentId !== position.instrumentId) return known;
      const { stopLoss: _stopLoss, ...rest } = known;
      return typeof stops.stopLoss === 'string' ? { ...rest, stopLoss: stops.stopLoss } : rest;
    });
  }

  async setLeverage(_instrumentId: string, leverage: string): Promise<void> {
    this.#ask(`setLeverage ${leverage}`);
    this.leverage = leverage;
  }

  async setPositionMode(): Promise<void> {
    this.#ask('setPositionMode');
  }

  async fetchSettings() {
    this.requests.push('fetchSettings');
    return { leverage: this.leverage, positionMode: 'netting' as const };
  }

  async fetchQuote(instrumentId: string) {
    this.requests.push(`fetchQuote ${instrumentId}`);
    const nowMs = this.#clock.nowMs();
    const { markPrice } = this;
    return { instrumentId, markPrice, bidPrice: markPrice, askPrice: markPrice, venueMs: nowMs, readMs: nowMs };
  }

  async fetchBalanceChanges(sinceMs: number) {
    return this.balanceChanges.filter(({ venueMs }) => venueMs >= sinceMs);
  }

  async fetchCloses(sinceMs: number) {
    return this.closes.filter(({ venueMs }) => venueMs >= sinceMs);
  }

  requestRate(): RequestRate | undefined {
    return this.rate;
  }

  /** Fills an order whole at its limit, else at the mark price. */
  fill(clientOrderId: string): void {
    const found = this.orders.get(clientOrderId);
    if (!found) throw new Error(`There is no order ${clientOrderId}.`);
    const { order } = found;
    const price = order.limitPrice ?? this.markPrice;
    const nowMs = this.#clock.nowMs();
    const { venueOrderId, instrumentId, side, quantity, reduceOnly } = order;
    const fill = {
      id: `fill-${++this.#count}`,
      clientOrderId,
      venueOrderId,
      instrumentId,
      side,
      price,
      quantity,
      fee: '0.01',
      feeCurrency: 'USDT',
      venueMs: nowMs,
    };
    const execution = { fill, positionId: `${instrumentId}_net`, cause: 'order' as const };
    this.#broker.executions.push(execution);
    this.#broker.traded = subtractDecimals(this.#broker.traded, fill.fee);
    const { tickSize, stepSize, contractSize } = perpetualTerms;
    if (reduceOnly) {
      const held = this.#broker.positions.find((known) => known.instrumentId === instrumentId);
      const gain = subtractDecimals(price, held?.entryPrice ?? price);
      const result = multiplyDecimals(gain, side === 'sell' ? quantity : `-${quantity}`);
      this.#broker.traded = addDecimals(this.#broker.traded, result);
      this.#broker.positions = this.#broker.positions.filter((known) => known.instrumentId !== instrumentId);
    } else {
      const opened = {
        instrumentId,
        slot: 'net' as const,
        quantity,
        entryPrice: price,
        tickSize,
        stepSize,
        contractSize,
      };
      this.#broker.positions.push(createPosition({ ...opened, side: side === 'buy' ? 'long' : 'short' }));
    }
    if (this.pushes) this.#broker.emit({ kind: 'executions', executions: [execution], readMs: nowMs });
    this.#change({
      ...found,
      order: { ...order, status: 'filled', filledQuantity: quantity, averageFillPrice: price, updatedAtMs: nowMs },
    });
  }

  /** An order that somebody makes in the venue's own app. */
  makeElsewhere(): VenueOrder {
    const found = this.#toOrder({
      clientOrderId: '',
      instrumentId: perpetualTerms.id,
      side: 'buy',
      type: 'limit',
      timeInForce: 'GTC',
      quantity: '0.1',
      limitPrice: '40000',
      reduceOnly: false,
      slot: 'net',
    });
    const external = { order: found.order };
    this.#change(external);
    return external;
  }

  #take(placement: OrderPlacement): void {
    const { clientOrderId } = placement;
    if (this.orders.has(clientOrderId)) return;
    this.#change(this.#toOrder(placement));
    if (placement.type === 'market') this.fill(clientOrderId);
  }

  #toOrder(placement: OrderPlacement): VenueOrder {
    const { clientOrderId, instrumentId, side, type, timeInForce, quantity, limitPrice, reduceOnly, slot } = placement;
    const nowMs = this.#clock.nowMs();
    return {
      clientOrderId,
      order: {
        venueOrderId: `v-${++this.#count}`,
        instrumentId,
        side,
        type,
        timeInForce,
        quantity,
        ...(limitPrice !== undefined && { limitPrice }),
        reduceOnly,
        slot,
        status: 'working',
        filledQuantity: '0',
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
      },
    };
  }

  #change(order: VenueOrder): void {
    this.orders.set(order.clientOrderId ?? order.order.venueOrderId, order);
    if (this.pushes) this.#broker.emit({ kind: 'orders', orders: [order], readMs: this.#clock.nowMs() });
  }

  #end(found: VenueOrder): void {
    if (hasOrderEnded(found.order.status)) return;
    this.#change({ ...found, order: { ...found.order, status: 'cancelled', updatedAtMs: this.#clock.nowMs() } });
  }

  #find({ clientOrderId, venueOrderId }: OrderReference): VenueOrder | undefined {
    return [...this.orders.values()].find(
      (found) =>
        (venueOrderId !== undefined && found.order.venueOrderId === venueOrderId) ||
        (clientOrderId !== undefined && found.clientOrderId === clientOrderId),
    );
  }

  #ask(request: string): void {
    this.requests.push(request);
    if (this.failure) throw this.failure;
  }
}
