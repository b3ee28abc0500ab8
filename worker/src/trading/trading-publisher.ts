import type { AppError } from '@tapedeck/core';
import type { TimerWheel } from '../timer-wheel.ts';
import type { AccountHold } from './account-hold.ts';
import type { TradingLane, TradingSource, TradingStateWrite, TradingWrite } from './ports.ts';

/** A batch also holds `live/trading`; what is left over goes out with the next one. */
const maxDocuments = 150;
/** What nobody waits for stays out of the way of the positions that changed with it. */
const laterMs = 80;

interface Waiter {
  readonly version: number;
  readonly resolve: () => void;
  readonly reject: (error: AppError) => void;
}

export interface TradingPublisherOptions {
  readonly wheel: Pick<TimerWheel, 'after'>;
  /** `live/trading` as it stands when a write is handed over. */
  readonly state: () => TradingStateWrite;
  /** Hears of each write: one that is accepted proves that nobody else has claimed the account. */
  readonly hold: Pick<AccountHold, 'handedOver' | 'committed'>;
  readonly onFenced: (error: AppError) => void;
}

/** Documents of an account's trading that wait for a write, newest value first served; one leaves it only when committed. */
export class TradingPublisher implements TradingSource {
  readonly #options: TradingPublisherOptions;
  readonly #waiting = new Map<string, object>();
  #inFlight: ReadonlyMap<string, object> | undefined;
  #lane: TradingLane | undefined;
  #stateDue = false;
  /** Counts what was put; everything up to `#committedVersion` stands in Firestore. */
  #version = 0;
  #handedVersion = 0;
  #committedVersion = 0;
  #waiters: Waiter[] = [];
  #ended: AppError | undefined;
  #cancelLater: (() => void) | undefined;

  constructor(options: TradingPublisherOptions) {
    this.#options = options;
  }

  attach(lane: TradingLane): void {
    this.#lane = lane;
  }

  /** `later` gathers what nobody waits for; whoever asks for `stored` or `idle` has it written at once. */
  put(path: string, data: object, urgency: 'now' | 'later' = 'now'): void {
    if (this.#ended) return;
    this.#version += 1;
    this.#waiting.set(path, data);
    if (urgency === 'now') this.#request();
    else this.#cancelLater ??= this.#options.wheel.after(laterMs, () => this.#request());
  }

  /** `live/trading` has changed. */
  publishState(): void {
    if (this.#ended) return;
    this.#version += 1;
    this.#stateDue = true;
    this.#request();
  }

  /** Resolves when everything put so far has been committed; rejects when the account is lost first. */
  stored(): Promise<void> {
    if (this.#ended) return Promise.reject(this.#ended);
    if (this.#committedVersion >= this.#version) return Promise.resolve();
    if (this.#cancelLater) this.#request();
    return new Promise((resolve, reject) => this.#waiters.push({ version: this.#version, resolve, reject }));
  }

  idle(): Promise<void> {
    if (this.#cancelLater) this.#request();
    return this.#lane?.idle() ?? Promise.resolve();
  }

  /** Nothing more is written; whoever waits hears why. */
  end(error: AppError): void {
    this.#ended ??= error;
    this.#cancelLater?.();
    this.#lane?.close();
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.reject(error);
  }

  #request(): void {
    this.#cancelLater?.();
    this.#cancelLater = undefined;
    this.#lane?.request();
  }

  compose(): TradingWrite | undefined {
    if (!this.#stateDue && this.#waiting.size === 0) return undefined;
    const documents = new Map([...this.#waiting].slice(0, maxDocuments));
    for (const path of documents.keys()) this.#waiting.delete(path);
    this.#inFlight = documents;
    this.#stateDue = false;
    this.#options.hold.handedOver();
    if (this.#waiting.size === 0) this.#handedVersion = this.#version;
    return { state: this.#options.state(), documents };
  }

  committed(): void {
    this.#options.hold.committed();
    this.#inFlight = undefined;
    this.#committedVersion = this.#handedVersion;
    if (this.#waiting.size > 0) this.#lane?.request();
    const waiters = this.#waiters;
    this.#waiters = waiters.filter(({ version }) => version > this.#committedVersion);
    for (const { version, resolve } of waiters) if (version <= this.#committedVersion) resolve();
  }

  failed(): void {
    const newer = [...this.#waiting];
    this.#waiting.clear();
    for (const [path, data] of [...(this.#inFlight ?? []), ...newer]) this.#waiting.set(path, data);
    this.#inFlight = undefined;
    this.#handedVersion = this.#committedVersion;
    this.#stateDue = true;
  }

  fenced(error: AppError): void {
    this.end(error);
    this.#options.onFenced(error);
  }
}
