'use client';

import type { QueryConstraint } from 'firebase/firestore';
import { useCallback, useEffect, useMemo, useReducer } from 'react';
import type { AppError } from '@tapedeck/core/app-error';
import { emptyFeed, followFeed, pageSize, type FeedEvent, type FeedState } from './activity-feed.ts';
import { useMembership } from './desk-context.tsx';
import { loadFirestore, type FirestoreSdk } from './firebase.ts';
import { watchQuery, type Entry } from './listen.ts';
import { dataOf } from './loadable.ts';
import { useResource } from './use-resource.ts';
import { watchEach } from './watch-each.ts';

/** Documents that each account keeps in a collection of its own and that are read newest first. */
export interface PagedKind<T> {
  /** Tells its listeners from others. */
  readonly name: string;
  readonly timeField: keyof T & string;
  collection(deskId: string, accountId: string): string;
  conditions(sdk: FirestoreSdk): readonly QueryConstraint[];
}

export interface PagedEntry<T> {
  /** Of all accounts: `{account}/{document}`. */
  readonly id: string;
  readonly documentId: string;
  readonly accountId: string;
  readonly atMs: number;
  readonly data: T;
}

/** One list out of the pages of several accounts: new entries as they come, older ones when asked for. */
export interface AccountPages<T> {
  /** Newest first; undefined until the first answer. */
  readonly entries: readonly PagedEntry<T>[] | undefined;
  readonly error: AppError | undefined;
  readonly hasOlder: boolean;
  readonly older: 'idle' | 'loading' | 'failed';
  readonly loadOlder: () => void;
}

type State<T> = FeedState<PagedEntry<T>>;
type States<T> = Readonly<Record<string, State<T>>>;

interface PagesEvent<T> {
  readonly accountId: string;
  readonly event: FeedEvent<PagedEntry<T>>;
}

function followPages<T>(states: States<T>, { accountId, event }: PagesEvent<T>): States<T> {
  return { ...states, [accountId]: followFeed<PagedEntry<T>>(states[accountId] ?? emptyFeed, event) };
}

export interface JoinedPages<T> {
  readonly entries: readonly PagedEntry<T>[];
  readonly hasOlder: boolean;
  readonly older: AccountPages<T>['older'];
  /** Whose older entries come next. */
  readonly next: readonly string[];
}

/**
 * The lists of several accounts as one. It ends where the first account has older entries that are not loaded, because
 * below that something would be missing.
 */
export function joinPages<T>(states: ReadonlyMap<string, State<T>>): JoinedPages<T> {
  const growing = [...states].filter(([, { hasOlder }]) => hasOlder);
  const endOf = ({ entries }: State<T>) => entries?.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  const endMs = Math.max(...growing.map(([, state]) => endOf(state)), Number.NEGATIVE_INFINITY);
  const all = [...states.values()].flatMap(({ entries }) => entries ?? []);
  const olders = new Set([...states.values()].map(({ older }) => older));
  return {
    entries: all.filter(({ atMs }) => atMs >= endMs).toSorted((a, b) => b.atMs - a.atMs || b.id.localeCompare(a.id)),
    hasOlder: growing.length > 0,
    older: olders.has('loading') ? 'loading' : olders.has('failed') ? 'failed' : 'idle',
    next: growing.filter(([, state]) => endOf(state) >= endMs).map(([accountId]) => accountId),
  };
}

/** The newest of some accounts' documents, page by page; `kind` must be a constant. */
export function useAccountPages<T extends object>(kind: PagedKind<T>, accountIds: readonly string[]): AccountPages<T> {
  const { deskId } = useMembership();
  const key = `${kind.name}/${deskId}`;
  const newest = useResource<ReadonlyMap<string, { value: readonly Entry<T>[]; saved: boolean }>>(
    [kind.name, deskId, ...accountIds],
    watchEach(
      accountIds,
      (accountId) => (observer) =>
        watchQuery<T>(
          kind.collection(deskId, accountId),
          (sdk) => [...kind.conditions(sdk), sdk.orderBy(kind.timeField, 'desc'), sdk.limit(pageSize)],
          observer,
        ),
    ),
  );
  const [states, dispatch] = useReducer(followPages<T>, {});
  const windows = dataOf(newest);

  useEffect(() => {
    for (const [accountId, { value, saved }] of windows ?? []) {
      const entries = value.map((entry) => toPagedEntry(kind, accountId, entry));
      dispatch({ accountId, event: { type: 'window', key, entries, saved } });
    }
  }, [windows, kind, key]);

  const joined = useMemo(() => {
    const shown = accountIds.flatMap((id): [string, State<T>][] => {
      const state = states[id];
      return state?.key === key ? [[id, state]] : [];
    });
    const isWhole = shown.length === accountIds.length || (shown.length > 0 && newest.status === 'error');
    return isWhole ? joinPages(new Map(shown)) : undefined;
  }, [accountIds, states, key, newest.status]);

  const loadOlder = useCallback(() => {
    for (const accountId of joined?.next ?? []) {
      const last = states[accountId]?.entries?.at(-1);
      if (!last) continue;
      dispatch({ accountId, event: { type: 'older-asked', key } });
      readOlder(deskId, kind, last).then(
        (entries) => dispatch({ accountId, event: { type: 'older', key, entries } }),
        () => dispatch({ accountId, event: { type: 'older-failed', key } }),
      );
    }
  }, [joined, states, deskId, kind, key]);

  return {
    entries: joined?.entries,
    error: newest.status === 'error' ? newest.error : undefined,
    hasOlder: joined?.hasOlder ?? false,
    older: joined?.older ?? 'idle',
    loadOlder,
  };
}

function toPagedEntry<T>(kind: PagedKind<T>, accountId: string, { id, data }: Entry<T>): PagedEntry<T> {
  return { id: `${accountId}/${id}`, documentId: id, accountId, atMs: Number(data[kind.timeField]), data };
}

async function readOlder<T>(
  deskId: string,
  kind: PagedKind<T>,
  before: PagedEntry<T>,
): Promise<readonly PagedEntry<T>[]> {
  const { sdk, db } = await loadFirestore();
  const found = await sdk.getDocs(
    sdk.query(
      sdk.collection(db, kind.collection(deskId, before.accountId)),
      ...kind.conditions(sdk),
      sdk.orderBy(kind.timeField, 'desc'),
      sdk.orderBy(sdk.documentId(), 'desc'),
      sdk.startAfter(before.atMs, before.documentId),
      sdk.limit(pageSize),
    ),
  );
  return found.docs.map((entry) => toPagedEntry(kind, before.accountId, { id: entry.id, data: entry.data() as T }));
}
