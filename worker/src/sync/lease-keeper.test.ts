import { FakeClock } from '../testing/fake-clock.ts';
import { TimerWheel } from '../timer-wheel.ts';
import { LeaseKeeper } from './lease-keeper.ts';

function open(serverAheadMs = 0) {
  const clock = new FakeClock();
  const stated: number[] = [];
  const state = { failing: false, answerAfterMs: 0, expiresMs: 0 };
  const keeper = new LeaseKeeper({
    store: {
      renew: async (_beat, _nowMs, leaseExpiresAtMs) => {
        if (state.failing) throw new Error('Firestore is away.');
        const serverMs = clock.nowMs() + serverAheadMs;
        stated.push(leaseExpiresAtMs - serverMs);
        state.expiresMs = leaseExpiresAtMs;
        if (state.answerAfterMs > 0) await new Promise<void>((resolve) => clock.after(state.answerAfterMs, resolve));
        return serverMs;
      },
    },
    clock,
    wheel: new TimerWheel(clock, { onError: () => undefined }),
    leaseMs: 10_000,
    beat: () => ({ version: '1', startedAtMs: 1, accounts: 0 }),
    onRenewed: () => undefined,
    onError: () => undefined,
  });
  return { clock, keeper, stated, state };
}

describe('LeaseKeeper', () => {
  it('renews every three seconds', async () => {
    const { clock, keeper, stated } = open();
    await keeper.start();
    await clock.advance(9_500);
    expect(stated).toEqual([10_000, 10_000, 10_000, 10_000]);
    expect(keeper.remainingMs()).toBeGreaterThan(9_000);
    keeper.stop();
  });

  it("states the end by Firestore's clock, however far its own is off", async () => {
    const { clock, keeper, stated } = open(60_000);
    await keeper.start();
    await clock.advance(4_000);
    expect(stated.at(-1)).toBe(10_000);
    keeper.stop();
  });

  it('never counts on more than Firestore tells the others, nor moves the end back', async () => {
    const { clock, keeper, state } = open();
    await keeper.start();
    let latestMs = 0;
    for (const answerAfterMs of [3_900, 0, 3_900, 2_000, 3_500, 3_900, 3_900, 0, 0]) {
      state.answerAfterMs = answerAfterMs;
      for (let step = 0; step < 60; step += 1) {
        await clock.advance(100);
        expect(keeper.remainingMs()).toBeLessThanOrEqual(Math.max(0, state.expiresMs - clock.nowMs()));
        expect(state.expiresMs).toBeGreaterThanOrEqual(latestMs);
        latestMs = state.expiresMs;
      }
    }
    keeper.stop();
  });

  it('tries a renewal that failed again within a second, long before its turn', async () => {
    const { clock, keeper, stated, state } = open();
    await keeper.start();
    state.failing = true;
    await clock.advance(3_200);
    state.failing = false;
    await clock.advance(500);
    expect(stated).toHaveLength(2);
    keeper.stop();
  });

  it('knows that its lease has lapsed while Firestore is away, and when it is back', async () => {
    const { clock, keeper, state } = open();
    await keeper.start();
    state.failing = true;
    await clock.advance(11_000);
    expect(keeper.remainingMs()).toBe(0);
    const lapsedMs = clock.monotonicMs();
    expect(keeper.heldSinceMs()).toBeLessThan(lapsedMs - 10_000);
    state.failing = false;
    await clock.advance(1_000);
    expect(keeper.heldSinceMs()).toBeGreaterThanOrEqual(lapsedMs);
    expect(keeper.remainingMs()).toBeGreaterThan(8_000);
    keeper.stop();
  });
});
