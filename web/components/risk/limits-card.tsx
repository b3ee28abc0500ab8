'use client';

import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { riskLimitNames, type RiskLimitName } from '@tapedeck/core/risk/limits';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import type { Account } from '@/live/accounts.ts';
import { useDeskCommandOffReason } from '@/live/desk-command-access.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { LimitsEditor } from './limits-editor.tsx';
import { formatLimit, limitWords } from './limit-words.ts';
import { bindingLimits } from './limit-usage.ts';

/** Every limit as it binds: the desk's, and where an account's own is stricter, that one. */
export function LimitsCard({ accounts }: { accounts: readonly Account[] }) {
  const { desk } = useMembership();
  const off = useDeskCommandOffReason('owner');
  const [isEditing, setEditing] = useState(false);
  const ofDesk = bindingLimits(desk, undefined).limits;
  const currency = commonCurrency(accounts);
  return (
    <Card
      title="Limits"
      flush
      actions={
        <Button size="sm" offReason={off} onClick={() => setEditing(true)}>
          <Pencil aria-hidden size={14} />
          Edit limits
        </Button>
      }
    >
      {off !== undefined && <p className="px-4 pb-2 text-sm text-muted">{off}</p>}
      <Table label="Limits that bind">
        <thead>
          <tr>
            <Th>Limit</Th>
            <Th numeric>Desk</Th>
            {accounts.map(({ id, label }) => (
              <Th key={id} numeric>
                {label}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {riskLimitNames.map((name) => (
            <tr key={name} data-limit={name}>
              <Td>
                <span title={limitWords[name].help}>{limitWords[name].title}</span>
              </Td>
              <Td numeric>{formatLimit(name, ofDesk[name], currency)}</Td>
              {accounts.map((account) => (
                <AccountLimit key={account.id} name={name} account={account} />
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="px-4 py-3 text-xs text-muted">
        Limits hold for each account by itself. An account can tighten the desk’s limits, never loosen them; of each the
        stricter binds. Order value, price band, price age, rate and approval are checked on each entry.
      </p>
      {isEditing && <LimitsEditor accounts={accounts} currency={currency} onClose={() => setEditing(false)} />}
    </Card>
  );
}

function AccountLimit({ name, account }: { name: RiskLimitName; account: Account }) {
  const { desk } = useMembership();
  const { limits, fromOf } = bindingLimits(desk, account);
  if (fromOf(name) === 'desk')
    return (
      <Td numeric className="text-muted">
        as desk
      </Td>
    );
  return (
    <Td numeric className="font-medium">
      {formatLimit(name, limits[name], account.currency)}
    </Td>
  );
}

/** Amounts of the desk's limits are in each account's own currency: it is named where all accounts have the same. */
export function commonCurrency(accounts: readonly Pick<Account, 'currency'>[]): string {
  const [first, ...others] = new Set(accounts.map(({ currency }) => currency));
  return others.length === 0 ? (first ?? 'USD') : 'of each account';
}
