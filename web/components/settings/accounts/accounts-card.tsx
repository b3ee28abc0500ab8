'use client';

import { Landmark } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useCallback, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import { useAccounts } from '@/live/accounts.ts';
import { useDeskCommandOffReason } from '@/live/desk-command-access.ts';
import { dataOf } from '@/live/loadable.ts';
import type { AccountAct } from './account-dialogs.tsx';
import { AccountItem } from './account-item.tsx';

const AccountDialogs = dynamic(() => import('./account-dialogs.tsx').then((module) => module.AccountDialogs), {
  ssr: false,
});

/** The accounts of the desk, and the way to connect, rekey, switch off and remove them. */
export function AccountsCard() {
  const found = useAccounts();
  const accounts = dataOf(found);
  const [act, setAct] = useState<AccountAct>();
  const takeAct = useCallback((next: AccountAct | undefined) => setAct(next), []);
  const off = useDeskCommandOffReason('owner');
  const connect = (
    <Button variant="primary" size="sm" offReason={off} onClick={() => setAct({ kind: 'connect' })}>
      Connect an account
    </Button>
  );
  return (
    <Card title={<span id="accounts">Accounts</span>} actions={accounts && accounts.length > 0 && connect}>
      {off !== undefined && <p className="mb-1 text-sm text-muted">{off}</p>}
      {found.status === 'error' && <ErrorState title="The accounts cannot be read" message={found.error.message} />}
      {!accounts && found.status !== 'error' && <SkeletonRows rows={2} />}
      {accounts?.length === 0 && (
        <EmptyState icon={Landmark} title="No accounts yet" action={connect}>
          Tapedeck follows and trades the accounts that are connected here: of an exchange, or on paper.
        </EmptyState>
      )}
      {accounts && (
        <ul>
          {accounts.map((account) => (
            <AccountItem key={account.id} account={account} onAct={takeAct} />
          ))}
        </ul>
      )}
      {act && accounts && (
        <AccountDialogs
          key={act.kind === 'connect' ? act.kind : `${act.kind}/${act.account.id}`}
          act={act}
          accounts={accounts}
          onAct={takeAct}
        />
      )}
    </Card>
  );
}
