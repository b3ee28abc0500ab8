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

/**
 * Renews this worker's lease. It is stated in Firestore's clock and counted on the monotonic one. How the two compare is
 * known only within the time that a renewal took, so it counts for what it certainly had left when it was sent.
 */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  /** Firestore's clock minus ours. */
  #offsetMs = 0;
  /** The end that Firestore has, in its own clock. */
  #expiresMs = 0;
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
    // An answer that was held up makes Firestore's clock look late; the end must not move back for it.
    let expiresMs = Math.max(this.#expiresMs, sentMs + this.#offsetMs + leaseMs);
    const state = () => withDeadline(store.renew(beat(), sentMs, expiresMs), renewDeadlineMs, 'Firestore');
    const serverMs = await state();
    const middleMs = (sentMs + clock.nowMs()) / 2;
    const offsetMs = serverMs - middleMs;
    const offBy = Math.abs(offsetMs - this.#offsetMs);
    this.#offsetMs = offsetMs;
    // It may have lapsed on the way as well: only an answer within the time of the renewal before leaves no gap.
    const wasLapsed = this.remainingMs() === 0;
    if (wasLapsed) this.#heldSinceMs = Number.POSITIVE_INFINITY;
    // Written by a clock that was off: state it again by Firestore's before anybody reads it.
    if (offBy > leaseMs / 4) {
      expiresMs = Math.max(this.#expiresMs, serverMs + leaseMs);
      await state();
    }
    this.#expiresMs = expiresMs;
    // Firestore's clock read `serverMs` at some moment after the renewal was sent.
    this.#holdsUntilMs = sentMonotonicMs + expiresMs - serverMs;
    if (wasLapsed) this.#heldSinceMs = clock.monotonicMs();
    onRenewed(wasLapsed);
  }
}
