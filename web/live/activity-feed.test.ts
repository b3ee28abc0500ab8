import type { Activity } from './activity.ts';
import { emptyFeed, followFeed, pageSize, type FeedState } from './activity-feed.ts';

const entry = (atMs: number): Activity => ({
  id: `entry-${atMs}`,
  atMs,
  kind: 'trade',
  type: 'position-opened',
  actor: { kind: 'venue', name: 'Bybit' },
  summary: `Opened at ${atMs}`,
});
/** Entries of `to` down to `from`, newest first. */
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => entry(to - index));
const times = (state: FeedState) => state.entries?.map(({ atMs }) => atMs);
const full = followFeed(emptyFeed, { type: 'window', key: 'a', entries: range(101, 100 + pageSize), saved: false });

describe('followFeed', () => {
  it('offers older entries when the first answer is a full page', () => {
    expect(full.hasOlder).toBe(true);
    expect(followFeed(emptyFeed, { type: 'window', key: 'a', entries: range(1, 3), saved: false }).hasOlder).toBe(
      false,
    );
  });

  it('keeps what the window leaves behind as new entries come', () => {
    const next = followFeed(full, { type: 'window', key: 'a', entries: range(103, 102 + pageSize), saved: false });
    expect(times(next)).toEqual(range(101, 102 + pageSize).map(({ atMs }) => atMs));
  });

  it('replaces the saved copy, which may have gaps, by the first answer of the server', () => {
    const saved = followFeed(emptyFeed, {
      type: 'window',
      key: 'a',
      entries: [...range(149, 150), ...range(1, 9)],
      saved: true,
    });
    expect(saved.hasOlder).toBe(false);
    const next = followFeed(saved, { type: 'window', key: 'a', entries: range(101, 100 + pageSize), saved: false });
    expect(next).toMatchObject({ saved: false, hasOlder: true });
    expect(times(next)).toEqual(range(101, 100 + pageSize).map(({ atMs }) => atMs));
  });

  it('adds older pages below and ends with a page that is not full', () => {
    const asked = followFeed(full, { type: 'older-asked', key: 'a' });
    expect(asked.older).toBe('loading');
    const next = followFeed(asked, { type: 'older', key: 'a', entries: range(91, 100) });
    expect(next).toMatchObject({ older: 'idle', hasOlder: false });
    expect(times(next)?.at(-1)).toBe(91);
  });

  it('drops what it knew when more has happened than a window holds', () => {
    const next = followFeed(full, { type: 'window', key: 'a', entries: range(501, 500 + pageSize), saved: false });
    expect(times(next)).toEqual(range(501, 500 + pageSize).map(({ atMs }) => atMs));
    expect(next.hasOlder).toBe(true);
  });

  it('starts anew under other filters and ignores answers to the ones before', () => {
    const other = followFeed(full, { type: 'window', key: 'b', entries: range(7, 9), saved: false });
    expect(times(other)).toEqual([9, 8, 7]);
    expect(followFeed(other, { type: 'older', key: 'a', entries: range(1, 2) })).toBe(other);
    expect(followFeed(other, { type: 'older-failed', key: 'b' }).older).toBe('failed');
  });
});
