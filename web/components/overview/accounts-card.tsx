'use client';

import { useMemo } from 'react';
import { Figure } from '@/components/live/figure.tsx';
import { Pnl } from '@/components/live/pnl.tsx';
import { EnvironmentBadge } from '@/components/shell/account-switcher.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import { brokerName } from '@/format/names.ts';
import { formatMoney } from '@/format/numbers.ts';
import type { Account } from '@/live/accounts.ts';
import { useFreshnessState } from '@/live/freshness.ts';
import { profitSince } from '@/live/totals.ts';
import { useAccountValue } from '@/live/use-account-live.ts';
import { usePreferences } from '@/preferences/use-preferences.ts';
import { AsOf } from './as-of.tsx';
import { useDayStarts } from './use-totals.ts';

/** Each account's figures for itself. */
export function AccountsCard({ accounts }: { accounts: readonly Account[] }) {
  const starts = useDayStarts(accounts);
  return (
    <Card title="Accounts" flush>
      <Table label="Figures by account">
        <thead>
          <tr>
            <Th>Account</Th>
            <Th numeric>Equity</Th>
            <Th numeric>Today</Th>
            <Th numeric className="max-md:hidden xl:max-2xl:hidden">
              Open P&L
            </Th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <AccountRow key={account.id} account={account} start={starts.get(account.id)?.base} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function AccountRow({ account, start }: { account: Account; start: string | undefined }) {
  const [, setPreferences] = usePreferences();
  const figures = useAccountValue(account.id, (live) => live.figures);
  const ids = useMemo(() => [account.id], [account.id]);
  const state = useFreshnessState(ids);
  return (
    <tr>
      <Td className="h-14 py-2">
        <span className="flex items-center gap-x-2">
          <button
            type="button"
            onClick={() => setPreferences({ accountId: account.id })}
            title={`Show ${account.label} at ${brokerName(account.broker)} alone`}
            className="text-left font-medium underline-offset-4 hover:underline max-md:min-h-6"
          >
            {account.label}
          </button>
          <EnvironmentBadge environment={account.environment} />
        </span>
        <span className="mt-1 block text-xs text-muted">
          <AsOf accountIds={ids} />
        </span>
      </Td>
      <Td numeric>
        <Figure state={state}>{formatMoney(figures?.equity, account.currency)}</Figure>
        <span className="block text-xs text-muted">{account.currency}</span>
      </Td>
      <Td numeric>
        <Pnl amount={profitSince(start, figures?.equity)} currency={account.currency} state={state} />
      </Td>
      <Td numeric className="max-md:hidden xl:max-2xl:hidden">
        <Pnl amount={figures?.unrealisedPnl} currency={account.currency} state={state} />
      </Td>
    </tr>
  );
}
