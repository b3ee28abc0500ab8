'use client';

import { useCallback, useEffect, useReducer } from 'react';
import type { AppError } from '@tapedeck/core/app-error';
import { collections } from '@tapedeck/core/documents';
import type { ActivityDocument } from '@tapedeck/core/documents/desk-records';
import { useActivity, type Activity } from './activity.ts';
import { useMembership } from './desk-context.tsx';
import { loadFirestore, type FirestoreSdk } from './firebase.ts';

export interface FeedFilters {
  readonly accountId?: string | undefined;
  readonly kind?: ActivityDocument['kind'] | undefined;
}

/** Activity that grows at both ends: new entries as they happen, older ones when asked for. */
export interface ActivityFeed {
  /** Newest first; undefined until the first answer. */
  readonly entries: readonly Activity[] | undefined;
  /** What keeps new entries from coming; the listener tries again by itself. */
  readonly error: AppError | undefined;
  /** Whether older entries may be there. */
  readonly hasOlder: boolean;
  readonly older: 'idle' | 'loading' | 'failed';
  loadOlder(): void;
}

export const pageSize = 50;

/** Any document that is read newest first. */
export interface FeedEntry {
  readonly id: string;
  readonly atMs: number;
}

export interface FeedState<E extends FeedEntry = Activity> {
  readonly key: string;
  readonly entries: readonly E[] | undefined;
  /** This device's copy: it may have gaps, so that nothing is joined to it. */
  readonly saved: boolean;
  readonly hasOlder: boolean;
  readonly older: ActivityFeed['older'];
}

export type FeedEvent<E extends FeedEntry = Activity> =
  | { readonly type: 'window'; readonly key: string; readonly entries: readonly E[]; readonly saved: boolean }
  | { readonly type: 'older-asked'; readonly key: string }
  | { readonly type: 'older'; readonly key: string; readonly entries: readonly E[] }
  | { readonly type: 'older-failed'; readonly key: string };

export const emptyFeed: FeedState<never> = {
  key: '',
  entries: undefined,
  saved: false,
  hasOlder: false,
  older: 'idle',
};

/** What the feed holds after an event; events of other filters than the shown ones change nothing. */
export function followFeed<E extends FeedEntry>(state: FeedState<E>, event: FeedEvent<E>): FeedState<E> {
  if (event.type === 'window') return followWindow(state, event);
  if (event.key !== state.key) return state;
  switch (event.type) {
    case 'older-asked':
      return { ...state, older: 'loading' };
    case 'older-failed':
      return { ...state, older: 'failed' };
    case 'older':
      return {
        ...state,
        entries: merge(state.entries ?? [], event.entries),
        hasOlder: event.entries.length === pageSize,
        older: 'idle',
      };
  }
}

/**
 * The newest entries as the listener shows them. A full window that shares nothing with what was known leaves a gap
 * between the two, as after a night offline: what was known is dropped, to be asked for again.
 */
function followWindow<E extends FeedEntry>(
  state: FeedState<E>,
  event: Extract<FeedEvent<E>, { type: 'window' }>,
): FeedState<E> {
  const { key, entries, saved } = event;
  const isFull = entries.length === pageSize;
  const known = state.key === key && !state.saved ? (state.entries ?? []) : [];
  const ids = new Set(known.map(({ id }) => id));
  const joins = known.length > 0 && (!isFull || entries.some(({ id }) => ids.has(id)));
  if (!joins) return { key, entries, saved, hasOlder: isFull && !saved, older: 'idle' };
  const merged = merge(known, entries);
  const reachesEnd = merged.at(-1)?.id === entries.at(-1)?.id;
  return { ...state, entries: merged, hasOlder: reachesEnd ? isFull : state.hasOlder };
}

function merge<E extends FeedEntry>(known: readonly E[], found: readonly E[]): readonly E[] {
  const byId = new Map([...known, ...found].map((entry) => [entry.id, entry]));
  return [...byId.values()].toSorted((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1));
}

/** Activity of the desk, by account and kind, both filtered by the server. */
export function useActivityFeed({ accountId, kind }: FeedFilters): ActivityFeed {
  const { deskId } = useMembership();
  // One copy an account is enough: what is filtered by kind is asked for.
  const newest = useActivity(pageSize, { accountId, kind }, { keepsCopy: kind === undefined });
  const key = [deskId, accountId ?? '', kind ?? ''].join('/');
  const [state, dispatch] = useReducer(followFeed<Activity>, emptyFeed);

  useEffect(() => {
    if (newest.status === 'success') dispatch({ type: 'window', key, entries: newest.data, saved: newest.saved });
  }, [key, newest]);

  const entries = state.key === key ? state.entries : undefined;
  const last = entries?.at(-1);
  const loadOlder = useCallback(() => {
    if (!last) return;
    dispatch({ type: 'older-asked', key });
    readOlder(deskId, { accountId, kind }, last).then(
      (found) => dispatch({ type: 'older', key, entries: found }),
      () => dispatch({ type: 'older-failed', key }),
    );
  }, [deskId, accountId, kind, key, last]);

  return {
    entries,
    error: newest.status === 'error' ? newest.error : undefined,
    hasOlder: state.key === key && state.hasOlder,
    older: state.key === key ? state.older : 'idle',
    loadOlder,
  };
}

async function readOlder(deskId: string, filters: FeedFilters, before: Activity): Promise<readonly Activity[]> {
  const { sdk, db } = await loadFirestore();
  const found = await sdk.getDocs(
    sdk.query(
      sdk.collection(db, collections.activity(deskId)),
      ...conditions(sdk, filters),
      sdk.orderBy('atMs', 'desc'),
      sdk.orderBy(sdk.documentId(), 'desc'),
      sdk.startAfter(before.atMs, before.id),
      sdk.limit(pageSize),
    ),
  );
  return found.docs.map((entry) => ({ ...(entry.data() as ActivityDocument), id: entry.id }));
}

function conditions(sdk: FirestoreSdk, { accountId, kind }: FeedFilters) {
  return [
    ...(accountId === undefined ? [] : [sdk.where('accountId', '==', accountId)]),
    ...(kind === undefined ? [] : [sdk.where('kind', '==', kind)]),
  ];
}
