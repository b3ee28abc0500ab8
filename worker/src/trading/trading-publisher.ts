import type { AppError } from '@tapedeck/core';
import type { TradingLane, TradingSource, TradingStateWrite, TradingWrite } from './ports.ts';

/** A batch also holds `live/trading`; what is left over goes out with the next one. */
const maxDocuments = 150;

interface Waiter {
  readonly version: number;
  readonly resolve: () => void;
  readonly reject: (error: AppError) => void;
}

export interface TradingPublisherOptions {
  /** `live/trading` as it stands when a write is handed over. */
  readonly state: () => TradingStateWrite;
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

  constructor(options: TradingPublisherOptions) {
    this.#options = options;
  }

  attach(lane: TradingLane): void {
    this.#lane = lane;
  }

  put(path: string, data: object): void {
    if (this.#ended) return;
    this.#version += 1;
    this.#waiting.set(path, data);
    this.#lane?.request();
  }

  /** `live/trading` has changed. */
  publishState(): void {
    if (this.#ended) return;
    this.#version += 1;
    this.#stateDue = true;
    this.#lane?.request();
  }

  /** Resolves when everything put so far has been committed; rejects when the account is lost first. */
  stored(): Promise<void> {
    if (this.#ended) return Promise.reject(this.#ended);
    if (this.#committedVersion >= this.#version) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiters.push({ version: this.#version, resolve, reject }));
  }

  idle(): Promise<void> {
    return this.#lane?.idle() ?? Promise.resolve();
  }

  /** Nothing more is written; whoever waits hears why. */
  end(error: AppError): void {
    this.#ended ??= error;
    this.#lane?.close();
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.reject(error);
  }

  compose(): TradingWrite | undefined {
    if (!this.#stateDue && this.#waiting.size === 0) return undefined;
    const documents = new Map([...this.#waiting].slice(0, maxDocuments));
    for (const path of documents.keys()) this.#waiting.delete(path);
    this.#inFlight = documents;
    this.#stateDue = false;
    if (this.#waiting.size === 0) this.#handedVersion = this.#version;
    return { state: this.#options.state(), documents };
  }

  committed(): void {
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
