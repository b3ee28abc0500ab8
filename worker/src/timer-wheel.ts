import type { Clock } from './clock.ts';

type Task = () => void;

/**
 * One timer for all that waits. A thousand sessions that poll once a second wake the process once a tick instead of a
 * thousand times, and what falls due together is written together.
 */
export class TimerWheel {
  readonly #clock: Clock;
  readonly #tickMs: number;
  readonly #onError: (error: unknown) => void;
  readonly #slots = new Map<number, Set<Task>>();
  #waiting = 0;
  #doneTick: number;
  #cancel: (() => void) | undefined;
  #worstLagMs = 0;

  constructor(clock: Clock, options: { readonly tickMs?: number; readonly onError: (error: unknown) => void }) {
    this.#clock = clock;
    this.#tickMs = options.tickMs ?? 20;
    this.#onError = options.onError;
    this.#doneTick = this.#currentTick();
  }

  /** Runs `task` at the first tick at or after `delayMs` from now; the returned function calls it off. */
  after(delayMs: number, task: Task): () => void {
    if (this.#waiting === 0) this.#doneTick = this.#currentTick();
    const due = Math.ceil((this.#clock.monotonicMs() + Math.max(0, delayMs)) / this.#tickMs);
    const tick = Math.max(due, this.#doneTick + 1);
    let slot = this.#slots.get(tick);
    if (!slot) this.#slots.set(tick, (slot = new Set()));
    const entry: Task = () => task();
    slot.add(entry);
    this.#waiting += 1;
    this.#arm();
    return () => {
      if (slot.delete(entry)) this.#waiting -= 1;
    };
  }

  /** The longest that a tick came late since the last call: how long something held up the event loop. */
  takeWorstLagMs(): number {
    const lagMs = this.#worstLagMs;
    this.#worstLagMs = 0;
    return lagMs;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#slots.clear();
    this.#waiting = 0;
  }

  #currentTick(): number {
    return Math.floor(this.#clock.monotonicMs() / this.#tickMs);
  }

  #arm(): void {
    if (this.#cancel || this.#waiting === 0) return;
    const wantedMs = (this.#doneTick + 1) * this.#tickMs;
    this.#cancel = this.#clock.after(Math.max(0, wantedMs - this.#clock.monotonicMs()), () => {
      this.#cancel = undefined;
      this.#worstLagMs = Math.max(this.#worstLagMs, this.#clock.monotonicMs() - wantedMs);
      this.#runDue();
      this.#arm();
    });
  }

  #runDue(): void {
    const current = this.#currentTick();
    while (this.#doneTick < current && this.#waiting > 0) {
      this.#doneTick += 1;
      const slot = this.#slots.get(this.#doneTick);
      if (!slot) continue;
      this.#slots.delete(this.#doneTick);
      for (const task of slot) {
        if (!slot.delete(task)) continue;
        this.#waiting -= 1;
        try {
          task();
        } catch (error) {
          this.#onError(error);
        }
      }
    }
    this.#doneTick = Math.max(this.#doneTick, current);
  }
}
