'use client';

import { ChevronDown } from 'lucide-react';
import type { AccountEnvironment } from '@tapedeck/core/model/account';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { Menu, MenuChoice, MenuLine } from '@/components/ui/menu.tsx';
import { brokerName, environmentName } from '@/format/names.ts';
import { useAccounts, useChosenAccounts, type Account } from '@/live/accounts.ts';
import { dataOf } from '@/live/loadable.ts';
import { usePreferences } from '@/preferences/use-preferences.ts';

const tones: Record<AccountEnvironment, Tone> = {
  live: 'warning',
  testnet: 'info',
  demo: 'info',
  paper: 'accent',
  simulated: 'accent',
};

export function EnvironmentBadge({ environment }: { environment: AccountEnvironment }) {
  return <Badge tone={tones[environment]}>{environmentName(environment)}</Badge>;
}

/** Which account the pages show: one, or all of them. */
export function AccountSwitcher() {
  const [, setPreferences] = usePreferences();
  const all = dataOf(useAccounts()) ?? [];
  const { chosen } = useChosenAccounts();
  return (
    <Menu
      align="start"
      trigger={
        <Button variant="ghost" className="min-w-0 shrink! justify-start px-2 text-text">
          <span className="sr-only">Account:</span>
          <span className="truncate">{chosen?.label ?? 'All accounts'}</span>
          {chosen ? <AccountMarks account={chosen} /> : <CountBadge count={all.length} />}
          <ChevronDown
            aria-hidden
            size={16}
            className={classNames('shrink-0 text-muted', chosen && 'max-[399px]:hidden')}
          />
        </Button>
      }
    >
      <MenuChoice checked={!chosen} onSelect={() => setPreferences({ accountId: undefined })}>
        <span className="flex-1">All accounts</span>
        <span className="text-xs text-muted">read-only</span>
      </MenuChoice>
      <MenuLine />
      {all.map((account) => (
        <MenuChoice
          key={account.id}
          checked={account.id === chosen?.id}
          onSelect={() => setPreferences({ accountId: account.id })}
        >
          <span className="min-w-0 flex-1 truncate">{account.label}</span>
          <span className="text-xs text-muted">{brokerName(account.broker)}</span>
          <EnvironmentBadge environment={account.environment} />
        </MenuChoice>
      ))}
    </Menu>
  );
}

function AccountMarks({ account }: { account: Account }) {
  return (
    <>
      <span className="text-sm font-normal text-muted max-xl:hidden">{brokerName(account.broker)}</span>
      <EnvironmentBadge environment={account.environment} />
    </>
  );
}

function CountBadge({ count }: { count: number }) {
  return <Badge className="max-xl:hidden">{count} · read-only</Badge>;
}
