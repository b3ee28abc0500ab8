import type { Clock } from './clock.ts';

type Task = () => void;

/** Empty once it has run or was called off. */
interface Entry {
  task: Task | undefined;
}

/** From this many waiting tasks on, those that need no exact moment share one. */
const crowd = 200;
/** With nothing due the wheel still turns this often, so that its lag is known. */
const longestSleepMs = 1_000;

/**
 * One timer for all that waits. A thousand sessions that poll once a second wake the process a few times a second instead
 * of a thousand times, and what falls due together is written together.
 */
export class TimerWheel {
  readonly #clock: Clock;
  readonly #tickMs: number;
  readonly #onError: (error: unknown) => void;
  /** By tick; an entry that was called off stays in its slot until that is due. */
  readonly #slots = new Map<number, Entry[]>();
  /** Tasks to run. */
  #waiting = 0;
  #doneTick: number;
  #wakeTick: number | undefined;
  #cancelWake: (() => void) | undefined;
  #running = false;
  #worstLagMs = 0;

  constructor(clock: Clock, options: { readonly tickMs?: number; readonly onError: (error: unknown) => void }) {
    this.#clock = clock;
    this.#tickMs = options.tickMs ?? 20;
    this.#onError = options.onError;
    this.#doneTick = this.#currentTick();
  }

  /** Runs `task` at the first tick at or after `delayMs` from now; the returned function calls it off. */
  after(delayMs: number, task: Task): () => void {
    return this.#add(Math.ceil((this.#clock.monotonicMs() + Math.max(0, delayMs)) / this.#tickMs), task);
  }

  /**
   * Runs `task` about `delayMs` from now. Few tasks run as with `after`; many share the moments that are multiples of
   * `gridMs`, each at the nearest one, so that what comes again and again keeps its interval.
   */
  around(delayMs: number, gridMs: number, task: Task): () => void {
    if (this.#waiting < crowd || delayMs < gridMs) return this.after(delayMs, task);
    const moment = Math.round((this.#clock.monotonicMs() + delayMs) / gridMs);
    return this.#add(Math.ceil((moment * gridMs) / this.#tickMs), task);
  }

  /** The longest that a tick came late since the last call: how long something held up the event loop. */
  takeWorstLagMs(): number {
    const lagMs = this.#worstLagMs;
    this.#worstLagMs = 0;
    return lagMs;
  }

  stop(): void {
    this.#sleep();
    this.#slots.clear();
    this.#waiting = 0;
  }

  #add(dueTick: number, task: Task): () => void {
    if (this.#slots.size === 0 && !this.#running) this.#doneTick = this.#currentTick();
    const tick = Math.max(dueTick, this.#doneTick + 1);
    let slot = this.#slots.get(tick);
    if (!slot) this.#slots.set(tick, (slot = []));
    const entry: Entry = { task };
    slot.push(entry);
    this.#waiting += 1;
    if (!this.#running && (this.#wakeTick === undefined || tick < this.#wakeTick)) this.#wakeAt(tick);
    return () => {
      if (!entry.task) return;
      entry.task = undefined;
      this.#waiting -= 1;
    };
  }

  #currentTick(): number {
    return Math.floor(this.#clock.monotonicMs() / this.#tickMs);
  }

  #sleep(): void {
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    this.#wakeTick = undefined;
  }

  #wakeAt(tick: number): void {
    this.#sleep();
    this.#wakeTick = tick;
    const wantedMs = tick * this.#tickMs;
    this.#cancelWake = this.#clock.after(Math.max(0, wantedMs - this.#clock.monotonicMs()), () => {
      this.#cancelWake = undefined;
      this.#wakeTick = undefined;
      this.#worstLagMs = Math.max(this.#worstLagMs, this.#clock.monotonicMs() - wantedMs);
      this.#running = true;
      this.#runDue();
      this.#running = false;
      if (this.#slots.size > 0) this.#wakeAt(this.#nextTick());
    });
  }

  /** The first tick with something to do. */
  #nextTick(): number {
    const latest = this.#doneTick + Math.ceil(longestSleepMs / this.#tickMs);
    let tick = this.#doneTick + 1;
    while (tick < latest && !this.#slots.has(tick)) tick += 1;
    return tick;
  }

  #runDue(): void {
    const current = this.#currentTick();
    while (this.#doneTick < current && this.#slots.size > 0) {
      this.#doneTick += 1;
      const slot = this.#slots.get(this.#doneTick);
      if (!slot) continue;
      this.#slots.delete(this.#doneTick);
      for (const entry of slot) {
        const { task } = entry;
        if (!task) continue;
        entry.task = undefined;
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
