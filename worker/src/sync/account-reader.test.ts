import { AppError, type AccountSnapshot } from '@tapedeck/core';
import { FakeBroker } from '../testing/fake-broker.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { TimerWheel } from '../timer-wheel.ts';
import { AccountReader } from './account-reader.ts';

function open() {
  const clock = new FakeClock();
  const broker = new FakeBroker(() => clock.nowMs());
  const state = { isWanted: true, connections: 0, forced: [] as boolean[], failures: [] as [string, number][] };
  let onSnapshot = (_snapshot: AccountSnapshot): void => undefined;
  const reader = new AccountReader({
    broker,
    clock,
    wheel: new TimerWheel(clock, {
      onError: (error) => {
        throw error;
      },
    }),
    intervalMs: () => 1_000,
    isWanted: () => state.isWanted,
    onConnected: () => (state.connections += 1),
    onSnapshot: (snapshot, { isForced }) => {
      onSnapshot(snapshot);
      state.forced.push(isForced);
    },
    onFailed: (error, failures) => state.failures.push([error.message, failures]),
  });
  reader.start();
  return { clock, broker, reader, state, onEachSnapshot: (handle: typeof onSnapshot) => (onSnapshot = handle) };
}

/** From now on the broker takes `ms` for a reading. */
function slowDown({ broker, clock }: ReturnType<typeof open>, ms: number): void {
  jest
    .spyOn(broker, 'fetchSnapshot')
    .mockImplementation(() => new Promise((resolve) => clock.after(ms, () => resolve(broker.snapshot()))));
}

/** What became of a promise so far. */
function follow(promise: Promise<void>): { outcome: string } {
  const followed = { outcome: 'open' };
  promise.then(
    () => (followed.outcome = 'read'),
    (error: unknown) => (followed.outcome = String(error)),
  );
  return followed;
}

describe('AccountReader', () => {
  it('connects once and reads at its interval', async () => {
    const { clock, broker, reader, state } = open();
    await clock.advance(5_100);
    expect(broker.snapshots).toBe(6);
    expect(state).toMatchObject({ connections: 1, failures: [] });
    expect(reader.isConnected).toBe(true);
  });

  it('tells a reading that somebody asked for, and resolves once it has been taken', async () => {
    const { clock, reader, state } = open();
    await clock.advance(100);
    const asked = follow(reader.next());
    await clock.advance(100);
    expect(asked.outcome).toBe('read');
    expect(state.forced).toEqual([false, true]);
  });

  it('does not take a reading under way for the one that somebody asked for', async () => {
    const opened = open();
    const { clock, reader, state } = opened;
    slowDown(opened, 400);
    await clock.advance(1_000);
    const before = state.forced.length;
    await clock.advance(150);
    const asked = follow(reader.next());
    await clock.advance(300);
    expect(state.forced).toHaveLength(before + 1);
    expect(asked.outcome).toBe('open');
    await clock.advance(600);
    expect(asked.outcome).toBe('read');
    expect(state.forced.slice(before).filter(Boolean)).toHaveLength(1);
  });

  it('reads on after a reading that could not be taken, and tells whoever waited for it', async () => {
    const { clock, reader, state, onEachSnapshot } = open();
    await clock.advance(100);
    onEachSnapshot(() => {
      throw new AppError('internal', 'This reading makes no sense.');
    });
    const asked = follow(reader.next());
    await clock.advance(100);
    expect(asked.outcome).toContain('This reading makes no sense.');
    expect(state.failures).toEqual([['This reading makes no sense.', 1]]);
    onEachSnapshot(() => undefined);
    await clock.advance(2_000);
    expect(state.forced.length).toBeGreaterThanOrEqual(2);
  });

  it('counts failures in a row, and connects anew after its key was refused', async () => {
    const { clock, broker, reader, state } = open();
    await clock.advance(100);
    broker.failure = new AppError('retryable', 'Nobody answers.');
    await clock.advance(1_500);
    expect(state.failures.slice(0, 2)).toEqual([
      ['Nobody answers.', 1],
      ['Nobody answers.', 2],
    ]);
    broker.failure = new AppError('unauthorized-at-broker', 'The key is refused.');
    await clock.advance(1_500);
    expect(reader.isConnected).toBe(false);
    broker.failure = undefined;
    await clock.advance(120_000);
    expect(state.connections).toBe(2);
    expect(reader.isConnected).toBe(true);
  });

  it('tells those who wait why it stopped, and does not hear the answer that comes later', async () => {
    const opened = open();
    const { clock, reader, state } = opened;
    slowDown(opened, 400);
    await clock.advance(600);
    const underWay = follow(reader.next());
    await clock.advance(200);
    const before = state.forced.length;
    const next = follow(reader.next());
    state.isWanted = false;
    reader.stop(new AppError('conflict', 'The worker stopped.'));
    await clock.advance(5_000);
    expect([underWay.outcome, next.outcome]).toEqual(Array(2).fill(expect.stringContaining('The worker stopped.')));
    expect(state.forced).toHaveLength(before);
    expect(state.failures).toEqual([]);
  });
});
