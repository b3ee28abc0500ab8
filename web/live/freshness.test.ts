import { AppError } from '@tapedeck/core/app-error';
import type { AccountLive } from './account-live.ts';
import { isStale, toShownFreshness, worstOf, type ShownReading } from './freshness.ts';
import type { UpdateRate } from '../preferences/preferences.ts';
import { idle, pending, type Loadable } from './loadable.ts';

const nowMs = 1_000_000;

function liveAt(readMs: number, seq = 1): AccountLive {
  return {
    seq,
    structureSeq: 1,
    readMs,
    figures: {},
    balances: [],
    positions: [],
    connection: undefined,
  };
}

function success(data: AccountLive, saved = false): Loadable<AccountLive> {
  return { status: 'success', data, saved };
}

/** Freshness at the rate "live", over a link that stands. */
function freshnessOf(shown: Loadable<AccountLive>, newest?: AccountLive, parts: Partial<ShownReading> = {}) {
  return toShownFreshness({ shown, newest, link: 'connected', rate: 'live', ...parts }, nowMs);
}

describe('toShownFreshness', () => {
  it('is live while the reading is young', () => {
    const live = liveAt(nowMs - 180);
    expect(freshnessOf(success(live), live)).toEqual({
      state: 'live',
      ageMs: 180,
      asOfMs: nowMs - 180,
    });
  });

  it('is delayed past twice the cadence and lost past 28 s without a sign', () => {
    const delayed = liveAt(nowMs - 21_000);
    expect(freshnessOf(success(delayed), delayed).state).toBe('delayed');
    const lost = liveAt(nowMs - 31_000);
    expect(freshnessOf(success(lost), lost).state).toBe('worker-lost');
  });

  it('says that a copy is saved until the server has spoken', () => {
    const live = liveAt(nowMs - 100);
    expect(freshnessOf(success(live, true), live).state).toBe('saved');
  });

  it('is offline without a server, with the time of the last reading', () => {
    const live = liveAt(nowMs - 12_000);
    expect(freshnessOf(success(live), live, { link: 'offline' })).toMatchObject({
      state: 'offline',
      asOfMs: nowMs - 12_000,
    });
  });

  it('stays what it was while the server is only being looked for', () => {
    const live = liveAt(nowMs - 4_000);
    expect(freshnessOf(success(live), live, { link: 'searching' }).state).toBe('live');
  });

  it('takes no failed request for "offline"', () => {
    const live = liveAt(nowMs - 100);
    const failed: Loadable<AccountLive> = { status: 'error', error: new AppError('retryable', 'x'), data: live };
    expect(freshnessOf(failed, live).state).toBe('live');
  });

  it('goes dark for somebody who was removed', () => {
    const removed: Loadable<AccountLive> = { status: 'error', error: new AppError('forbidden', 'x') };
    expect(freshnessOf(removed, liveAt(nowMs)).state).toBe('forbidden');
  });

  it('tells an account that was never synced from one that is on its way', () => {
    expect(freshnessOf(idle, undefined).state).toBe('never-synced');
    expect(freshnessOf(pending, undefined).state).toBe('pending');
  });

  describe('of a reading that is not the newest', () => {
    const newest = liveAt(nowMs - 200, 9);
    const heldFor = (ageMs: number, rate: UpdateRate, from = newest) =>
      freshnessOf(success(liveAt(nowMs - ageMs, 1)), from, { rate });

    it.each(['30s', 'paused'] as const)('is held at the rate "%s", with the time of what is shown', (rate) => {
      expect(heldFor(12 * 60_000, rate)).toEqual({
        state: 'held',
        ageMs: 12 * 60_000,
        asOfMs: nowMs - 12 * 60_000,
      });
      expect(heldFor(900, rate).state).toBe('held');
    });

    it('is paced at the rate of 5 s, and held once it is older than a live one may be', () => {
      expect(heldFor(5_400, '5s')).toEqual({ state: 'paced', ageMs: 5_400, asOfMs: nowMs - 5_400 });
      expect(heldFor(25_000, '5s').state).toBe('held');
    });

    it('is never better than the newest: of a worker that is lost, or stale', () => {
      expect(heldFor(60_000, 'paused', liveAt(nowMs - 31_000, 9))).toEqual({
        state: 'worker-lost',
        ageMs: 60_000,
        asOfMs: nowMs - 60_000,
      });
    });

    it('is live again once nothing newer is known, whatever the rate', () => {
      const live = liveAt(nowMs - 8_000);
      expect(freshnessOf(success(live), live, { rate: 'paused' }).state).toBe('live');
    });

    it('stays a saved copy and offline', () => {
      const saved = success(liveAt(nowMs - 25_000, 1), true);
      expect(freshnessOf(saved, newest, { rate: 'paused' }).state).toBe('saved');
      expect(freshnessOf(saved, newest, { rate: 'paused', link: 'offline' }).state).toBe('offline');
    });
  });
});

describe('worstOf', () => {
  it('is as fresh as its worst part', () => {
    const live = { state: 'live', ageMs: 100, asOfMs: nowMs } as const;
    const stale = { state: 'stale', ageMs: 50_000, asOfMs: nowMs - 50_000 } as const;
    expect(worstOf([live, stale, live])).toBe(stale);
  });

  it('is the oldest of equals', () => {
    const young = { state: 'live', ageMs: 100, asOfMs: nowMs } as const;
    const old = { state: 'live', ageMs: 900, asOfMs: nowMs } as const;
    expect(worstOf([young, old])).toBe(old);
  });
});

describe('isStale', () => {
  it.each(['stale', 'held', 'paused', 'worker-lost', 'offline'] as const)('mutes figures that are %s', (state) => {
    expect(isStale(state)).toBe(true);
  });

  it.each(['live', 'paced', 'delayed', 'saved'] as const)('leaves figures that are %s', (state) => {
    expect(isStale(state)).toBe(false);
  });
});
