'use client';

import { collections } from '@tapedeck/core/documents';
import type { ActivityDocument } from '@tapedeck/core/documents/desk-records';
import { useMemo } from 'react';
import { useMembership } from './desk-context.tsx';
import { watchQuery, type Entry } from './listen.ts';
import { mapLoadable, type Loadable } from './loadable.ts';
import { withSavedCopy } from './saved-copy.ts';
import { useResource, type Watch } from './use-resource.ts';

export interface Activity extends ActivityDocument {
  readonly id: string;
}

export interface ActivityFilters {
  readonly accountId?: string | undefined;
  readonly positionId?: string | undefined;
  readonly kind?: ActivityDocument['kind'] | undefined;
}

export interface ActivityOptions {
  /** Whether the page opens with what this device saw last. */
  readonly keepsCopy?: boolean;
}

/**
 * The newest activity, newest first. The server filters by the account and by the position or else the kind, for which
 * there are indexes; the page filters by what is left.
 */
export function useActivity(
  limit: number,
  filters: ActivityFilters = {},
  { keepsCopy = false }: ActivityOptions = {},
): Loadable<readonly Activity[]> {
  const { deskId } = useMembership();
  const { accountId, positionId, kind } = filters;
  const conditions = serverConditions({ accountId, positionId, kind });
  const key = ['activity', deskId, String(limit), ...conditions.flat()];
  const watch: Watch<readonly Entry<ActivityDocument>[]> = (observer) =>
    watchQuery(
      collections.activity(deskId),
      (sdk) => [
        ...conditions.map(([field, value]) => sdk.where(field, '==', value)),
        sdk.orderBy('atMs', 'desc'),
        sdk.limit(limit),
      ],
      observer,
    );
  const found = useResource(key, keepsCopy ? withSavedCopy(key, watch) : watch);
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
