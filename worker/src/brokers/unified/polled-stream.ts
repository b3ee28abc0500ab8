import { toAppError } from '@tapedeck/core';
import type { Execution, StreamEvent } from '../broker.ts';
import type { VenueOrder } from '../trading-port.ts';
import type { UnifiedExchange } from './unified-exchange.ts';

export interface PolledStreamOptions {
  readonly exchange: Pick<UnifiedExchange, 'has' | 'watchOrders'>;
  readonly fetchOrders: (sinceMs: number) => Promise<readonly VenueOrder[]>;
  readonly fetchExecutions: (sinceMs: number) => Promise<readonly Execution[]>;
  readonly venueNowMs: () => number;
  readonly everyMs?: number;
}

const everyMs = 2_000;
const failedMs = 5_000;
/** How far back each look reaches: venues list what happened a little after it did. */
const overlapMs = 10_000;

/**
 * News of orders and fills by asking for what changed. What a venue pushes differs in every detail, so a push is taken as
 * the sign to ask at once and never read itself; where there is none, the next question is at most two seconds away.
 */
export class PolledStream {
  readonly #options: PolledStreamOptions;
  readonly #listeners = new Set<(event: StreamEvent) => void>();
  #opened = false;
  #closed = false;
  #running = false;
  #heeding = false;
  #sinceMs: number | undefined;
  #wake: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PolledStreamOptions) {
    this.#options = options;
  }

  watch(listener: (event: StreamEvent) => void): () => void {
    this.#listeners.add(listener);
    void this.#run();
    return () => {
      if (!this.#listeners.delete(listener)) return;
      listener({ kind: 'link', state: 'off' });
      if (this.#listeners.size === 0) this.#wakeUp();
    };
  }

  open(): void {
    this.#opened = true;
    void this.#run();
  }

  close(): void {
    this.#closed = true;
    this.#listeners.clear();
    this.#wakeUp();
  }

  get #wanted(): boolean {
    return this.#opened && !this.#closed && this.#listeners.size > 0;
  }

  async #run(): Promise<void> {
    if (this.#running || !this.#wanted) return;
    this.#running = true;
    this.#emit({ kind: 'link', state: 'connecting' });
    if (this.#options.exchange.has['watchOrders'] === true) void this.#heed();
    let live = false;
    while (this.#wanted) {
      try {
        await this.#look();
        if (!live) this.#emit({ kind: 'link', state: 'live' });
        live = true;
        await this.#pause(this.#options.everyMs ?? everyMs);
      } catch (error) {
        live = false;
        this.#emit({ kind: 'link', state: 'connecting', error: toAppError(error) });
        await this.#pause(failedMs);
      }
    }
    this.#running = false;
    // Somebody may have come while the last answer was on its way.
    void this.#run();
  }

  async #look(): Promise<void> {
    const startedMs = this.#options.venueNowMs();
    const sinceMs = this.#sinceMs ?? startedMs - overlapMs;
    const [orders, executions] = await Promise.all([
      this.#options.fetchOrders(sinceMs),
      this.#options.fetchExecutions(sinceMs),
    ]);
    this.#sinceMs = startedMs - overlapMs;
    const readMs = Date.now();
    if (orders.length > 0) this.#emit({ kind: 'orders', orders, readMs });
    if (executions.length > 0) this.#emit({ kind: 'executions', executions, readMs });
  }

  /** Waits for pushes; one that fails leaves the news to the questions for a while. */
  async #heed(): Promise<void> {
    if (this.#heeding) return;
    this.#heeding = true;
    while (this.#wanted) {
      try {
        await this.#options.exchange.watchOrders();
        this.#wakeUp();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, failedMs).unref());
      }
    }
    this.#heeding = false;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#timer = setTimeout(resolve, ms);
      this.#wake = resolve;
    });
  }

  #wakeUp(): void {
    clearTimeout(this.#timer);
    this.#wake?.();
  }

  #emit(event: StreamEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
