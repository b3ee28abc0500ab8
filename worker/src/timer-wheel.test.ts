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
});
