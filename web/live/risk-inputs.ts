'use client';

import { useMemo } from 'react';
import type { LiveTradingDocument, OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { useTradingsById } from './live-trading.ts';
import { dataOf } from './loadable.ts';
import { useWorkingOrders } from './orders.ts';

/** What limits count beside figures and positions. */
export interface RiskInput {
  /** Absent until the account's worker has told. */
  readonly trading: LiveTradingDocument | undefined;
  readonly openOrders: readonly OrderDocument[];
}

/** How accounts trade and what orders they have open, by account id; undefined until all of them have answered. */
export function useRiskInputs(accountIds: readonly string[]): ReadonlyMap<string, RiskInput> | undefined {
  const tradings = useTradingsById(accountIds);
  const orders = dataOf(useWorkingOrders(accountIds));
  return useMemo(() => {
    if (!tradings || !orders || accountIds.some((id) => !tradings.has(id))) return undefined;
    return new Map(
      accountIds.map((id) => [
        id,
        { trading: tradings.get(id), openOrders: orders.filter(({ accountId }) => accountId === id) },
      ]),
    );
  }, [accountIds, tradings, orders]);
}
