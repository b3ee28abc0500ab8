import { AppError } from '@tapedeck/core/app-error';
import type { AccountLive } from './account-live.ts';
import { isStale, toShownFreshness, worstOf } from './freshness.ts';
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

describe('toShownFreshness', () => {
  it('is live while the reading is young', () => {
    const live = liveAt(nowMs - 180);
    expect(toShownFreshness(success(live), live, 'connected', nowMs)).toEqual({
      state: 'live',
      ageMs: 180,
      asOfMs: nowMs - 180,
    });
  });

  it('is delayed past twice the cadence and lost past 30 s without a sign', () => {
    const delayed = liveAt(nowMs - 21_000);
    expect(toShownFreshness(success(delayed), delayed, 'connected', nowMs).state).toBe('delayed');
    const lost = liveAt(nowMs - 31_000);
    expect(toShownFreshness(success(lost), lost, 'connected', nowMs).state).toBe('worker-lost');
  });

  it('says that a copy is saved until the server has spoken', () => {
    const live = liveAt(nowMs - 100);
    expect(toShownFreshness(success(live, true), live, 'connected', nowMs).state).toBe('saved');
  });

  it('is offline without a server, with the time of the last reading', () => {
    const live = liveAt(nowMs - 12_000);
    expect(toShownFreshness(success(live), live, 'offline', nowMs)).toMatchObject({
      state: 'offline',
      asOfMs: nowMs - 12_000,
    });
  });

  it('stays what it was while the server is only being looked for', () => {
    const live = liveAt(nowMs - 4_000);
    expect(toShownFreshness(success(live), live, 'searching', nowMs).state).toBe('live');
  });

  it('takes no failed request for "offline"', () => {
    const live = liveAt(nowMs - 100);
    const failed: Loadable<AccountLive> = { status: 'error', error: new AppError('retryable', 'x'), data: live };
    expect(toShownFreshness(failed, live, 'connected', nowMs).state).toBe('live');
  });

  it('goes dark for somebody who was removed', () => {
    const removed: Loadable<AccountLive> = { status: 'error', error: new AppError('forbidden', 'x') };
    expect(toShownFreshness(removed, liveAt(nowMs), 'connected', nowMs).state).toBe('forbidden');
  });

  it('tells an account that was never synced from one that is on its way', () => {
    expect(toShownFreshness(idle, undefined, 'connected', nowMs).state).toBe('never-synced');
    expect(toShownFreshness(pending, undefined, 'connected', nowMs).state).toBe('pending');
  });

  it('gives held-back figures their own age and judges the worker by the newest', () => {
    const shown = toShownFreshness(success(liveAt(nowMs - 25_000, 1)), liveAt(nowMs - 200, 9), 'connected', nowMs);
    expect(shown).toEqual({ state: 'live', ageMs: 25_000, asOfMs: nowMs - 25_000 });
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
  it.each(['stale', 'worker-lost', 'offline'] as const)('mutes figures that are %s', (state) => {
    expect(isStale(state)).toBe(true);
  });

  it.each(['live', 'delayed', 'paused', 'saved'] as const)('leaves figures that are %s', (state) => {
    expect(isStale(state)).toBe(false);
  });
});
