'use client';

import { useMemo } from 'react';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { LoadOlder } from '@/components/live/load-older.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import type { Account } from '@/live/accounts.ts';
import { useEndedOrders } from '@/live/orders.ts';
import { OrdersTable } from './orders-table.tsx';

export interface EndedOrdersProps {
  how: 'filled' | 'failed';
  accounts: readonly Account[];
  onOpen: (order: OrderDocument) => void;
  onAmend: (order: OrderDocument) => void;
}

const empty = {
  filled: {
    title: 'No filled orders',
    text: 'An order that was filled whole stands here, with its average price, fees and slippage.',
  },
  failed: {
    title: 'No failed orders',
    text: 'Orders that were rejected, expired or cancelled stand here, each with its reason.',
  },
} as const;

/** Orders that ended one way, the last first; older ones when asked for. */
export function EndedOrders({ how, accounts, onOpen, onAmend }: EndedOrdersProps) {
  const pages = useEndedOrders(
    how,
    useMemo(() => accounts.map(({ id }) => id), [accounts]),
  );
  const orders = useMemo(() => pages.entries?.map(({ data }) => data), [pages.entries]);
  if (!orders) {
    return pages.error ? (
      <ErrorState title="Orders could not be loaded" message={pages.error.message} />
    ) : (
      <SkeletonRows rows={8} label="Loading orders" />
    );
  }
  if (orders.length === 0) return <EmptyState title={empty[how].title}>{empty[how].text}</EmptyState>;
  return (
    <>
      <OrdersTable
        label={how === 'filled' ? 'Filled orders' : 'Failed orders'}
        orders={orders}
        accounts={accounts}
        withActs={false}
        onOpen={onOpen}
        onAmend={onAmend}
      />
      <LoadOlder pages={pages} what="orders" />
    </>
  );
}
