import { toAppError, type AppError } from '@tapedeck/core';
import type { Clock } from '../clock.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import { withDeadline } from '../with-deadline.ts';
import type { WorkerBeat } from '../store/lease-store.ts';

export interface LeaseRenewal {
  /** Returns Firestore's clock at the renewal. */
  renew(beat: WorkerBeat, nowMs: number, leaseExpiresAtMs: number): Promise<number>;
}

export interface LeaseKeeperOptions {
  readonly store: LeaseRenewal;
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly leaseMs: number;
  readonly beat: () => WorkerBeat;
  readonly onRenewed: (wasLapsed: boolean) => void;
  readonly onError: (error: AppError) => void;
}

const renewDeadlineMs = 4_000;
/** A renewal that failed is tried again this soon: the first that goes through says that Firestore is back. */
const retryMs = 500;

/** Renews this worker's lease. How long it holds is counted on the monotonic clock from before the renewal was sent. */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  /** Firestore's clock minus ours; the lease is stated in Firestore's. */
  #offsetMs = 0;
  #holdsUntilMs = 0;
  #heldSinceMs = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
  }

  /** Resolves with the first renewal; rejects when Firestore does not take it. */
  async start(): Promise<void> {
    await this.#renew();
    this.#schedule(this.#options.leaseMs * 0.3);
  }

  /** Time for which the lease certainly holds; 0 when it may have lapsed. */
  remainingMs(): number {
    return Math.max(0, this.#holdsUntilMs - this.#options.clock.monotonicMs());
  }

  /** Since when the lease has held without a break, on the monotonic clock. */
  heldSinceMs(): number {
    return this.#heldSinceMs;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #schedule(delayMs: number): void {
    if (this.#stopped) return;
    const { wheel, leaseMs, onError } = this.#options;
    this.#cancel = wheel.after(delayMs, () => {
      this.#renew().then(
        () => this.#schedule(leaseMs * 0.3),
        (error: unknown) => {
          onError(toAppError(error));
          this.#schedule(retryMs);
        },
      );
    });
  }

  async #renew(): Promise<void> {
    const { store, clock, beat, leaseMs, onRenewed } = this.#options;
    const sentMs = clock.nowMs();
    const sentMonotonicMs = clock.monotonicMs();
    const expiresMs = sentMs + this.#offsetMs + leaseMs;
    const serverMs = await withDeadline(store.renew(beat(), sentMs, expiresMs), renewDeadlineMs, 'Firestore');
    const middleMs = (sentMs + clock.nowMs()) / 2;
    const offsetMs = serverMs - middleMs;
    const offBy = Math.abs(offsetMs - this.#offsetMs);
    this.#offsetMs = offsetMs;
    // It may have lapsed on the way as well: only an answer within the time of the renewal before leaves no gap.
    const wasLapsed = this.remainingMs() === 0;
    if (wasLapsed) this.#heldSinceMs = Number.POSITIVE_INFINITY;
    this.#holdsUntilMs = sentMonotonicMs + leaseMs;
    // Written by a clock that was off: state it again by Firestore's before anybody reads it.
    if (offBy > leaseMs / 4) await store.renew(beat(), sentMs, serverMs + leaseMs);
    if (wasLapsed) this.#heldSinceMs = clock.monotonicMs();
    onRenewed(wasLapsed);
  }
}
