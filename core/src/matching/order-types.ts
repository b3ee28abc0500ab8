import type { Decimal } from '../decimal.ts';
import type { OrderSide, OrderStatus, TimeInForce } from '../model/order.ts';
import type { PositionSlot } from '../model/position.ts';

export const engineOrderTypes = [
  'market',
  'limit',
  'stop',
  'stop-limit',
  'take-profit',
  'take-profit-limit',
  'trailing-stop',
] as const;
export type EngineOrderType = (typeof engineOrderTypes)[number];

export const triggerSources = ['last', 'mark'] as const;
/** The price that a trigger watches. */
export type TriggerSource = (typeof triggerSources)[number];

/** An order as it is asked for: decimals, not yet checked against tick and step. */
export interface OrderRequest {
  readonly accountId: string;
  readonly instrumentId: string;
  /** Unique among the orders that the account still has and the finished ones that the engine still remembers. */
  readonly clientOrderId?: string;
  readonly side: OrderSide;
  readonly type: EngineOrderType;
  readonly quantity: Decimal;
  /** Required by `limit`, `stop-limit` and `take-profit-limit`; not allowed otherwise. */
  readonly limitPrice?: Decimal;
  /** Required by the four stop and take-profit types; for `trailing-stop` the price that starts the trailing. */
  readonly triggerPrice?: Decimal;
  /** Default `last`. */
  readonly triggerBy?: TriggerSource;
  /** Required by `trailing-stop`: how far the trigger stays behind the best price. */
  readonly trailingDistance?: Decimal;
  /** Default `GTC`; a market order is carried out as `IOC` unless it says `FOK`. */
  readonly timeInForce?: TimeInForce;
  readonly reduceOnly?: boolean;
  /** Reduce-only, and sized to the position at the moment the trigger fires. */
  readonly closeOnTrigger?: boolean;
  /** Default `net`; `long` or `short` when the account is in hedge mode. */
  readonly slot?: PositionSlot;
  /** Put on the position when the order first fills. */
  readonly protection?: ProtectionRequest;
}

/** Protection of a whole position. Absent leaves as it is, `null` removes. */
export interface ProtectionRequest {
  readonly stopLoss?: Decimal | null;
  readonly takeProfit?: Decimal | null;
  /** Distance in price. */
  readonly trailingStop?: Decimal | null;
  /** Price from which the trailing stop follows; at once when absent. */
  readonly trailingActivation?: Decimal;
  readonly stopLossBy?: TriggerSource;
  readonly takeProfitBy?: TriggerSource;
}

/** Names an order by the engine's id or by the client's; absent fields of a change stay as they are. */
export interface OrderReference {
  readonly accountId: string;
  readonly orderId?: number;
  readonly clientOrderId?: string;
}

export interface AmendRequest extends OrderReference {
  /** The new total quantity, what is filled already included. */
  readonly quantity?: Decimal;
  readonly limitPrice?: Decimal;
  readonly triggerPrice?: Decimal;
  readonly trailingDistance?: Decimal;
}

/** What the engine made an order for: protection of a position, or its liquidation; `none` when somebody sent it. */
export type OrderRole = 'none' | 'stop-loss' | 'take-profit' | 'trailing-stop' | 'liquidation';

export interface OrderTrigger {
  readonly by: TriggerSource;
  /** `rise` fires at or above `ticks`, `fall` at or below. */
  readonly direction: 'rise' | 'fall';
  /** Absent while a trailing stop has not started. */
  readonly ticks?: number;
  readonly trailing?: {
    readonly distanceTicks: number;
    /** The price that starts the trailing; absent when it started at once. */
    readonly activationTicks?: number;
    /** Best price seen since it started. */
    readonly bestTicks?: number;
  };
}

/** An order in the engine. Never changed in place: every event carries the order as it became. */
export interface EngineOrder {
  readonly orderId: number;
  readonly clientOrderId?: string;
  readonly accountId: string;
  readonly instrumentId: string;
  readonly side: OrderSide;
  readonly type: EngineOrderType;
  readonly timeInForce: TimeInForce;
  readonly status: OrderStatus;
  readonly lots: number;
  readonly filledLots: number;
  /** Price times quantity of all fills, in the quote currency. */
  readonly filledValue: bigint;
  readonly limitTicks?: number;
  readonly trigger?: OrderTrigger;
  /** Conditional order: true once its trigger has fired. */
  readonly triggered: boolean;
  readonly reduceOnly: boolean;
  readonly closeOnTrigger: boolean;
  readonly slot: PositionSlot;
  readonly role: OrderRole;
  readonly protection?: ProtectionRequest;
  /** Place in the queue: the lower goes first at the same price. */
  readonly priority: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}
