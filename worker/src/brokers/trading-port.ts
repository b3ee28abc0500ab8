import type {
  BalanceChange,
  Decimal,
  InstrumentTerms,
  Order,
  OrderReason,
  OrderSide,
  OrderTerms,
  OrderType,
  PositionMode,
  PositionSlot,
  QuoteDocument,
  TimeInForce,
  TradingCapabilities,
  TriggerSource,
} from '@tapedeck/core';

/** An order as the venue tells of it. */
export interface VenueOrder {
  /** Absent for an order that was made elsewhere without one. */
  readonly clientOrderId?: string | undefined;
  readonly order: Omit<Order, 'clientOrderId' | 'venueOrderId'> & { readonly venueOrderId: string };
  /** Why it ended, such as the venue's code of a rejection. */
  readonly reason?: OrderReason | undefined;
}

/** An order as it goes to the venue: every quantity and price worked out, on step and tick. */
export interface OrderPlacement {
  readonly clientOrderId: string;
  readonly instrumentId: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: Decimal;
  readonly limitPrice?: Decimal | undefined;
  readonly triggerPrice?: Decimal | undefined;
  readonly trailingDistance?: Decimal | undefined;
  readonly triggerBy?: TriggerSource | undefined;
  readonly reduceOnly: boolean;
  readonly slot: PositionSlot;
  readonly stopLoss?: Decimal | undefined;
  readonly takeProfit?: Decimal | undefined;
}

/** By our id where the order has one, else by the venue's. */
export interface OrderReference {
  readonly instrumentId: string;
  readonly clientOrderId?: string | undefined;
  readonly venueOrderId?: string | undefined;
  /** Conditional orders stand in a list of their own at some venues. */
  readonly type?: OrderType | undefined;
}

/** Absent leaves as it is, `null` removes. */
export interface StopChanges {
  readonly stopLoss?: Decimal | null | undefined;
  readonly takeProfit?: Decimal | null | undefined;
  readonly trailingStop?: Decimal | null | undefined;
  readonly triggerBy?: TriggerSource | undefined;
}

/** What closed a position by the venue's own account of it. */
export interface VenueClose {
  readonly id: string;
  readonly venueOrderId: string;
  readonly instrumentId: string;
  readonly quantity: Decimal;
  /** The venue's own figure, fees as it counts them. */
  readonly pnl: Decimal;
  readonly venueMs: number;
}

/** Share of the venue's limit on order requests in its present window. */
export interface RequestRate {
  readonly limit: number;
  readonly used: number;
}

/**
 * What trades on one account. An answer to a request is no confirmation: orders are confirmed by the stream or a query.
 *
 * Failures are AppErrors. `rejected` (with the venue's code and sentence in `details`): the venue said no and nothing
 * stands. `outcome-unknown`: the request may have been carried out; look it up, never send it again. `rate-limited` and
 * `retryable` are used only where it is certain that the request did not reach the venue.
 */
export interface TradingPort {
  /** What can be asked for; everything else is refused as `unsupported` before anything is sent. */
  readonly capabilities: TradingCapabilities;
  /**
   * After so long a request that the venue has not heard of never will be heard of: its expiry at the venue, and how late
   * the venue may list what it took.
   */
  readonly settleMs: number;
  /** What has to be known of an instrument before an order, fee rates included; by instrument id, after `connect`. */
  terms(): ReadonlyMap<string, InstrumentTerms>;
  /** Resolves when the venue has taken the request. A duplicate client order id resolves too: that order stands. */
  placeOrder(placement: OrderPlacement): Promise<{ readonly venueOrderId?: string | undefined }>;
  amendOrder(reference: OrderReference, changes: Partial<OrderTerms>): Promise<void>;
  /** Resolves when the order is cancelled, or had ended before. */
  cancelOrder(reference: OrderReference): Promise<void>;
  /** Every open order, conditional ones included; of one instrument where named. */
  cancelAll(instrumentId?: string): Promise<void>;
  /** The order as it stands, looked up among open and ended ones; `undefined` when the venue has none of it. */
  fetchOrder(reference: OrderReference): Promise<VenueOrder | undefined>;
  /** Every open order, conditional ones included; follows pages to the end. */
  fetchOpenOrders(): Promise<readonly VenueOrder[]>;
  /** Orders that changed from `sinceMs` (the venue's clock) on, ended ones included; oldest first. */
  fetchOrders(sinceMs: number): Promise<readonly VenueOrder[]>;
  /** Stop, target and trailing stop of an open position, whole. */
  setStops(position: { readonly instrumentId: string; readonly slot: PositionSlot }, stops: StopChanges): Promise<void>;
  setLeverage(instrumentId: string, leverage: Decimal): Promise<void>;
  setPositionMode(mode: PositionMode): Promise<void>;
  /** Leverage setting and position mode of an instrument as they stand. */
  fetchSettings(
    instrumentId: string,
  ): Promise<{ readonly leverage?: Decimal | undefined; readonly positionMode?: PositionMode | undefined }>;
  /** Newest prices. */
  fetchQuote(instrumentId: string): Promise<Omit<QuoteDocument, 'committedAt'>>;
  /** Changes of balances that are no trades (funding, transfers, …) from `sinceMs` on, oldest first. */
  fetchBalanceChanges(sinceMs: number): Promise<readonly BalanceChange[]>;
  /** Closes by the venue's own count from `sinceMs` on, oldest first. */
  fetchCloses(sinceMs: number): Promise<readonly VenueClose[]>;
  /** The account's use of the venue's limit on order requests; absent where the venue tells none. */
  requestRate(): RequestRate | undefined;
  /** What may stand on the account and is neither read nor cancelled here, in words such as "trigger orders". */
  readonly unseen?: readonly string[];
}
