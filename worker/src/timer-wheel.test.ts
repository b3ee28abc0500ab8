import { FakeClock } from './testing/fake-clock.ts';
import { TimerWheel } from './timer-wheel.ts';

function open() {
  const clock = new FakeClock();
  const errors: unknown[] = [];
  return { clock, errors, wheel: new TimerWheel(clock, { tickMs: 20, onError: (error) => errors.push(error) }) };
}

describe('TimerWheel', () => {
  it('runs a task at the first tick after its delay, never before', async () => {
    const { clock, wheel } = open();
    const ran: number[] = [];
    const startMs = clock.nowMs();
    for (const delayMs of [0, 5, 20, 21, 1_000])
      wheel.after(delayMs, () => ran.push(clock.nowMs() - startMs - delayMs));
    await clock.advance(1_100);
    expect(ran).toHaveLength(5);
    expect(Math.min(...ran)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...ran)).toBeLessThanOrEqual(20);
  });

  it('does not run what was called off', async () => {
    const { clock, wheel } = open();
    let ran = false;
    wheel.after(50, () => (ran = true))();
    await clock.advance(200);
    expect(ran).toBe(false);
  });

  it('goes on after a task that throws', async () => {
    const { clock, wheel, errors } = open();
    let ran = false;
    wheel.after(10, () => {
      throw new Error('broken');
    });
    wheel.after(10, () => (ran = true));
    await clock.advance(50);
    expect(ran).toBe(true);
    expect(errors).toHaveLength(1);
  });

  it('lets a task start the next one, and keeps no timer while nothing waits', async () => {
    const { clock, wheel } = open();
    let runs = 0;
    const again = () => {
      runs += 1;
      if (runs < 3) wheel.after(100, again);
    };
    wheel.after(100, again);
    await clock.advance(10_000);
    expect(runs).toBe(3);
    expect(wheel.takeWorstLagMs()).toBe(0);
  });

  it('wakes for the next task that is due, not for each tick', async () => {
    const { clock, wheel } = open();
    const timers = jest.spyOn(clock, 'after');
    const ran: string[] = [];
    wheel.after(900, () => ran.push('late'));
    wheel.after(100, () => ran.push('early'));
    await clock.advance(1_000);
    expect(ran).toEqual(['early', 'late']);
    expect(timers).toHaveBeenCalledTimes(3);
  });

  it('gathers many tasks that need no exact moment, and keeps the interval of those that come again', async () => {
    const { clock, wheel } = open();
    const moments = new Map<number, number>();
    const runs: number[] = [];
    const startMs = clock.monotonicMs();
    const timers = Array.from({ length: 1_000 }, (_, index) => wheel.timer(() => again(index)));
    const again = (index: number) => {
      const nowMs = clock.monotonicMs();
      moments.set(nowMs, (moments.get(nowMs) ?? 0) + 1);
      if (index === 7) runs.push(nowMs - startMs);
      timers[index]?.around(1_000, 100);
    };
    for (const [index, timer] of timers.entries()) timer.after(index);
    await clock.advance(2_000);
    moments.clear();
    runs.length = 0;
    await clock.advance(10_000);
    expect(moments.size).toBe(100);
    expect(runs).toHaveLength(10);
  });

  it('runs a timer once for what was asked last, also where it was asked for the same moment twice', async () => {
    const { clock, wheel } = open();
    const ran: number[] = [];
    const startMs = clock.monotonicMs();
    const timer = wheel.timer(() => ran.push(clock.monotonicMs() - startMs));
    timer.after(100);
    timer.after(40);
    timer.after(200);
    timer.cancel();
    timer.after(200);
    await clock.advance(400);
    expect(ran).toEqual([200]);
    timer.after(100);
    timer.cancel();
    await clock.advance(400);
    expect(ran).toHaveLength(1);
    expect(wheel.takeWorstLagMs()).toBe(0);
  });

  it('keeps exact moments while few tasks wait', async () => {
    const { clock, wheel } = open();
    let ranMs = 0;
    const startMs = clock.monotonicMs();
    wheel.timer(() => (ranMs = clock.monotonicMs() - startMs)).around(240, 100);
    await clock.advance(1_000);
    expect(ranMs).toBeGreaterThanOrEqual(240);
    expect(ranMs).toBeLessThanOrEqual(260);
  });
});
