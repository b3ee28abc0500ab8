import fc from 'fast-check';
import type { Clock } from './clock.ts';
import { TimerWheel, type WheelTimer } from './timer-wheel.ts';

/** A clock whose timers come as late as a busy process makes them; like Node's they drop fractions, so some come early. */
class BusyClock implements Clock {
  #ms = 12_345;
  #next: { readonly dueMs: number; readonly run: () => void } | undefined;

  nowMs(): number {
    return this.#ms;
  }

  monotonicMs(): number {
    return this.#ms;
  }

  /** The wheel has one timer at most. */
  after(delayMs: number, run: () => void): () => void {
    const timer = { dueMs: this.#ms + Math.max(1, Math.trunc(delayMs)), run };
    this.#next = timer;
    return () => {
      if (this.#next === timer) this.#next = undefined;
    };
  }

  pass(ms: number, lateMs: number): void {
    const endMs = this.#ms + ms;
    while (this.#next && this.#next.dueMs <= endMs) {
      const { dueMs, run } = this.#next;
      this.#next = undefined;
      this.#ms = Math.max(this.#ms, dueMs + lateMs);
      run();
    }
    this.#ms = Math.max(this.#ms, endMs);
  }
}

const tickMs = 20;
const gridMs = 100;

const ask = fc.record({
  timer: fc.nat(4),
  delayMs: fc.double({ min: 0, max: 2_000, noNaN: true }),
  exact: fc.boolean(),
  cancels: fc.boolean(),
});
const step = fc.record({
  asks: fc.array(ask, { maxLength: 3 }),
  /** What the first task that runs asks for. */
  followUp: fc.option(ask, { nil: undefined }),
  passMs: fc.integer({ min: 0, max: 900 }),
  lateMs: fc.constantFrom(0, 0, 7, 300),
});

describe('TimerWheel', () => {
  it.each([0, 500])('runs each timer once for what was asked last, among %i others', (others) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const clock = new BusyClock();
        const wheel = new TimerWheel(clock, {
          tickMs,
          onError: (error) => {
            throw error;
          },
        });
        for (let index = 0; index < others; index += 1) wheel.after(100_000, () => undefined);
        const due: (number | undefined)[] = [];
        let followUp: (typeof steps)[number]['followUp'];
        const apply = ({ timer, delayMs, exact, cancels }: NonNullable<typeof followUp>) => {
          due[timer] = cancels ? undefined : clock.monotonicMs() + delayMs;
          if (cancels) timers[timer]?.cancel();
          else if (exact) timers[timer]?.after(delayMs);
          else timers[timer]?.around(delayMs, gridMs);
        };
        const timers: readonly WheelTimer[] = Array.from({ length: 5 }, (_, index) =>
          wheel.timer(() => {
            expect(clock.monotonicMs()).toBeGreaterThanOrEqual((due[index] ?? Number.NaN) - gridMs / 2 - 1e-6);
            due[index] = undefined;
            const next = followUp;
            followUp = undefined;
            if (next) apply(next);
          }),
        );
        for (const { asks, passMs, lateMs, ...of } of steps) {
          followUp = of.followUp;
          for (const asked of asks) apply(asked);
          clock.pass(passMs, lateMs);
          const overdueMs = gridMs / 2 + 2 * tickMs;
          for (const dueMs of due) expect(dueMs ?? Infinity).toBeGreaterThan(clock.monotonicMs() - overdueMs - 300);
        }
      }),
    );
  });
});
