'use client';

import { collections, documents } from '@tapedeck/core/documents';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { useMembership } from './desk-context.tsx';
import { watchDocument, watchQuery, type Entry } from './listen.ts';
import { mapLoadable, type Loadable } from './loadable.ts';
import { useResource } from './use-resource.ts';
import { useMemo } from 'react';

/** One order as the worker last wrote it. */
export function useOrderDocument(
  accountId: string,
  clientOrderId: string | undefined,
): Loadable<OrderDocument | undefined> {
  const { deskId } = useMembership();
  const key = clientOrderId === undefined ? undefined : ['order', deskId, accountId, clientOrderId];
  return useResource<OrderDocument | undefined>(key, (observer) =>
    watchDocument(documents.order(deskId, accountId, clientOrderId ?? ''), observer),
  );
}

/** Orders of an account that may still execute: what limits on open orders and positions count. */
export function useOpenOrdersOf(accountId: string | undefined): Loadable<readonly OrderDocument[]> {
  const { deskId } = useMembership();
  const found = useResource<readonly Entry<OrderDocument>[]>(
    accountId === undefined ? undefined : ['open-orders', deskId, accountId],
    (observer) =>
      watchQuery(collections.orders(deskId, accountId ?? ''), (sdk) => [sdk.where('open', '==', true)], observer),
  );
  return useMemo(() => mapLoadable(found, (entries) => entries.map(({ data }) => data)), [found]);
}
