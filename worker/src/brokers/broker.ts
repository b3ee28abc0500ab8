import type { AccountFigures, AccountSnapshot, Balance, Decimal, Fill, Instrument, Position } from '@tapedeck/core';

/** Why the venue executed something: what a trade event is derived from. */
export type ExecutionCause =
  'order' | 'stop-loss' | 'take-profit' | 'trailing-stop' | 'liquidation' | 'auto-deleverage';

/** One of our own executions that moved a position or a spot balance. Funding is none. */
export interface Execution {
  readonly fill: Fill;
  readonly positionId?: string;
  readonly cause: ExecutionCause;
  /** Quantity that closed a position; absent or zero when it only opened one. */
  readonly closedQuantity?: Decimal;
  readonly realisedPnl?: Decimal;
}

/** What the venue pushes on the account's private stream. */
export type StreamEvent =
  | {
      readonly kind: 'positions';
      /** The new whole of each position named; `undefined` for one that is closed. Others stand as they were. */
      readonly positions: ReadonlyMap<string, Position | undefined>;
      readonly venueMs: number;
      readonly readMs: number;
    }
  | {
      readonly kind: 'wallet';
      readonly balances: readonly Balance[];
      /** Only the figures that the event carries. */
      readonly figures: AccountFigures;
      readonly venueMs: number;
      readonly readMs: number;
    }
  | { readonly kind: 'executions'; readonly executions: readonly Execution[]; readonly readMs: number }
  | { readonly kind: 'link'; readonly state: StreamLink; readonly error?: unknown };

/** `live`: subscribed and heard from; `silent`: no frame for 20 s, being reconnected. */
export type StreamLink = 'connecting' | 'live' | 'silent' | 'off';

/**
 * One broker account, read. Implementations translate the venue's fields in a mapper and never let them out.
 *
 * Failures are AppErrors: `retryable` (network, 5xx, rate limit, maintenance), `unauthorized-at-broker` (key wrong,
 * revoked or without the right), `invalid-venue-data` (an answer that contradicts itself, quoted in `details`).
 */
export interface Broker {
  /** Opens the account: loads instruments, checks the key, compares clocks. May be called again after a failure. */
  connect(): Promise<void>;
  /** Known after `connect`. */
  instruments(): ReadonlyMap<string, Instrument>;
  /** Venue clock minus worker clock in milliseconds, as last measured. */
  clockSkewMs(): number | undefined;
  fetchSnapshot(): Promise<AccountSnapshot>;
  /** Executions from `sinceMs` (the venue's clock) on, oldest first; follows the venue's pages to the end. */
  fetchExecutions(sinceMs: number): Promise<readonly Execution[]>;
  /** Subscribes to the private stream and keeps it up until the returned function is called. */
  watch(listener: (event: StreamEvent) => void): () => void;
  /** Ends every connection and timer. */
  close(): Promise<void>;
}
