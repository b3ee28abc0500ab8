import { AppError, toAppError, type AccountSnapshot, type ErrorCode, type Instrument } from '@tapedeck/core';
import type { Broker, Execution, StreamEvent } from '../brokers/broker.ts';
import type { TradingPort } from '../brokers/trading-port.ts';
import type { KeyCheck } from '../store/secret-store.ts';

export interface OpenedBroker {
  readonly broker: Broker;
  /** Which of the keys entered for the account it was opened with. */
  readonly version: number;
}

export interface KeyedBrokerOptions {
  /** Reads the sealed key, opens it, and makes the broker that uses it. */
  readonly open: () => Promise<OpenedBroker>;
  /** Says what the check of a key came to. */
  readonly tell: (version: number | undefined, check: KeyCheck) => Promise<void>;
  readonly nowMs: () => number;
  readonly onError: (error: AppError) => void;
}

/** What a venue does not take back by itself: the key, or what it may do, has to be changed. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'unauthorized-at-broker',
  'unsupported',
  'rejected',
  'invalid-input',
]);

/**
 * A broker whose key is sealed: it is opened when the account is, and what the venue makes of it is told. A key counts as
 * accepted once the account has been opened with it and read.
 */
export class KeyedBroker implements Broker {
  readonly #options: KeyedBrokerOptions;
  readonly #listeners = new Map<(event: StreamEvent) => void, (() => void) | undefined>();
  #opened: OpenedBroker | undefined;
  #told: string | undefined;
  #closed = false;

  constructor(options: KeyedBrokerOptions) {
    this.#options = options;
  }

  async connect(): Promise<void> {
    await this.#checked(async () => (await this.#open()).connect());
  }

  instruments(): ReadonlyMap<string, Instrument> {
    return this.#opened?.broker.instruments() ?? new Map<string, Instrument>();
  }

  clockSkewMs(): number | undefined {
    return this.#opened?.broker.clockSkewMs();
  }

  async fetchSnapshot(): Promise<AccountSnapshot> {
    const snapshot = await this.#checked(() => this.#broker().fetchSnapshot());
    this.#tell({ state: 'accepted', checkedAtMs: this.#options.nowMs() });
    return snapshot;
  }

  async fetchExecutions(sinceMs: number, instrumentIds?: Iterable<string>): Promise<readonly Execution[]> {
    return this.#broker().fetchExecutions(sinceMs, instrumentIds);
  }

  watch(listener: (event: StreamEvent) => void): () => void {
    this.#listeners.set(listener, this.#opened?.broker.watch(listener));
    return () => {
      this.#listeners.get(listener)?.();
      this.#listeners.delete(listener);
    };
  }

  /** Known once the key has been opened. */
  get trading(): TradingPort | undefined {
    return this.#opened?.broker.trading;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    await this.#opened?.broker.close();
  }

  async #open(): Promise<Broker> {
    if (this.#opened) return this.#opened.broker;
    const opened = await this.#options.open();
    if (this.#closed) {
      await opened.broker.close();
      throw toClosedError();
    }
    this.#opened = opened;
    for (const listener of this.#listeners.keys()) this.#listeners.set(listener, opened.broker.watch(listener));
    return opened.broker;
  }

  #broker(): Broker {
    if (!this.#opened) throw toClosedError();
    return this.#opened.broker;
  }

  async #checked<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    try {
      return await question();
    } catch (thrown) {
      const error = toAppError(thrown);
      if (refusals.has(error.code)) {
        this.#tell({ state: 'refused', checkedAtMs: this.#options.nowMs(), message: error.message });
      }
      throw error;
    }
  }

  /** Each outcome once; one that could not be told is told with the next answer. */
  #tell(check: KeyCheck): void {
    const outcome = `${check.state}: ${check.message ?? ''}`;
    if (this.#told === outcome || this.#closed) return;
    this.#told = outcome;
    this.#options.tell(this.#opened?.version, check).catch((thrown: unknown) => {
      this.#told = undefined;
      this.#options.onError(toAppError(thrown));
    });
  }
}

function toClosedError(): AppError {
  return new AppError(
    'retryable',
    'The account is not open at its broker, so nothing of it is read. It is opened again.',
  );
}
