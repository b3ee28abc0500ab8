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
 * `withDeadline` for what is asked over and over, one question at a time, of which a worker with many accounts asks a
 * thousand a second: its timer is set once in a deadline instead of with each question, and it makes no promise.
 */
export class RecurringDeadline {
  readonly #options: RecurringDeadlineOptions;
  #open: Question | undefined;
  #waits = false;

  constructor(options: RecurringDeadlineOptions) {
    this.#options = options;
  }

  /**
   * Calls one of the two once: with what `work` settles as, or with `outcome-unknown` after the deadline. They must not
   * throw.
   */
  watch<Result>(work: Promise<Result>, onResult: (result: Result) => void, onError: (error: unknown) => void): void {
    const question: Question = { askedMs: this.#options.clock.monotonicMs(), onError };
    this.#open = question;
    if (!this.#waits) this.#wait(this.#options.deadlineMs);
    work.then(
      (result) => {
        if (this.#close(question)) onResult(result);
      },
      (error: unknown) => {
        if (this.#close(question)) onError(error);
      },
    );
  }

  /** False for a question that was given up. */
  #close(question: Question): boolean {
    if (this.#open !== question) return false;
    this.#open = undefined;
    return true;
  }

  #wait(delayMs: number): void {
    const { clock, deadlineMs, wheel, what } = this.#options;
    this.#waits = true;
    wheel.after(delayMs, () => {
      this.#waits = false;
      const question = this.#open;
      if (!question) return;
      const leftMs = question.askedMs + deadlineMs - clock.monotonicMs();
      if (leftMs > 0) this.#wait(leftMs);
      else if (this.#close(question)) question.onError(noAnswer(what, deadlineMs));
    });
  }
}

interface Question {
  readonly askedMs: number;
  readonly onError: (error: unknown) => void;
}

function noAnswer(what: string, deadlineMs: number): AppError {
  return new AppError('outcome-unknown', `${what} gave no answer within ${deadlineMs / 1000} s.`);
}
