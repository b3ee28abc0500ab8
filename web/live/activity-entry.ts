'use client';

import { useMemo } from 'react';
import { documents } from '@tapedeck/core/documents';
import type { ActivityDocument } from '@tapedeck/core/documents/desk-records';
import type { Activity } from './activity.ts';
import { useMembership } from './desk-context.tsx';
import { watchDocument } from './listen.ts';
import { mapLoadable, type Loadable } from './loadable.ts';
import { useResource } from './use-resource.ts';

/** One entry by its id, for links to it; without an id nothing is asked. */
export function useActivityEntry(id: string | undefined): Loadable<Activity | undefined> {
  const { deskId } = useMembership();
  const key = id === undefined ? undefined : ['activity-entry', deskId, id];
  const found = useResource<ActivityDocument | undefined>(key, (observer) =>
    watchDocument(documents.activity(deskId, id ?? ''), observer),
  );
  return useMemo(() => mapLoadable(found, (data) => data && { ...data, id: id ?? '' }), [found, id]);
}
