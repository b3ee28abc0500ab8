'use client';

import { useMemo } from 'react';
import { collections } from '@tapedeck/core/documents';
import type { FillDocument } from '@tapedeck/core/documents/trading-documents';
import { useMembership } from './desk-context.tsx';
import { watchQuery, type Entry } from './listen.ts';
import { mapLoadable, type Loadable } from './loadable.ts';
import { useResource } from './use-resource.ts';

const atMost = 50;

/** The newest fills of an instrument, newest first. */
export function useInstrumentFills(accountId: string, instrumentId: string): Loadable<readonly FillDocument[]> {
  const { deskId } = useMembership();
  const found = useResource<readonly Entry<FillDocument>[]>(['fills', deskId, accountId, instrumentId], (observer) =>
    watchQuery(
      collections.fills(deskId, accountId),
      (sdk) => [sdk.where('instrumentId', '==', instrumentId), sdk.orderBy('venueMs', 'desc'), sdk.limit(atMost)],
      observer,
    ),
  );
  return useMemo(() => mapLoadable(found, (entries) => entries.map(({ data }) => data)), [found]);
}
