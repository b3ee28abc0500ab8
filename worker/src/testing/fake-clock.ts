import type { Clock } from '../clock.ts';

interface Waiting {
  readonly dueMs: number;
  readonly run: () => void;
}

/** A clock that moves only when the test says so. */
export class FakeClock implements Clock {
  #ms: number;
  #waiting: Waiting[] = [];
  #setBackMs = 0;

  constructor(startMs = 1_000_000_000_000) {
    this.#ms = startMs;
  }

  nowMs(): number {
    return this.#ms - this.#setBackMs;
  }

  /** Somebody sets the wall clock back; the monotonic one runs on. */
  setBack(ms: number): void {
    this.#setBackMs += ms;
  }

  monotonicMs(): number {
    return this.#ms;
  }

  after(delayMs: number, run: () => void): () => void {
    const entry = { dueMs: this.#ms + delayMs, run };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  /** Moves on step by step; promises settle between the steps. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#ms + ms;
    await settle();
    for (;;) {
      const next = this.#waiting.filter(({ dueMs }) => dueMs <= endMs).toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (!next) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#ms = Math.max(this.#ms, next.dueMs);
      next.run();
      await settle();
    }
    this.#ms = endMs;
    await settle();
  }
}

/** Lets every promise that can go on do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
