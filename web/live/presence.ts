'use client';

import { useEffect } from 'react';
import { presenceBeatMs, presenceLapsedMs } from '@tapedeck/core/documents/beats';
import { collections, documents } from '@tapedeck/core/documents';
import type { PresenceDocument } from '@tapedeck/core/documents/desk-records';
import { useNow } from './clock.ts';
import { useMembership } from './desk-context.tsx';
import { loadFirestore } from './firebase.ts';
import { linkMonitor } from './link.ts';
import { watchQuery, type Entry } from './listen.ts';
import { dataOf } from './loadable.ts';
import { useResource } from './use-resource.ts';
import { onWatchedQuotes, watchedQuotes } from './watching.ts';

export interface Watcher {
  readonly uid: string;
  readonly name: string;
  /** Path of the page that person looks at. */
  readonly page: string;
  readonly isMe: boolean;
}

/** Who has a page of this desk in sight, oneself first. */
export function usePresence(): readonly Watcher[] {
  const { deskId, uid } = useMembership();
  const nowMs = useNow() ?? 0;
  const found = useResource<readonly Entry<PresenceDocument>[]>(['presence', deskId], (observer) =>
    watchQuery(collections.presence(deskId), () => [], observer),
  );
  return toWatchers(dataOf(found) ?? [], uid, nowMs);
}

export function toWatchers(
  entries: readonly Entry<PresenceDocument>[],
  uid: string,
  nowMs: number,
): readonly Watcher[] {
  return entries
    .filter(({ id, data }) => id === uid || nowMs - (data.at?.toMillis() ?? nowMs) < presenceLapsedMs)
    .map(({ id, data }) => ({ uid: id, name: data.name, page: data.page, isMe: id === uid }))
    .toSorted((a, b) => Number(b.isMe) - Number(a.isMe) || a.name.localeCompare(b.name));
}

/** A quote that is shown is wanted at once; several parts of a page that appear together are one beat. */
const watchingSettlesMs = 50;

/**
 * Says that this person watches, and which quotes, every 20 seconds while the page is visible: the worker writes at full
 * rate only then. Without a server no beat is sent, so that none waits in a queue; one that was left out is sent as soon
 * as the server is back.
 */
export function usePresenceBeat(page: string): void {
  const { deskId, uid, name } = useMembership();
  useEffect(() => {
    let writing = false;
    let owed = false;
    let soon: ReturnType<typeof setTimeout> | undefined;
    const beat = async () => {
      if (writing || document.visibilityState !== 'visible') return;
      owed = linkMonitor.get().state !== 'connected';
      if (owed) return;
      writing = true;
      const watching = watchedQuotes();
      try {
        const { sdk, db } = await loadFirestore();
        await sdk.setDoc(sdk.doc(db, documents.presence(deskId, uid)), {
          name: name.slice(0, 80),
          page: page.slice(0, 64),
          ...(watching.length > 0 ? { watching } : {}),
          at: sdk.serverTimestamp(),
        });
      } catch {
        // A beat that fails is made good by the next one.
      } finally {
        writing = false;
      }
    };
    void beat();
    const timer = setInterval(() => void beat(), presenceBeatMs);
    const onVisible = () => void beat();
    document.addEventListener('visibilitychange', onVisible);
    const endLink = linkMonitor.subscribe(() => {
      if (owed) void beat();
    });
    const endWatching = onWatchedQuotes(() => {
      clearTimeout(soon);
      soon = setTimeout(() => void beat(), watchingSettlesMs);
    });
    return () => {
      clearInterval(timer);
      clearTimeout(soon);
      endWatching();
      endLink();
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [deskId, uid, name, page]);
}
