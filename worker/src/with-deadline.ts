import { AppError } from '@tapedeck/core';
import type { Clock } from './clock.ts';
import type { TimerWheel, WheelTimer } from './timer-wheel.ts';

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

export interface RecurringDeadlineOptions<Result> {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly wheel: TimerWheel;
  readonly deadlineMs: number;
  readonly what: string;
  /** The answer to the question asked last. Neither of the two must throw. */
  readonly onResult: (result: Result) => void;
  /** Why there is none: what the question failed with, or `outcome-unknown` after the deadline. */
  readonly onError: (error: unknown) => void;
}

type Ear<Result> = Pick<RecurringDeadlineOptions<Result>, 'onResult' | 'onError'>;

/**
 * `withDeadline` for what is asked over and over, one question at a time, of which a worker with many accounts asks a
 * thousand a second: its timer is set once in a deadline instead of with each question, and a question makes no promise
 * and no function.
 */
export class RecurringDeadline<Result> {
  readonly #options: RecurringDeadlineOptions<Result>;
  readonly #timer: WheelTimer;
  #timing = false;
  /** The monotonic clock when the open question was asked. */
  #askedMs: number | undefined;
  /** Hears all questions until one is given up; what is asked after that has another, so its answer is not mixed up. */
  #ear: Ear<Result>;

  constructor(options: RecurringDeadlineOptions<Result>) {
    this.#options = options;
    this.#timer = options.wheel.timer(() => this.#onTime());
    this.#ear = this.#createEar();
  }

  watch(work: Promise<Result>): void {
    const { clock, deadlineMs } = this.#options;
    this.#askedMs = clock.monotonicMs();
    if (!this.#timing) this.#timer.after(deadlineMs);
    this.#timing = true;
    work.then(this.#ear.onResult, this.#ear.onError);
  }

  #createEar(): Ear<Result> {
    const { onResult, onError } = this.#options;
    const ear: Ear<Result> = {
      onResult: (result) => {
        if (this.#ear !== ear) return;
        this.#askedMs = undefined;
        onResult(result);
      },
      onError: (error) => {
        if (this.#ear !== ear) return;
        this.#askedMs = undefined;
        onError(error);
      },
    };
    return ear;
  }

  #onTime(): void {
    const { clock, deadlineMs, onError, what } = this.#options;
    this.#timing = false;
    if (this.#askedMs === undefined) return;
    const leftMs = this.#askedMs + deadlineMs - clock.monotonicMs();
    if (leftMs > 0) {
      this.#timing = true;
      this.#timer.after(leftMs);
      return;
    }
    this.#askedMs = undefined;
    this.#ear = this.#createEar();
    onError(noAnswer(what, deadlineMs));
  }
}

function noAnswer(what: string, deadlineMs: number): AppError {
  return new AppError('outcome-unknown', `${what} gave no answer within ${deadlineMs / 1000} s.`);
}
