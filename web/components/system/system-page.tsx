'use client';

import { Activity } from 'lucide-react';
import Link from 'next/link';
import { NoAccounts } from '@/components/shell/no-accounts.tsx';
import { buttonLook } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import { Table, Th } from '@/components/ui/table.tsx';
import { useIsPhone } from '@/components/ui/use-is-phone.ts';
import { useAccounts, useChosenAccounts, type Account } from '@/live/accounts.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { accountColumns, AccountPanel, AccountRow } from './account-rows.tsx';
import { CountsCard } from './counts-card.tsx';
import { LatencyCard } from './latency-card.tsx';
import { WorkerCards } from './worker-cards.tsx';

/** How the machinery behind the figures does, for the accounts chosen in the header. */
export function SystemPage() {
  const all = useAccounts();
  const { accounts } = useChosenAccounts();
  return (
    <div className="flex flex-col gap-3">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-xl font-semibold">System</h1>
        <Link href="/test-realtime" className={buttonLook()}>
          <Activity aria-hidden size={16} />
          Freshness test
        </Link>
      </header>
      {all.status === 'error' && <ErrorState title="Accounts could not be loaded" message={all.error.message} />}
      {all.status === 'pending' && (
        <Card>
          <SkeletonRows rows={4} label="Loading accounts" />
        </Card>
      )}
      {all.status === 'success' && all.data.length === 0 && (
        <Card>
          <NoAccounts>This desk has no broker account, so there is nothing to sync.</NoAccounts>
        </Card>
      )}
      {accounts.length > 0 && (
        <>
          <WorkerCards accountIds={accounts.map(({ id }) => id)} />
          <AccountsCard accounts={accounts} />
          <div className="grid items-start gap-3 xl:grid-cols-2">
            <LatencyCard accounts={accounts} />
            <CountsCard accounts={accounts} />
          </div>
        </>
      )}
    </div>
  );
}

function AccountsCard({ accounts }: { accounts: readonly Account[] }) {
  const isPhone = useIsPhone();
  const { role } = useMembership();
  return (
    <Card
      title="Accounts"
      flush
      actions={
        role === 'viewer' && (
          <span className="text-xs text-muted">You are a viewer: you see everything and change nothing.</span>
        )
      }
    >
      {isPhone ? (
        <ul>
          {accounts.map((account) => (
            <AccountPanel key={account.id} account={account} />
          ))}
        </ul>
      ) : (
        <Table label="Accounts and their connections">
          <thead>
            <tr>
              {accountColumns.map(({ name, className, ...column }) => (
                <Th key={name} className={className} {...column}>
                  {name}
                </Th>
              ))}
              <Th numeric>
                <span className="sr-only">Controls</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <AccountRow key={account.id} account={account} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
