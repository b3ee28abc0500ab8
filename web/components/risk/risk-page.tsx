'use client';

import { ShieldAlert } from 'lucide-react';
import { NoAccounts } from '@/components/shell/no-accounts.tsx';
import { useAccounts, useChosenAccounts } from '@/live/accounts.ts';
import { BreachesCard } from './breaches-card.tsx';
import { ExposureCard } from './exposure-card.tsx';
import { commonCurrency, LimitsCard } from './limits-card.tsx';
import { LimitHistoryCard } from './limit-history-card.tsx';
import { StatesCard } from './states-card.tsx';
import { UsageCard } from './usage-card.tsx';
import { useRisk } from './use-risk.ts';

/** How close the desk is to what it allows itself, where its money stands, and who may change that. */
export function RiskPage() {
  const all = useAccounts();
  const { accounts, chosen } = useChosenAccounts();
  const { usage, positions } = useRisk(accounts);
  const isEmpty = all.status === 'success' && all.data.length === 0;
  return (
    <div className="flex flex-col gap-3 max-md:gap-2">
      <h1 className="text-xl font-semibold">Risk</h1>
      {isEmpty ? (
        <NoAccounts icon={ShieldAlert}>There is nothing at risk until an account is connected.</NoAccounts>
      ) : (
        <div className="grid items-start gap-3 max-md:gap-2 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="flex min-w-0 flex-col gap-3 max-md:gap-2">
            <UsageCard accounts={accounts} usage={usage} />
            <ExposureCard accounts={accounts} positions={positions} />
            <LimitsCard accounts={accounts} />
          </div>
          <div className="flex min-w-0 flex-col gap-3 max-md:gap-2">
            <BreachesCard accounts={accounts} accountId={chosen?.id} usage={usage} />
            <StatesCard accounts={accounts} />
            <LimitHistoryCard accounts={accounts} currency={commonCurrency(accounts)} />
          </div>
        </div>
      )}
    </div>
  );
}
