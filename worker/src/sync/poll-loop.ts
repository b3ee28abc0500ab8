import type { AppError } from '@tapedeck/core';
import { backoffMs } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import type { TimerWheel, WheelTimer } from '../timer-wheel.ts';

export interface PollLoopOptions {
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly intervalMs: () => number;
  /** False while the account is paused or given up. */
  readonly isWanted: () => boolean;
  /** Begins a poll; `finished` says that it has ended. Must not throw. */
  readonly poll: () => void;
}

/** Pauses between tries while the venue fails: short, so that its return is noticed within a second. */
const venueRetry = { firstMs: 200, maxMs: 1_000 };
/** A refused key, or an account that is not spoken to, does not mend itself in a second. */
const unauthorizedRetry = { firstMs: 10_000, maxMs: 60_000 };
/** Whoever asks on after too many requests is shut out for longer. */
const limitedRetry = { firstMs: 500, maxMs: 4_000 };
const barredRetry = { firstMs: 10_000, maxMs: 60_000 };
/** The polls of many accounts start together, this often. */
const pollGridMs = 100;

/** Polls one at a time, at an interval that it keeps to however long the venue takes; one that failed is repeated soon. */
export class PollLoop {
  readonly #options: PollLoopOptions;
  #polling = false;
  #again = false;
  #startedMs = 0;
  #failures = 0;
  #retry = venueRetry;
  readonly #timer: WheelTimer;

  constructor(options: PollLoopOptions) {
    this.#options = options;
    this.#timer = options.wheel.timer(() => this.#begin());
  }

  /** Polls that failed since the last one that did not. */
  get failures(): number {
    return this.#failures;
  }

  /** Polls at once, or right after the poll that is under way. */
  now(): void {
    if (this.#polling) this.#again = true;
    else this.schedule(0);
  }

  schedule(delayMs: number): void {
    this.#timer.around(delayMs, pollGridMs);
  }

  #begin(): void {
    if (this.#polling || !this.#options.isWanted()) return;
    this.#polling = true;
    this.#startedMs = this.#options.clock.monotonicMs();
    this.#options.poll();
  }

  /** The poll that is under way has ended, well or not. */
  finished(): void {
    this.#polling = false;
    if (this.#options.isWanted()) this.schedule(this.#nextDelayMs());
  }

  stop(): void {
    this.#timer.cancel();
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(error: AppError): void {
    this.#failures += 1;
    this.#retry = retryAfter(error);
  }

  #nextDelayMs(): number {
    if (this.#again) {
      this.#again = false;
      return 0;
    }
    if (this.#failures > 0) return backoffMs(this.#failures, this.#retry);
    const { clock, intervalMs } = this.#options;
    return Math.max(0, intervalMs() - (clock.monotonicMs() - this.#startedMs));
  }
}

function retryAfter(error: AppError): { readonly firstMs: number; readonly maxMs: number } {
  if (error.code === 'unauthorized-at-broker' || error.code === 'unsupported') return unauthorizedRetry;
  if (error.code !== 'rate-limited') return venueRetry;
  return error.details['httpStatus'] === 403 ? barredRetry : limitedRetry;
}
