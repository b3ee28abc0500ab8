import type { Clock } from '../clock.ts';

/** This worker's lease; all times are of the monotonic clock. */
export interface HeldLease {
  /** Time for which it certainly holds. */
  readonly remainingMs: () => number;
  /** Since when it has held without a break. */
  readonly heldSinceMs: () => number;
  /** What of it an act on a venue has to have left. */
  readonly marginMs: number;
}

export interface AccountHoldOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly lease: HeldLease;
  /** The monotonic clock when the account was claimed, from before it was asked for. */
  readonly claimedMs: number;
}

/**
 * Whether this worker may still act on an account. A lease that lapsed, as while the process was frozen, is renewed as if
 * nothing had been, though another worker may have taken the account meanwhile. So after a lapse the hold counts again only
 * once a write has been committed that such a claim would have refused, and that was handed over after the renewal.
 */
export class AccountHold {
  readonly #options: AccountHoldOptions;
  #provenMs: number;
  #handedOverMs = 0;

  constructor(options: AccountHoldOptions) {
    this.#options = options;
    this.#provenMs = options.claimedMs;
  }

  get isProven(): boolean {
    return this.#provenMs >= this.#options.lease.heldSinceMs();
  }

  /** Time for which the account is certainly this worker's. */
  remainingMs(): number {
    return this.isProven ? this.#options.lease.remainingMs() : 0;
  }

  /** A fenced write goes to Firestore. */
  handedOver(): void {
    this.#handedOverMs = this.#options.clock.monotonicMs();
  }

  /** It was accepted: nobody had taken the account by then. */
  committed(): void {
    this.#provenMs = this.#handedOverMs;
  }
}
