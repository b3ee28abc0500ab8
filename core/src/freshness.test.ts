import { calculateFreshness, worstFreshness, type FreshnessInput } from './freshness.ts';

const now = 1_700_000_000_000;
const input = (parts: Partial<FreshnessInput>): FreshnessInput => ({
  nowMs: now,
  readMs: now - 500,
  lastSyncMs: now - 500,
  beatMs: now - 500,
  heartbeatMs: 10_000,
  pollMs: 1_000,
  connection: 'live',
  ...parts,
});

describe('calculateFreshness', () => {
  it('is live while nothing changed and the heartbeat comes', () => {
    const quiet = input({ readMs: now - 600_000, lastSyncMs: now - 9_000, beatMs: now - 9_000 });
    expect(calculateFreshness(quiet)).toEqual({ state: 'live', ageMs: 9_000, asOfMs: now - 9_000 });
  });

  it('is delayed past twice the heartbeat', () => {
    expect(
      calculateFreshness(input({ readMs: now - 21_000, lastSyncMs: now - 21_000, beatMs: now - 21_000 })).state,
    ).toBe('delayed');
  });

  it('says that the worker is lost past 28 s without a heartbeat', () => {
    const silent = (ageMs: number) =>
      calculateFreshness(input({ readMs: now - ageMs, lastSyncMs: now - ageMs, beatMs: now - ageMs })).state;
    expect(silent(28_000)).toBe('delayed');
    expect(silent(28_001)).toBe('worker-lost');
  });

  it('measures by the poll interval while the venue does not answer', () => {
    const away = (ageMs: number) => input({ connection: 'reconnecting', readMs: now - ageMs, lastSyncMs: now - ageMs });
    expect(calculateFreshness(away(1_500)).state).toBe('live');
    expect(calculateFreshness(away(2_500)).state).toBe('delayed');
    expect(calculateFreshness(away(4_500)).state).toBe('stale');
  });

  it('stays paused however old the figures are', () => {
    expect(
      calculateFreshness(
        input({ connection: 'paused', readMs: now - 900_000, lastSyncMs: now - 900_000, beatMs: now - 1_000 }),
      ).state,
    ).toBe('paused');
  });

  it('never gives a negative age to a client whose clock is behind', () => {
    expect(calculateFreshness(input({ readMs: now + 300, lastSyncMs: now + 300 })).ageMs).toBe(0);
  });
});

describe('worstFreshness', () => {
  it('gives a total the state of its worst input', () => {
    const live = calculateFreshness(input({}));
    const lost = calculateFreshness(input({ readMs: now - 60_000, lastSyncMs: now - 60_000, beatMs: now - 60_000 }));
    expect(worstFreshness([live, lost, live])).toEqual(lost);
    expect(worstFreshness([])).toBeUndefined();
  });
});
