'use client';

import { useMemo } from 'react';
import { collections } from '@tapedeck/core/documents';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { useAccountPages, type AccountPages, type PagedKind } from './account-pages.ts';
import { useMembership } from './desk-context.tsx';
import { watchQuery, type Constrain, type Entry } from './listen.ts';
import { mapLoadable, type Loadable } from './loadable.ts';
import { withSavedCopy } from './saved-copy.ts';
import { useResource, type Sourced } from './use-resource.ts';
import { watchEach } from './watch-each.ts';

/** More working orders than a venue takes of one account. */
export const workingAtMost = 500;
/** Ended orders that the statistics are made of, an account. */
const judgedAtMost = 200;
const ofPositionAtMost = 50;

/** Orders that may still execute; those of unknown outcome on top, then the newest first. */
export function useWorkingOrders(accountIds: readonly string[]): Loadable<readonly OrderDocument[]> {
  const found = useOrdersOf(
    'working-orders',
    accountIds,
    (sdk) => [sdk.where('open', '==', true), sdk.orderBy('createdAtMs', 'desc'), sdk.limit(workingAtMost)],
    withSavedCopy,
  );
  return useMemo(() => mapLoadable(found, (orders) => orders.toSorted(compareWorking)), [found]);
}

export function compareWorking(a: OrderDocument, b: OrderDocument): number {
  const isUnknown = (order: OrderDocument) => Number(order.status === 'unknown');
  return isUnknown(b) - isUnknown(a) || b.createdAtMs - a.createdAtMs || b.clientOrderId.localeCompare(a.clientOrderId);
}

/** The orders that ended last, of every end: what figures are made of. */
export function useLastEndedOrders(accountIds: readonly string[]): Loadable<readonly OrderDocument[]> {
  return useOrdersOf('last-ended-orders', accountIds, (sdk) => [
    sdk.where('open', '==', false),
    sdk.orderBy('updatedAtMs', 'desc'),
    sdk.limit(judgedAtMost),
  ]);
}

/** The newest orders of an instrument, whatever became of them. */
export function useInstrumentOrders(accountId: string, instrumentId: string): Loadable<readonly OrderDocument[]> {
  return useOrdersOf(
    `orders-of/${instrumentId}`,
    useMemo(() => [accountId], [accountId]),
    (sdk) => [
      sdk.where('instrumentId', '==', instrumentId),
      sdk.orderBy('updatedAtMs', 'desc'),
      sdk.limit(ofPositionAtMost),
    ],
  );
}

const endedOrders = (name: string, statuses: readonly OrderDocument['status'][]): PagedKind<OrderDocument> => ({
  name,
  timeField: 'updatedAtMs',
  collection: collections.orders,
  conditions: (sdk) => [sdk.where('status', 'in', statuses)],
});

const endedKinds = {
  filled: endedOrders('filled-orders', ['filled']),
  failed: endedOrders('failed-orders', ['rejected', 'expired', 'cancelled']),
} as const;

/** Orders that ended one way or the other, those that ended last first. */
export function useEndedOrders(
  how: keyof typeof endedKinds,
  accountIds: readonly string[],
): AccountPages<OrderDocument> {
  return useAccountPages(endedKinds[how], accountIds);
}

function useOrdersOf(
  name: string,
  accountIds: readonly string[],
  constrain: Constrain,
  /** Given where the page opens with what this device saw last. */
  keep: typeof withSavedCopy = (_path, watch) => watch,
): Loadable<readonly OrderDocument[]> {
  const { deskId } = useMembership();
  const found = useResource<ReadonlyMap<string, Sourced<readonly Entry<OrderDocument>[]>>>(
    [name, deskId, ...accountIds],
    watchEach(accountIds, (accountId) =>
      keep([name, deskId, accountId], (observer) =>
        watchQuery<OrderDocument>(collections.orders(deskId, accountId), constrain, observer),
      ),
    ),
  );
  return useMemo(
    () =>
      mapLoadable(found, (byAccount) => [...byAccount.values()].flatMap(({ value }) => value.map(({ data }) => data))),
    [found],
  );
}
