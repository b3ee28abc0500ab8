import { AppError } from '@tapedeck/core';
import type { Clock } from './clock.ts';
import type { TimerWheel } from './timer-wheel.ts';

/** Settles as `work` does, or rejects with `outcome-unknown` after `deadlineMs`; what `work` does later is not heard. */
export function withDeadline<Result>(work: Promise<Result>, deadlineMs: number, what: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(noAnswer(what, deadlineMs));
    }, deadlineMs);
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

export interface RecurringDeadlineOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly wheel: TimerWheel;
  readonly deadlineMs: number;
  readonly what: string;
}

/**
 * `withDeadline` for what is asked over and over, one question at a time: its timer is set once in a deadline instead of
 * with each question, of which a worker with many accounts asks a thousand a second.
 */
export class RecurringDeadline {
  readonly #options: RecurringDeadlineOptions;
  #askedMs = 0;
  #giveUp: ((error: AppError) => void) | undefined;
  #waits = false;

  constructor(options: RecurringDeadlineOptions) {
    this.#options = options;
  }

  /** Settles as `work` does, or rejects with `outcome-unknown` after the deadline. */
  watch<Result>(work: Promise<Result>): Promise<Result> {
    const { clock, deadlineMs } = this.#options;
    return new Promise((resolve, reject) => {
      this.#askedMs = clock.monotonicMs();
      // Not taken back when the answer comes: a promise that has settled does not hear of it.
      this.#giveUp = reject;
      if (!this.#waits) this.#wait(deadlineMs);
      work.then(resolve, reject);
    });
  }

  #wait(delayMs: number): void {
    const { clock, deadlineMs, wheel, what } = this.#options;
    this.#waits = true;
    wheel.after(delayMs, () => {
      this.#waits = false;
      const leftMs = this.#askedMs + deadlineMs - clock.monotonicMs();
      if (leftMs > 0) this.#wait(leftMs);
      else this.#giveUp?.(noAnswer(what, deadlineMs));
    });
  }
}

function noAnswer(what: string, deadlineMs: number): AppError {
  return new AppError('outcome-unknown', `${what} gave no answer within ${deadlineMs / 1000} s.`);
}
