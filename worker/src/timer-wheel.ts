import type { Clock } from './clock.ts';

type Task = () => void;

/** One task that runs again and again, each time when it is asked for; asking anew takes the place of asking before. */
export interface WheelTimer {
  /** Runs the task at the first tick at or after `delayMs` from now. */
  after(delayMs: number): void;
  /**
   * Runs the task about `delayMs` from now. While few tasks wait it runs as with `after`; many share the moments that are
   * multiples of `gridMs`, each at the nearest one, so that what comes again and again keeps its interval.
   */
  around(delayMs: number, gridMs: number): void;
  cancel(): void;
}

interface Entry {
  task: Task | undefined;
  /** Absent while it does not wait. */
  dueTick: number | undefined;
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
  /** By tick; an entry that was called off, or asked for anew, stays in its slot until that is due. */
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

  /** Runs `task` once, at the first tick at or after `delayMs` from now; the returned function calls it off. */
  after(delayMs: number, task: Task): () => void {
    const entry: Entry = { task, dueTick: undefined };
    this.#add(entry, this.#momentIn(delayMs));
    return () => {
      this.#remove(entry);
      // What the task holds on to is let go before its slot is due.
      entry.task = undefined;
    };
  }

  /** For what runs again and again: asking for it allocates nothing. */
  timer(task: Task): WheelTimer {
    const entry: Entry = { task, dueTick: undefined };
    return {
      after: (delayMs) => this.#add(entry, this.#momentIn(delayMs)),
      around: (delayMs, gridMs) => {
        const wantedMs = this.#momentIn(delayMs);
        const shares = delayMs >= gridMs && this.#waiting >= crowd;
        this.#add(entry, shares ? Math.round(wantedMs / gridMs) * gridMs : wantedMs);
      },
      cancel: () => this.#remove(entry),
    };
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

  #momentIn(delayMs: number): number {
    return this.#clock.monotonicMs() + Math.max(0, delayMs);
  }

  #add(entry: Entry, dueMs: number): void {
    if (this.#slots.size === 0 && !this.#running) this.#doneTick = this.#currentTick();
    const tick = Math.max(Math.ceil(dueMs / this.#tickMs), this.#doneTick + 1);
    let slot = this.#slots.get(tick);
    if (!slot) this.#slots.set(tick, (slot = []));
    if (entry.dueTick === undefined) this.#waiting += 1;
    entry.dueTick = tick;
    slot.push(entry);
    if (!this.#running && (this.#wakeTick === undefined || tick < this.#wakeTick)) this.#wakeAt(tick);
  }

  #remove(entry: Entry): void {
    if (entry.dueTick !== undefined) this.#waiting -= 1;
    entry.dueTick = undefined;
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
        if (entry.dueTick !== this.#doneTick) continue;
        entry.dueTick = undefined;
        this.#waiting -= 1;
        try {
          entry.task?.();
        } catch (error) {
          this.#onError(error);
        }
      }
    }
    this.#doneTick = Math.max(this.#doneTick, current);
  }
}
