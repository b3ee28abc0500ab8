import type { AppError, BooksDocument, FillDocument, OrderDocument } from '@tapedeck/core';
import type { ResumedTrading, TradingLane, TradingSource, TradingStateWrite } from '../trading/ports.ts';

/** What is kept of an account's trading, in memory: writes commit at once, or when the test lets them. */
export class MemoryTrading implements TradingLane {
  readonly documents = new Map<string, object>();
  readonly states: TradingStateWrite[] = [];
  /** While set, writes stay in flight. */
  held = false;
  #source: TradingSource | undefined;
  #isInFlight = false;
  #requested = false;
  #closed = false;

  /** What a session resumes from: everything that has been committed. */
  resumed(): ResumedTrading {
    this.#closed = false;
    const live = this.states.at(-1);
    // As a claim leaves it.
    if (live) this.states.push({ ...live, state: 'reconciling' });
    return {
      live,
      openOrders: this.orders.filter(({ open }) => open),
      books: (this.of('books') as BooksDocument[])[0],
      fills: this.of('fills') as FillDocument[],
      findOrders: async (ids) => this.orders.filter(({ clientOrderId }) => ids.includes(clientOrderId)),
      open: (source) => {
        this.#source = source;
        return this;
      },
    };
  }

  get orders(): readonly OrderDocument[] {
    return this.of('orders') as OrderDocument[];
  }

  /** The documents of a collection. */
  of(collection: string): readonly object[] {
    return [...this.documents].filter(([path]) => path.includes(`/${collection}/`)).map(([, data]) => data);
  }

  request(): void {
    if (this.#closed) return;
    this.#requested = true;
    queueMicrotask(() => this.#write());
  }

  idle(): Promise<void> {
    return new Promise((resolve) => queueMicrotask(resolve));
  }

  close(): void {
    this.#closed = true;
  }

  /** Lets what waits through. */
  release(): void {
    this.held = false;
    this.#write();
  }

  /** Another worker has claimed the account: the next write finds that out. */
  fence(error: AppError): void {
    this.#source?.fenced(error);
  }

  #write(): void {
    if (this.held || this.#isInFlight || !this.#requested || this.#closed) return;
    this.#requested = false;
    const write = this.#source?.compose();
    if (!write) return;
    this.#isInFlight = true;
    this.states.push(write.state);
    for (const [path, data] of write.documents) this.documents.set(path, data);
    this.#isInFlight = false;
    this.#source?.committed();
    if (this.#requested) this.#write();
  }
}
