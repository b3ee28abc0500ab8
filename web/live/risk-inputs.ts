'use client';

import { useMemo } from 'react';
import { documents } from '@tapedeck/core/documents';
import type { LiveTradingDocument, OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { useMembership } from './desk-context.tsx';
import { watchDocument } from './listen.ts';
import { dataOf } from './loadable.ts';
import { useWorkingOrders } from './orders.ts';
import { useResource, type Sourced } from './use-resource.ts';
import { watchEach } from './watch-each.ts';

/** What limits count beside figures and positions. */
export interface RiskInput {
  /** Absent until the account's worker has told. */
  readonly trading: LiveTradingDocument | undefined;
  readonly openOrders: readonly OrderDocument[];
}

/** How accounts trade and what orders they have open, by account id; undefined until all of them have answered. */
export function useRiskInputs(accountIds: readonly string[]): ReadonlyMap<string, RiskInput> | undefined {
  const tradings = dataOf(useTradings(accountIds));
  const orders = dataOf(useWorkingOrders(accountIds));
  return useMemo(() => {
    if (!tradings || !orders) return undefined;
    return new Map(
      accountIds.map((id) => [
        id,
        { trading: tradings.get(id)?.value, openOrders: orders.filter(({ accountId }) => accountId === id) },
      ]),
    );
  }, [accountIds, tradings, orders]);
}

function useTradings(accountIds: readonly string[]) {
  const { deskId } = useMembership();
  const key = accountIds.length === 0 ? undefined : ['tradings', deskId, ...accountIds];
  return useResource<ReadonlyMap<string, Sourced<LiveTradingDocument | undefined>>>(
    key,
    watchEach<LiveTradingDocument | undefined>(
      accountIds,
      (id) => (observer) => watchDocument(documents.liveTrading(deskId, id), observer),
    ),
  );
}
