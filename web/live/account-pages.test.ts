import { joinPages, type PagedEntry } from './account-pages.ts';
import type { FeedState } from './activity-feed.ts';

type State = FeedState<PagedEntry<string>>;

function state(accountId: string, times: readonly number[], hasOlder = false): [string, State] {
  const entries = times.map((atMs) => ({
    id: `${accountId}/${atMs}`,
    documentId: String(atMs),
    accountId,
    atMs,
    data: `${accountId} at ${atMs}`,
  }));
  return [accountId, { key: 'k', entries, saved: false, hasOlder, older: 'idle' }];
}
const timesOf = (states: [string, State][]) => joinPages(new Map(states)).entries.map(({ atMs }) => atMs);

describe('joinPages', () => {
  it('is one list, newest first', () => {
    expect(timesOf([state('a', [9, 5]), state('b', [7, 1])])).toEqual([9, 7, 5, 1]);
  });

  it('ends where an account has older entries that are not loaded, which come next', () => {
    const states = [state('a', [9, 5], true), state('b', [7, 3, 1], true), state('c', [2])];
    expect(timesOf(states)).toEqual([9, 7, 5]);
    expect(joinPages(new Map(states))).toMatchObject({ hasOlder: true, next: ['a'] });
  });

  it('is empty and complete without entries', () => {
    expect(joinPages(new Map([state('a', [])]))).toMatchObject({ entries: [], hasOlder: false, next: [] });
  });
});
