import type { Decimal } from '../decimal.ts';
import type { OrderSide } from '../model/order.ts';
import type { PositionSlot } from '../model/position.ts';
import type { AccountSettings, EngineLedgerKind, EnginePosition, InstrumentSettings } from './account-types.ts';
import type { EngineOrder, OrderRequest } from './order-types.ts';
import type { Rejection } from './outcome.ts';

export const cancelReasons = [
  'requested',
  /** IOC or market: the book gave no more. */
  'no-liquidity',
  /** What is left would trade beyond the price band. */
  'price-band',
  /** It met a newer order of the same account. */
  'self-trade',
  /** Nothing is left that it could reduce. */
  'reduce-only',
  /** Protection of a position that is closed. */
  'position-closed',
  /** Protection that was removed or replaced, or whose sibling fired. */
  'protection-changed',
  'liquidation',
] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** What made an order execute. */
export type ExecutionCause = 'order' | 'stop' | 'stop-loss' | 'take-profit' | 'trailing-stop' | 'liquidation';

/** Our side of one match. */
export interface Execution {
  readonly executionId: number;
  /** Both sides of a match of two accounts carry the same id. */
  readonly matchId: number;
  readonly accountId: string;
  readonly instrumentId: string;
  /** The order; for a liquidation one that the engine made. */
  readonly orderId: number;
  readonly clientOrderId?: string;
  readonly side: OrderSide;
  readonly slot: PositionSlot;
  readonly ticks: number;
  readonly lots: number;
  /** Price times quantity, in the quote currency. */
  readonly value: bigint;
  readonly liquidity: 'maker' | 'taker';
  readonly cause: ExecutionCause;
  /** Positive is paid, negative is a rebate. */
  readonly fee: bigint;
  readonly feeCurrency: string;
  /** How much of it closed an open position. */
  readonly closedLots: number;
  /** P&L of the closed part, fees left out. */
  readonly realisedPnl: bigint;
  /** True when the other side is an account of this engine. */
  readonly internal: boolean;
  readonly atMs: number;
}

/** One change of one balance. Starting from nothing, the amounts of a currency add up to its balance. */
export interface EngineLedgerEntry {
  readonly entryId: number;
  readonly accountId: string;
  readonly currency: string;
  readonly kind: EngineLedgerKind;
  /** Positive came in, negative went out. */
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  readonly instrumentId?: string;
  readonly executionId?: number;
  readonly atMs: number;
}

type OrderEventType =
  | 'order-accepted'
  | 'order-triggered'
  | 'order-working'
  | 'order-partly-filled'
  | 'order-filled'
  | 'order-amended'
  /** A trailing stop moved its trigger. */
  | 'order-trailed';

/**
 * What happened, in the order it happened. An event carries the whole state of what it changes, so that applying it is
 * an assignment and a list of events rebuilds the accounts.
 */
export type EngineEventBody =
  | { readonly type: 'account-opened'; readonly accountId: string; readonly settings: AccountSettings }
  | { readonly type: 'account-changed'; readonly accountId: string; readonly settings: AccountSettings }
  | {
      readonly type: 'instrument-settings-changed';
      readonly accountId: string;
      readonly instrumentId: string;
      readonly settings: InstrumentSettings;
    }
  | { readonly type: OrderEventType; readonly order: EngineOrder }
  | { readonly type: 'order-cancelled'; readonly order: EngineOrder; readonly reason: CancelReason }
  | {
      readonly type: 'order-rejected';
      readonly rejection: Rejection;
      /** Present when a new order was refused at once; nothing is stored of it. */
      readonly request?: OrderRequest;
      /** Present when the order had been accepted before, as a conditional one, and failed when its trigger fired. */
      readonly order?: EngineOrder;
    }
  | { readonly type: 'execution'; readonly execution: Execution }
  | {
      readonly type: 'position-changed';
      readonly positionId: string;
      readonly accountId: string;
      readonly instrumentId: string;
      /** Absent when the position is closed. */
      readonly position?: EnginePosition;
    }
  | { readonly type: 'balance-changed'; readonly entry: EngineLedgerEntry }
  | {
      readonly type: 'liquidation';
      readonly accountId: string;
      /** Present for an isolated position; absent when all cross positions of `currency` go. */
      readonly positionId?: string;
      readonly currency: string;
      /** Margin that stood against the maintenance margin when it began. */
      readonly margin: bigint;
      readonly maintenanceMargin: bigint;
    }
  | {
      readonly type: 'funding';
      readonly accountId: string;
      readonly positionId: string;
      readonly instrumentId: string;
      readonly rate: Decimal;
      readonly ticks: number;
      /** Positive is received, negative is paid. */
      readonly amount: bigint;
    };

export type EngineEvent = EngineEventBody & {
  /** Counts from 1 without gaps. */
  readonly seq: number;
  readonly atMs: number;
};
