import { FakeClock } from './testing/fake-clock.ts';
import { TimerWheel } from './timer-wheel.ts';
import { RecurringDeadline } from './with-deadline.ts';

function open() {
  const clock = new FakeClock();
  const wheel = new TimerWheel(clock, { onError: () => undefined });
  return { clock, deadline: new RecurringDeadline({ clock, wheel, deadlineMs: 15_000, what: 'The broker' }) };
}

const never = new Promise<string>(() => undefined);

describe('RecurringDeadline', () => {
  it('gives the answers of one question after the other, whenever they are asked', async () => {
    const { clock, deadline } = open();
    for (let round = 0; round < 40; round += 1) {
      await expect(deadline.watch(Promise.resolve(round))).resolves.toBe(round);
      await clock.advance(1_000);
    }
    await expect(deadline.watch(Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });

  it('gives up on the question that got no answer, its own time after it was asked', async () => {
    const { clock, deadline } = open();
    await deadline.watch(Promise.resolve('an earlier answer'));
    await clock.advance(9_000);
    let failed: unknown;
    deadline.watch(never).catch((error: unknown) => (failed = error));
    await clock.advance(14_900);
    expect(failed).toBeUndefined();
    await clock.advance(200);
    expect(failed).toMatchObject({
      code: 'outcome-unknown',
      message: 'The broker gave no answer within 15 s.',
    });
  });

  it('watches the next question after a silence', async () => {
    const { clock, deadline } = open();
    deadline.watch(never).catch(() => undefined);
    await clock.advance(60_000);
    let failed: unknown;
    deadline.watch(never).catch((error: unknown) => (failed = error));
    await clock.advance(15_100);
    expect(failed).toMatchObject({ code: 'outcome-unknown' });
  });
});
