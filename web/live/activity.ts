'use client';

import { collections } from '@tapedeck/core/documents';
import type { ActivityDocument } from '@tapedeck/core/documents/desk-records';
import { useMemo } from 'react';
import { useMembership } from './desk-context.tsx';
import { watchQuery, type Entry } from './listen.ts';
import { mapLoadable, type Loadable } from './loadable.ts';
import { useResource } from './use-resource.ts';

export interface Activity extends ActivityDocument {
  readonly id: string;
}

export interface ActivityFilters {
  readonly accountId?: string | undefined;
  readonly positionId?: string | undefined;
  readonly kind?: ActivityDocument['kind'] | undefined;
}

/**
 * The newest activity, newest first. The server filters by the narrowest of the filters, the page by the others, so
 * that each needs one index: `positionId`, `accountId` or `kind`, each with `atMs` descending.
 */
export function useActivity(limit: number, filters: ActivityFilters = {}): Loadable<readonly Activity[]> {
  const { deskId } = useMembership();
  const { accountId, positionId, kind } = filters;
  const narrowest = narrowestOf(filters);
  const key = ['activity', deskId, String(limit), narrowest?.field ?? '', narrowest?.value ?? ''];
  const found = useResource<readonly Entry<ActivityDocument>[]>(key, (observer) =>
    watchQuery(
      collections.activity(deskId),
      (sdk) => [
        ...(narrowest ? [sdk.where(narrowest.field, '==', narrowest.value)] : []),
        sdk.orderBy('atMs', 'desc'),
        sdk.limit(limit),
      ],
      observer,
    ),
  );
  return useMemo(
    () =>
      mapLoadable(found, (entries) =>
        entries
          .map(({ id, data }) => ({ ...data, id }))
          .filter((entry) => matches(entry, { accountId, positionId, kind })),
      ),
    [found, accountId, positionId, kind],
  );
}

function narrowestOf(filters: ActivityFilters): { field: keyof ActivityFilters; value: string } | undefined {
  for (const field of ['positionId', 'accountId', 'kind'] as const) {
    const value = filters[field];
    if (value !== undefined) return { field, value };
  }
  return undefined;
}

export function matches(entry: ActivityDocument, filters: ActivityFilters): boolean {
  return (
    (filters.positionId === undefined || entry.positionId === filters.positionId) &&
    (filters.accountId === undefined || entry.accountId === filters.accountId) &&
    (filters.kind === undefined || entry.kind === filters.kind)
  );
}
