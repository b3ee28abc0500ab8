'use client';

import { Card } from '@/components/ui/card.tsx';
import { EmptyState } from '@/components/ui/states.tsx';
import { useAccounts, useChosenAccounts } from '@/live/accounts.ts';
import { dataOf } from '@/live/loadable.ts';
import { PositionTotals } from './position-totals.tsx';
import { PositionsBody } from './positions-body.tsx';

export function PositionsPage() {
  const { accounts } = useChosenAccounts();
  const all = useAccounts();
  const isEmpty = all.status === 'success' && dataOf(all)?.length === 0;
  return (
    <div className="flex flex-col gap-3 max-md:gap-2">
      <h1 className="sr-only">Positions</h1>
      {isEmpty ? (
        <EmptyState title="No accounts yet">This desk has no broker account. Its owner connects one.</EmptyState>
      ) : (
        <>
          <PositionTotals accounts={accounts} />
          <Card flush title="Open positions">
            <PositionsBody accounts={accounts} />
          </Card>
        </>
      )}
    </div>
  );
}
