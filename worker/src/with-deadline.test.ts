import { FakeClock } from './testing/fake-clock.ts';
import { TimerWheel } from './timer-wheel.ts';
import { RecurringDeadline } from './with-deadline.ts';

function open() {
  const clock = new FakeClock();
  const wheel = new TimerWheel(clock, { onError: () => undefined });
  return { clock, deadline: new RecurringDeadline({ clock, wheel, deadlineMs: 15_000, what: 'The broker' }) };
}

const never = new Promise<string>(() => undefined);

/** What a question was told, in order. */
function ask<Result>(deadline: RecurringDeadline, work: Promise<Result>): unknown[] {
  const told: unknown[] = [];
  deadline.watch(
    work,
    (result) => told.push(result),
    (error) => told.push(error),
  );
  return told;
}

describe('RecurringDeadline', () => {
  it('gives the answers of one question after the other, whenever they are asked', async () => {
    const { clock, deadline } = open();
    for (let round = 0; round < 40; round += 1) {
      const told = ask(deadline, Promise.resolve(round));
      await clock.advance(1_000);
      expect(told).toEqual([round]);
    }
    const told = ask(deadline, Promise.reject(new Error('refused')));
    await clock.advance(60_000);
    expect(told).toEqual([new Error('refused')]);
  });

  it('gives up on the question that got no answer, its own time after it was asked', async () => {
    const { clock, deadline } = open();
    ask(deadline, Promise.resolve('an earlier answer'));
    await clock.advance(9_000);
    const told = ask(deadline, never);
    await clock.advance(14_900);
    expect(told).toEqual([]);
    await clock.advance(200);
    expect(told).toMatchObject([{ code: 'outcome-unknown', message: 'The broker gave no answer within 15 s.' }]);
  });

  it('watches the next question after a silence, and does not hear the answer to the one before', async () => {
    const { clock, deadline } = open();
    let answerLate = (_answer: string): void => undefined;
    const late = new Promise<string>((resolve) => (answerLate = resolve));
    const first = ask(deadline, late);
    await clock.advance(60_000);
    const second = ask(deadline, never);
    answerLate('late');
    await clock.advance(15_100);
    expect(first).toMatchObject([{ code: 'outcome-unknown' }]);
    expect(second).toMatchObject([{ code: 'outcome-unknown' }]);
  });
});
