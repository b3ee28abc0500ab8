'use client';

import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { openTicket } from '@/components/ticket/open-ticket.ts';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import type { Account } from '@/live/accounts.ts';
import { dataOf, type Loadable } from '@/live/loadable.ts';
import { OrdersTable } from './orders-table.tsx';
import { unknownMeaning } from './order-words.ts';

export interface WorkingOrdersProps {
  found: Loadable<readonly OrderDocument[]>;
  accounts: readonly Account[];
  onOpen: (order: OrderDocument) => void;
  onAmend: (order: OrderDocument) => void;
}

/** Orders that may still execute; those of unknown outcome first, with what that means. */
export function WorkingOrders({ found, accounts, onOpen, onAmend }: WorkingOrdersProps) {
  const orders = dataOf(found);
  if (!orders) {
    return found.status === 'error' ? (
      <ErrorState title="Orders could not be loaded" message={found.error.message} />
    ) : (
      <SkeletonRows rows={8} label="Loading orders" />
    );
  }
  const unknown = orders.filter(({ status }) => status === 'unknown').length;
  return (
    <div className={found.status === 'success' && found.saved ? 'saved-copy' : undefined}>
      {found.status === 'error' && (
        <p role="alert" className="px-4 pb-2 text-sm text-down">
          {found.error.message}
        </p>
      )}
      {unknown > 0 && (
        <p role="alert" className="mx-4 mb-3 rounded-card border border-warning px-3 py-2 text-sm">
          <span className="font-medium text-warning">
            ? {unknown === 1 ? '1 order has no known outcome.' : `${unknown} orders have no known outcome.`}
          </span>{' '}
          {unknownMeaning}
        </p>
      )}
      {orders.length === 0 ? (
        <EmptyState
          title="No working orders"
          action={
            <Button variant="primary" onClick={() => openTicket()}>
              New order
            </Button>
          }
        >
          Orders that wait at the broker stand here, those made in the venue&apos;s own app too.
        </EmptyState>
      ) : (
        <OrdersTable
          label="Working orders"
          orders={orders}
          accounts={accounts}
          withActs
          onOpen={onOpen}
          onAmend={onAmend}
        />
      )}
    </div>
  );
}
