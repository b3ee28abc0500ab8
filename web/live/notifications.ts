'use client';

import { useMemo } from 'react';
import { AppError } from '@tapedeck/core/app-error';
import { collections, documents } from '@tapedeck/core/documents';
import type {
  NotificationCategory,
  NotificationDocument,
  NotificationMarksDocument,
} from '@tapedeck/core/documents/desk-records';
import { useMembership } from './desk-context.tsx';
import { loadFirestore } from './firebase.ts';
import { watchDocument, watchQuery, type Entry } from './listen.ts';
import { dataOf, mapLoadable, type Loadable } from './loadable.ts';
import { useResource } from './use-resource.ts';

export interface Notification extends NotificationDocument {
  readonly id: string;
  readonly isRead: boolean;
}

export interface Notifications {
  /** Newest first; muted categories are left out, except what must be seen. */
  readonly list: Loadable<readonly Notification[]>;
  readonly unread: number;
  readonly muted: readonly NotificationCategory[];
  /** Marks everything up to this instant as read; what came after it stays unread. */
  markReadUpTo(atMs: number): Promise<void>;
  setMuted(muted: readonly NotificationCategory[]): Promise<void>;
}

const shownAtMost = 50;
const noMarks: NotificationMarksDocument = { readUpToMs: 0, muted: [] };

export function useNotifications(): Notifications {
  const { deskId, uid } = useMembership();
  const found = useResource<readonly Entry<NotificationDocument>[]>(['notifications', deskId], (observer) =>
    watchQuery(
      collections.notifications(deskId),
      (sdk) => [sdk.orderBy('atMs', 'desc'), sdk.limit(shownAtMost)],
      observer,
    ),
  );
  const marksFound = useResource<NotificationMarksDocument | undefined>(['marks', deskId, uid], (observer) =>
    watchDocument(documents.notificationMarks(deskId, uid), observer),
  );
  const marks = dataOf(marksFound) ?? noMarks;
  const areMarksKnown = marksFound.status === 'success';

  return useMemo(() => {
    const list = mapLoadable(found, (entries) => toNotifications(entries, marks));
    const all = dataOf(list) ?? [];
    const write = async (next: NotificationMarksDocument) => {
      if (!areMarksKnown) throw new AppError('retryable', 'Not saved: your marks are still being loaded. Try again.');
      const { sdk, db } = await loadFirestore();
      await sdk.setDoc(sdk.doc(db, documents.notificationMarks(deskId, uid)), { ...next });
    };
    return {
      list,
      unread: areMarksKnown ? all.filter((notification) => !notification.isRead).length : 0,
      muted: marks.muted,
      markReadUpTo: (atMs) => write({ ...marks, readUpToMs: Math.max(marks.readUpToMs, atMs) }),
      setMuted: (muted) => write({ ...marks, muted: [...muted] }),
    };
  }, [found, marks, areMarksKnown, deskId, uid]);
}

export function toNotifications(
  entries: readonly Entry<NotificationDocument>[],
  marks: NotificationMarksDocument,
): readonly Notification[] {
  return entries
    .filter(({ data }) => data.mustSee || !marks.muted.includes(data.category))
    .map(({ id, data }) => ({ ...data, id, isRead: data.atMs <= marks.readUpToMs }));
}
