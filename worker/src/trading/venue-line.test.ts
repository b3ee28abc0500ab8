import type { RequestRate } from '../brokers/trading-port.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { TimerWheel } from '../timer-wheel.ts';
import type { ActKind } from './venue-guard.ts';
import { VenueLine } from './venue-line.ts';

function open() {
  const clock = new FakeClock();
  const state: { rate: RequestRate | undefined } = { rate: undefined };
  const line = new VenueLine({
    wheel: new TimerWheel(clock, { onError: () => undefined }),
    rate: () => state.rate,
    entryShare: (limit) => limit * 0.6,
  });
  const started: string[] = [];
  const finish = new Map<string, () => void>();
  const run = (kind: ActKind, name: string, signal?: AbortSignal) => {
    const act = () => {
      started.push(name);
      return new Promise<void>((resolve) => finish.set(name, resolve));
    };
    return line.run(kind, act, signal);
  };
  return { clock, line, state, started, finish, run };
}

test('few entries are on their way at once, and the next starts when one is answered', async () => {
  const { started, finish, run } = open();
  for (let index = 0; index < 6; index += 1) void run('entry', `entry-${index}`);
  expect(started).toHaveLength(4);
  finish.get('entry-0')?.();
  await settle();
  expect(started.at(-1)).toBe('entry-4');
});

test('exits go before entries that wait, and cancels before everything', async () => {
  const { started, finish, run } = open();
  for (let index = 0; index < 5; index += 1) void run('entry', `entry-${index}`);
  void run('exit', 'exit');
  void run('cancel', 'cancel');
  expect(started.slice(4)).toEqual(['exit', 'cancel']);
  finish.get('entry-0')?.();
  await settle();
  expect(started.at(-1)).toBe('entry-4');
});

test('entries wait while their share of the rate is used up; exits and cancels do not', async () => {
  const { clock, line, state, started, run } = open();
  state.rate = { limit: 10, used: 6 };
  void run('entry', 'entry');
  expect(line.entryRate).toEqual({ limit: 10, waiting: 1 });
  void run('exit', 'exit');
  void run('cancel', 'cancel');
  await clock.advance(200);
  expect(started).toEqual(['exit', 'cancel']);
  state.rate = { limit: 10, used: 0 };
  await clock.advance(100);
  expect(started).toEqual(['exit', 'cancel', 'entry']);
  expect(line.entryRate).toEqual({ limit: 10, waiting: 0 });
});

test('an act that is called off leaves the line at once, and those behind it keep their order', async () => {
  const { clock, line, state, started, run } = open();
  state.rate = { limit: 10, used: 6 };
  const [first, second] = [new AbortController(), new AbortController()];
  const called = run('entry', 'first', first.signal);
  void run('entry', 'second', second.signal);
  first.abort(new Error('called off'));
  await expect(called).rejects.toThrow('called off');
  await expect(run('entry', 'late', first.signal)).rejects.toThrow('called off');
  expect(line.entryRate).toEqual({ limit: 10, waiting: 1 });
  state.rate = undefined;
  await clock.advance(100);
  second.abort(new Error('too late'));
  expect(started).toEqual(['second']);
});

test('an act that fails makes room for the next and tells whoever waits', async () => {
  const clock = new FakeClock();
  const failing = new VenueLine({
    wheel: new TimerWheel(clock, { onError: () => undefined }),
    rate: () => undefined,
    entryShare: (limit) => limit,
  });
  const failed = failing.run('entry', () => Promise.reject(new Error('refused')));
  await expect(failed).rejects.toThrow('refused');
  await expect(failing.run('entry', () => Promise.resolve('next'))).resolves.toBe('next');
});
