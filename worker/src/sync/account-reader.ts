import { toAppError, type AccountSnapshot, type AppError } from '@tapedeck/core';
import type { Broker } from '../brokers/broker.ts';
import type { Clock } from '../clock.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import { RecurringDeadline, withDeadline } from '../with-deadline.ts';
import { PollLoop } from './poll-loop.ts';

export interface AccountReaderOptions {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly intervalMs: () => number;
  /** False while the account is paused or given up: what a reading then answers is not heard. */
  readonly isWanted: () => boolean;
  /** The broker has been connected, for the first time or again. */
  readonly onConnected: () => void;
  /** A whole reading, and the worker's clock when it was asked for; what this throws fails the reading. */
  readonly onSnapshot: (snapshot: AccountSnapshot, reading: { startedMs: number; isForced: boolean }) => void;
  /** `failures`: readings that failed since the last one that did not. */
  readonly onFailed: (error: AppError, failures: number) => void;
}

/** Somebody who waits for the account to be read. */
interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: AppError) => void;
}

const answerDeadlineMs = 15_000;

/**
 * Reads an account again and again. A worker with a thousand accounts does so a thousand times a second, which is why a
 * reading goes from callback to callback: the only promise is the broker's own.
 */
export class AccountReader {
  readonly #options: AccountReaderOptions;
  readonly #polls: PollLoop;
  readonly #answers: RecurringDeadline<AccountSnapshot>;
  #connected = false;
  #connecting: Promise<void> | undefined;
  /** Those who wait for the next reading, and for the one that is under way. */
  #waiting: Waiter[] = [];
  #asking: Waiter[] = [];
  #startedMs = 0;

  constructor(options: AccountReaderOptions) {
    const { clock, wheel, intervalMs, isWanted } = options;
    this.#options = options;
    this.#answers = new RecurringDeadline({
      clock,
      wheel,
      deadlineMs: answerDeadlineMs,
      what: 'The broker',
      onResult: this.#take,
      onError: this.#fail,
    });
    this.#polls = new PollLoop({ clock, wheel, intervalMs, isWanted, poll: () => this.#poll() });
  }

  get isConnected(): boolean {
    return this.#connected;
  }

  /** Connects the broker, once for whoever asks. */
  async connect(): Promise<void> {
    if (this.#connected) return;
    this.#connecting ??= withDeadline(this.#options.broker.connect(), 2 * answerDeadlineMs, 'The broker').finally(
      () => (this.#connecting = undefined),
    );
    await this.#connecting;
    if (this.#connected) return;
    this.#connected = true;
    this.#options.onConnected();
  }

  /** Reads at once, or right after the reading that is under way. */
  now(): void {
    this.#polls.now();
  }

  /** Begins to read, or does so anew at another interval. */
  start(): void {
    this.#polls.schedule(0);
  }

  /** Resolves with the next reading that begins from now on. */
  next(): Promise<void> {
    const read = new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#polls.now();
    return read;
  }

  /** Ends the reading; who waits for one is told why. */
  stop(reason: AppError): void {
    this.#polls.stop();
    const waiting = [...this.#asking, ...this.#waiting];
    this.#asking = [];
    this.#waiting = [];
    for (const { reject } of waiting) reject(reason);
  }

  #poll(): void {
    if (this.#waiting.length > 0) [this.#asking, this.#waiting] = [this.#waiting, []];
    if (this.#connected) this.#ask();
    else this.connect().then(this.#ask, this.#fail);
  }

  readonly #ask = (): void => {
    try {
      this.#startedMs = this.#options.clock.nowMs();
      this.#answers.watch(this.#options.broker.fetchSnapshot());
    } catch (thrown) {
      this.#fail(thrown);
    }
  };

  readonly #take = (snapshot: AccountSnapshot): void => {
    if (this.#options.isWanted()) {
      const asking = this.#asking;
      try {
        this.#polls.succeeded();
        this.#options.onSnapshot(snapshot, { startedMs: this.#startedMs, isForced: asking.length > 0 });
      } catch (thrown) {
        this.#fail(thrown);
        return;
      }
      if (asking.length > 0) this.#asking = [];
      for (const { resolve } of asking) resolve();
    }
    this.#polls.finished();
  };

  readonly #fail = (thrown: unknown): void => {
    const error = toAppError(thrown);
    const asking = this.#asking;
    this.#asking = [];
    for (const { reject } of asking) reject(error);
    if (this.#options.isWanted()) {
      if (error.code === 'unauthorized-at-broker') this.#connected = false;
      this.#polls.failed(error);
      this.#options.onFailed(error, this.#polls.failures);
    }
    this.#polls.finished();
  };
}
