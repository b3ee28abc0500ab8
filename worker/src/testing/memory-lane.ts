import type { AppError } from '@tapedeck/core';
import { MemoryTrading } from './memory-trading.ts';
import type { LiveLane, LiveSource, LiveWrite, PublishedAccount, ResumedAccount, ToldSoFar } from '../sync/ports.ts';

const nothing: PublishedAccount = { seq: 0, structureSeq: 0, sentMs: undefined, positions: undefined };

/** The store of one account in memory: writes commit at once, or when the test lets them. */
export class MemoryLane implements LiveLane {
  readonly writes: LiveWrite[] = [];
  /** While set, writes stay in flight. */
  held = false;
  closed = false;
  #source: LiveSource | undefined;
  #inFlight: LiveWrite | undefined;
  #requested = false;

  /** What a session resumes from. */
  resumed(published: PublishedAccount = nothing, told: ToldSoFar = { venueMs: undefined, untold: [] }): ResumedAccount {
    return {
      published,
      told,
      equity: undefined,
      trading: new MemoryTrading().resumed(),
      open: (source) => {
        this.#source = source;
        return this;
      },
    };
  }

  attach(source: LiveSource): void {
    this.#source = source;
  }

  request(): void {
    if (this.closed) return;
    this.#requested = true;
    queueMicrotask(() => this.#write());
  }

  idle(): Promise<void> {
    return new Promise((resolve) => queueMicrotask(resolve));
  }

  close(): void {
    this.closed = true;
  }

  /** Commits what is in flight. */
  commit(): void {
    const write = this.#inFlight;
    this.#inFlight = undefined;
    if (!write) return;
    this.writes.push(write);
    this.#source?.committed(write, (write.state?.sentMs ?? 0) + 5);
    if (this.#requested) this.#write();
  }

  /** The write in flight comes to nothing, and Firestore stands as `published` says. */
  fail(error: AppError, published: PublishedAccount): void {
    this.#inFlight = undefined;
    this.#source?.failed(error);
    this.#source?.recovered(published);
    this.#requested = true;
    this.#write();
  }

  /** The state that a write in flight would leave. */
  get handedOver(): LiveWrite | undefined {
    return this.#inFlight;
  }

  get states() {
    return this.writes.flatMap(({ state }) => (state ? [state] : []));
  }

  get structures() {
    return this.writes.flatMap(({ positions }) => (positions ? [positions] : []));
  }

  get connections() {
    return this.writes.flatMap(({ connection }) => (connection ? [connection] : []));
  }

  get activity() {
    return this.writes.flatMap(({ records }) => [...(records?.activity.values() ?? [])]);
  }

  #write(): void {
    if (this.#inFlight || !this.#requested) return;
    this.#requested = false;
    this.#inFlight = this.#source?.compose();
    if (!this.held) this.commit();
  }
}
