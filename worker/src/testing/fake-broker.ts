import { addDecimals, createBalance, type AccountSnapshot, type Instrument, type Position } from '@tapedeck/core';
import type { Broker, Execution, StreamEvent } from '../brokers/broker.ts';
import type { TradingPort } from '../brokers/trading-port.ts';

/** A broker whose account is whatever the test says. */
export class FakeBroker implements Broker {
  equity = '1000';
  freeMargin: string | undefined;
  /** What fills have done to the balance so far. */
  traded = '0';
  positions: Position[] = [];
  executions: Execution[] = [];
  /** Tells executions only of instruments that are asked for, as Binance does. */
  tellsByInstrument = false;
  /** Absent: the account can only be read. */
  trading: TradingPort | undefined;
  /** Thrown by every call while set. */
  failure: Error | undefined;
  /** Time that an answer takes. */
  latencyMs = 0;
  snapshots = 0;
  closed = false;
  readonly #listeners = new Set<(event: StreamEvent) => void>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  connect(): Promise<void> {
    return this.#answer(() => undefined);
  }

  instruments(): ReadonlyMap<string, Instrument> {
    return this.trading?.terms() ?? new Map<string, Instrument>();
  }

  clockSkewMs(): number {
    return 0;
  }

  fetchSnapshot(): Promise<AccountSnapshot> {
    this.snapshots += 1;
    return this.#answer(() => this.snapshot());
  }

  fetchExecutions(sinceMs: number, instrumentIds: Iterable<string> = []): Promise<readonly Execution[]> {
    const asked = new Set([...instrumentIds, ...this.positions.map(({ instrumentId }) => instrumentId)]);
    return this.#answer(() =>
      this.executions.filter(
        ({ fill }) => fill.venueMs >= sinceMs && (!this.tellsByInstrument || asked.has(fill.instrumentId)),
      ),
    );
  }

  watch(listener: (event: StreamEvent) => void): () => void {
    this.#listeners.add(listener);
    listener({ kind: 'link', state: 'live' });
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.closed = true;
    this.#listeners.clear();
    return Promise.resolve();
  }

  snapshot(): AccountSnapshot {
    const nowMs = this.#now();
    return {
      figures: {
        equity: this.equity,
        walletBalance: this.equity,
        ...(this.freeMargin !== undefined && { freeMargin: this.freeMargin }),
      },
      balances: [createBalance({ currency: 'USDT', total: addDecimals(this.equity, this.traded), locked: '0' })],
      positions: this.positions,
      venueMs: nowMs,
      readMs: nowMs,
    };
  }

  emit(event: StreamEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Sets one position and pushes it; without a quantity it is closed. */
  push(position: Position | { readonly closed: string }): void {
    const id = 'closed' in position ? position.closed : position.id;
    this.positions = this.positions.filter((known) => known.id !== id);
    if (!('closed' in position)) this.positions.push(position);
    const nowMs = this.#now();
    const positions = new Map([[id, 'closed' in position ? undefined : position]]);
    this.emit({ kind: 'positions', positions, venueMs: nowMs, readMs: nowMs });
  }

  async #answer<Answer>(answer: () => Answer): Promise<Answer> {
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
    if (this.failure) throw this.failure;
    return answer();
  }
}
