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
 * The newest activity, newest first. The server filters by the account and by the position or else the kind, for which
 * there are indexes; the page filters by what is left.
 */
export function useActivity(limit: number, filters: ActivityFilters = {}): Loadable<readonly Activity[]> {
  const { deskId } = useMembership();
  const { accountId, positionId, kind } = filters;
  const conditions = serverConditions({ accountId, positionId, kind });
  const key = ['activity', deskId, String(limit), ...conditions.flat()];
  const found = useResource<readonly Entry<ActivityDocument>[]>(key, (observer) =>
    watchQuery(
      collections.activity(deskId),
      (sdk) => [
        ...conditions.map(([field, value]) => sdk.where(field, '==', value)),
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

type Condition = readonly [field: keyof ActivityFilters, value: string];

function serverConditions({ accountId, positionId, kind }: ActivityFilters): readonly Condition[] {
  const conditions: Condition[] = [];
  if (accountId !== undefined) conditions.push(['accountId', accountId]);
  if (positionId !== undefined) conditions.push(['positionId', positionId]);
  else if (kind !== undefined) conditions.push(['kind', kind]);
  return conditions;
}

export function matches(entry: ActivityDocument, filters: ActivityFilters): boolean {
  return (
    (filters.positionId === undefined || entry.positionId === filters.positionId) &&
    (filters.accountId === undefined || entry.accountId === filters.accountId) &&
    (filters.kind === undefined || entry.kind === filters.kind)
  );
}
