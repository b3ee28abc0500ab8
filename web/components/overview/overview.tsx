'use client';

import { Wallet } from 'lucide-react';
import { PositionsCard } from '@/components/positions/positions-card.tsx';
import { NoAccounts } from '@/components/shell/no-accounts.tsx';
import { useAccounts, useChosenAccounts } from '@/live/accounts.ts';
import { dataOf } from '@/live/loadable.ts';
import { AccountsCard } from './accounts-card.tsx';
import { Alerts } from './alerts.tsx';
import { EquityCard } from './equity-card.tsx';
import { RecentActivity } from './recent-activity.tsx';
import { StatCards } from './stat-cards.tsx';
import { Watchers } from './watchers.tsx';

/** The desk at one glance: what needs attention, what it is worth, what is open, what has happened, who watches. */
export function Overview() {
  const { accounts, chosen } = useChosenAccounts();
  const all = useAccounts();
  const isEmpty = all.status === 'success' && dataOf(all)?.length === 0;
  return (
    <div className="flex flex-col gap-3 max-md:gap-2">
      <h1 className="sr-only">Overview</h1>
      <Alerts accounts={accounts} />
      {isEmpty ? (
        <NoAccounts icon={Wallet}>
          This desk has no broker account. Figures appear once one is connected and synced.
        </NoAccounts>
      ) : (
        <>
          <StatCards accounts={accounts} />
          <div className="grid gap-3 max-md:gap-2 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <div className="flex min-w-0 flex-col gap-3 max-md:gap-2">
              <EquityCard accounts={accounts} />
              <PositionsCard accounts={accounts} />
            </div>
            <div className="flex min-w-0 flex-col gap-3 max-md:gap-2">
              <AccountsCard accounts={accounts} />
              <Watchers />
              <RecentActivity accountId={chosen?.id} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}
