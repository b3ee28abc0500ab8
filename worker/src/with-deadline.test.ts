import { FakeClock } from './testing/fake-clock.ts';
import { TimerWheel } from './timer-wheel.ts';
import { RecurringDeadline } from './with-deadline.ts';

function open() {
  const clock = new FakeClock();
  const wheel = new TimerWheel(clock, { onError: () => undefined });
  /** What was told since the last question. */
  const told: unknown[] = [];
  const deadline = new RecurringDeadline<unknown>({
    clock,
    wheel,
    deadlineMs: 15_000,
    what: 'The broker',
    onResult: (result) => told.push(result),
    onError: (error) => told.push(error),
  });
  const ask = (work: Promise<unknown>) => {
    told.length = 0;
    deadline.watch(work);
  };
  return { clock, told, ask };
}

const never = new Promise<string>(() => undefined);

describe('RecurringDeadline', () => {
  it('gives the answers of one question after the other, whenever they are asked', async () => {
    const { clock, told, ask } = open();
    for (let round = 0; round < 40; round += 1) {
      ask(Promise.resolve(round));
      await clock.advance(1_000);
      expect(told).toEqual([round]);
    }
    ask(Promise.reject(new Error('refused')));
    await clock.advance(60_000);
    expect(told).toEqual([new Error('refused')]);
  });

  it('gives up on the question that got no answer, its own time after it was asked', async () => {
    const { clock, told, ask } = open();
    ask(Promise.resolve('an earlier answer'));
    await clock.advance(9_000);
    ask(never);
    await clock.advance(14_900);
    expect(told).toEqual([]);
    await clock.advance(200);
    expect(told).toMatchObject([{ code: 'outcome-unknown', message: 'The broker gave no answer within 15 s.' }]);
  });

  it('watches the next question after a silence, and does not hear the answer to the one before', async () => {
    const { clock, told, ask } = open();
    let answerLate = (_answer: string): void => undefined;
    ask(new Promise((resolve) => (answerLate = resolve)));
    await clock.advance(60_000);
    expect(told).toMatchObject([{ code: 'outcome-unknown' }]);
    ask(never);
    answerLate('late');
    await clock.advance(14_900);
    expect(told).toEqual([]);
    await clock.advance(200);
    expect(told).toMatchObject([{ code: 'outcome-unknown' }]);
    ask(Promise.resolve('in time'));
    await clock.advance(20);
    expect(told).toEqual(['in time']);
  });
});
