import type {
  AccountFigures,
  AccountSnapshot,
  Balance,
  Decimal,
  ExecutionCause,
  Fill,
  Instrument,
  Position,
} from '@tapedeck/core';
import type { TradingPort, VenueOrder } from './trading-port.ts';

/** One of our own executions that moved a position or a spot balance. Funding is none. */
export interface Execution {
  readonly fill: Fill;
  /** Absent for spot, and where the venue does not say which of two sides it moved. */
  readonly positionId?: string;
  readonly cause: ExecutionCause;
  /** True where the venue says that its order has no client order id, as each of ours has; absent where it names none. */
  readonly withoutClientOrderId?: true;
  /** Quantity that closed a position; absent or zero when it only opened one. */
  readonly closedQuantity?: Decimal;
  readonly realisedPnl?: Decimal;
  /** The venue's own count, where it keeps one: orders fills of one millisecond. */
  readonly sequence?: number;
}

/** What the venue pushes on the account's private stream. */
export type StreamEvent =
  | {
      readonly kind: 'positions';
      /** The new whole of each position named; `undefined` for one that is closed. Others stand as they were. */
      readonly positions: ReadonlyMap<string, Position | undefined>;
      /** The venue's own count of the changes of each position, where it keeps one: orders pushes of one millisecond. */
      readonly sequences?: ReadonlyMap<string, number> | undefined;
      readonly venueMs: number;
      readonly readMs: number;
    }
  | {
      readonly kind: 'wallet';
      /** The new whole of each balance named, zero included; others stand as they were. */
      readonly balances: readonly Balance[];
      /** Only the figures that the event carries. */
      readonly figures: AccountFigures;
      readonly venueMs: number;
      readonly readMs: number;
    }
  | { readonly kind: 'orders'; readonly orders: readonly VenueOrder[]; readonly readMs: number }
  | { readonly kind: 'executions'; readonly executions: readonly Execution[]; readonly readMs: number }
  | { readonly kind: 'link'; readonly state: StreamLink; readonly error?: unknown };

/** `live`: subscribed and heard from; `silent`: no frame for 20 s, being reconnected. */
export type StreamLink = 'connecting' | 'live' | 'silent' | 'off';

/**
 * One broker account, read. Implementations translate the venue's fields in a mapper and never let them out.
 *
 * Failures are AppErrors: `retryable` (network, 5xx, maintenance, clocks apart), `rate-limited` (ask again later),
 * `unauthorized-at-broker` (key wrong, revoked, without the right, or with the right to withdraw), `invalid-venue-data`
 * (an answer that contradicts itself, quoted in `details`), `unsupported` (a kind of account that is not spoken to).
 * None holds a key, a signature, an address or a raw answer.
 */
export interface Broker {
  /** Opens the account: loads instruments, checks the key, compares clocks. May be called again after a failure. */
  connect(): Promise<void>;
  /** Known after `connect`. */
  instruments(): ReadonlyMap<string, Instrument>;
  /** Venue clock minus worker clock in milliseconds, as last measured. */
  clockSkewMs(): number | undefined;
  /** A whole reading or none: what cannot be understood refuses all of it, lest it look like a closed position. */
  fetchSnapshot(): Promise<AccountSnapshot>;
  /**
   * Executions from `sinceMs` (the venue's clock) on, oldest first; follows the venue's pages to the end. `instrumentIds`
   * are those that something may have happened to, for venues that tell executions of one instrument at a time.
   */
  fetchExecutions(sinceMs: number, instrumentIds?: Iterable<string>): Promise<readonly Execution[]>;
  /**
   * Subscribes to the private stream and keeps it up until the returned function is called. May come before `connect`;
   * the stream then opens when that is done. After each `live` something may have been missed: read again.
   */
  watch(listener: (event: StreamEvent) => void): () => void;
  /** What trades on the account; absent where it can only be read. */
  readonly trading?: TradingPort | undefined;
  /** Ends every connection and timer. */
  close(): Promise<void>;
}
