'use client';

import { useMemo } from 'react';
import { collections } from '@tapedeck/core/documents';
import type { LimitEdit } from '@tapedeck/core/risk/limits-schema';
import { useMembership } from './desk-context.tsx';
import { watchQuery, type Entry } from './listen.ts';
import { mapLoadable, type Loadable } from './loadable.ts';
import { useResource } from './use-resource.ts';

export interface StoredLimitEdit extends LimitEdit {
  readonly id: string;
}

/** The newest edits of limits, of the desk and of every account, newest first. */
export function useLimitEdits(limit: number): Loadable<readonly StoredLimitEdit[]> {
  const { deskId } = useMembership();
  const found = useResource<readonly Entry<LimitEdit>[]>(['limit-edits', deskId, String(limit)], (observer) =>
    watchQuery(collections.limitEdits(deskId), (sdk) => [sdk.orderBy('atMs', 'desc'), sdk.limit(limit)], observer),
  );
  return useMemo(() => mapLoadable(found, (entries) => entries.map(({ id, data }) => ({ ...data, id }))), [found]);
}
