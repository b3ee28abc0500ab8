'use client';

import { Ellipsis } from 'lucide-react';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { EnvironmentBadge } from '@/components/shell/account-switcher.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu.tsx';
import { brokerName } from '@/format/names.ts';
import { formatMoney } from '@/format/numbers.ts';
import type { Account } from '@/live/accounts.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { useDeskCommandOffReason } from '@/live/desk-command-access.ts';
import { commandTitles } from '@tapedeck/core/commands/command-titles';
import type { AccountAct } from './account-dialogs.tsx';
import { KeyBadge, KeyLine } from './key-state.tsx';

/** One account, what is known of its key, and what its owner may do with it. */
export function AccountItem({ account, onAct }: { account: Account; onAct: (act: AccountAct) => void }) {
  const sent = useSentCommand();
  const { role } = useMembership();
  const off = useDeskCommandOffReason('owner');
  const offAsTrader = useDeskCommandOffReason('trader');
  const isPaper = account.environment === 'paper';
  const turn = () => sent.send(account.disabled ? 'enableAccount' : 'disableAccount', { accountId: account.id });
  return (
    <li data-account={account.id} className="flex items-start gap-3 border-b border-line py-3 last:border-0">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 font-medium break-words">{account.label}</span>
          <EnvironmentBadge environment={account.environment} />
          {account.disabled && <Badge tone="warning">Switched off</Badge>}
          {account.key && <KeyBadge state={account.key.state} />}
        </p>
        <p className="mt-0.5 text-xs text-muted">
          {brokerName(account.broker)}, {account.currency}
          {account.disabled && ` · switched off by ${account.disabled.by}`}
          {' · '}
          {account.key ? <KeyLine accountKey={account.key} /> : <NoKey account={account} />}
        </p>
        {account.key?.state === 'refused' && (
          <p className="mt-1 text-sm text-down">{account.key.message ?? 'The exchange gave no reason.'}</p>
        )}
        {sent.life && <CommandStageLine title={commandTitles[sent.life.type]} life={sent.life} />}
      </div>
      {role === 'owner' && (
        <Menu
          trigger={
            <Button size="icon" variant="ghost" aria-label={`Actions for ${account.label}`} offReason={off}>
              <Ellipsis aria-hidden size={18} />
            </Button>
          }
        >
          <MenuItem onSelect={() => onAct({ kind: 'rename', account })}>Rename</MenuItem>
          {!isPaper && (
            <MenuItem onSelect={() => onAct({ kind: 'replace-key', account })}>
              {account.key ? 'Replace the key' : 'Enter a key'}
            </MenuItem>
          )}
          {isPaper && <MenuItem onSelect={() => onAct({ kind: 'reset', account })}>Reset</MenuItem>}
          <MenuItem onSelect={turn}>{account.disabled ? 'Switch on' : 'Switch off'}</MenuItem>
          <MenuLine />
          <MenuItem onSelect={() => onAct({ kind: 'remove', account })}>Remove …</MenuItem>
        </Menu>
      )}
      {role === 'trader' && isPaper && (
        <Button size="sm" offReason={offAsTrader} onClick={() => onAct({ kind: 'reset', account })}>
          Reset
        </Button>
      )}
    </li>
  );
}

function NoKey({ account }: { account: Account }) {
  if (account.paper) {
    const prices = account.paper.prices === 'live' ? 'live prices' : 'the simulator’s prices';
    return (
      <>
        started with {formatMoney(account.paper.startBalance, account.currency)} {account.currency}, {prices}
      </>
    );
  }
  return <>demo account: the key comes from the worker’s configuration</>;
}
