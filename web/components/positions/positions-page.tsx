'use client';

import { useState } from 'react';
import { NoAccounts } from '@/components/shell/no-accounts.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Tabs } from '@/components/ui/tabs.tsx';
import { useAccounts, useChosenAccounts } from '@/live/accounts.ts';
import { dataOf } from '@/live/loadable.ts';
import { ClosedPositions } from './closed-positions.tsx';
import { PositionTotals } from './position-totals.tsx';
import { PositionsBody } from './positions-body.tsx';

export function PositionsPage() {
  const { accounts } = useChosenAccounts();
  const all = useAccounts();
  const [tab, setTab] = useState<'open' | 'closed'>('open');
  const isEmpty = all.status === 'success' && dataOf(all)?.length === 0;
  return (
    <div className="flex flex-col gap-3 max-md:gap-2">
      <h1 className="sr-only">Positions</h1>
      {isEmpty ? (
        <NoAccounts>This desk has no broker account. What is open at one appears here by itself.</NoAccounts>
      ) : (
        <>
          <PositionTotals accounts={accounts} />
          <Card flush>
            <Tabs<'open' | 'closed'>
              label="Positions"
              value={tab}
              onChange={setTab}
              tabs={[
                { value: 'open', label: 'Open', content: <PositionsBody accounts={accounts} /> },
                { value: 'closed', label: 'Closed', content: <ClosedPositions accounts={accounts} /> },
              ]}
            />
          </Card>
        </>
      )}
    </div>
  );
}
