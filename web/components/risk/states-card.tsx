'use client';

import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { commandTitles } from '@tapedeck/core/commands/command-titles';
import type { TradingMode, TradingState } from '@tapedeck/core/documents/desk-document';
import { ResumeDialog, type ResumeTarget } from '@/components/stop/resume-dialog.tsx';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { formatInstant } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import { useDeskCommandOffReason } from '@/live/desk-command-access.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { setterName } from '@/live/trading-state.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

const modes: Record<TradingMode, { readonly text: string; readonly tone: Tone; readonly meaning: string }> = {
  ACTIVE: { text: '● Active', tone: 'up', meaning: 'Orders go out.' },
  REDUCING: { text: '◐ Entries paused', tone: 'warning', meaning: 'Only orders that reduce a position go out.' },
  HALTED: { text: '■ Halted', tone: 'down', meaning: 'No order goes out but cancels and the closes of the stop.' },
};

/** The trading states of the desk and of each account: who set them, when and why, with the switch for entries. */
export function StatesCard({ accounts }: { accounts: readonly Account[] }) {
  const { desk } = useMembership();
  const off = useDeskCommandOffReason('trader');
  const [resuming, setResuming] = useState<ResumeTarget>();
  return (
    <Card title="Trading states">
      {off !== undefined && <p className="mb-2 text-sm text-muted">{off}</p>}
      <ul>
        <StateRow label={desk.name} scope="desk" state={desk.tradingState} off={off} onResume={setResuming} />
        {accounts.map((account) => (
          <StateRow
            key={account.id}
            label={account.label}
            scope="account"
            accountId={account.id}
            state={account.tradingState}
            off={off}
            onResume={setResuming}
          />
        ))}
      </ul>
      <p className="mt-3 text-xs text-muted">
        Of desk and account the stricter state binds. Out of a halt leads a typed resume alone.
      </p>
      <ResumeDialog target={resuming} onClose={() => setResuming(undefined)} />
    </Card>
  );
}

interface StateRowProps {
  label: string;
  scope: 'desk' | 'account';
  accountId?: string;
  state: TradingState;
  off: string | undefined;
  onResume: (target: ResumeTarget) => void;
}

function StateRow({ label, scope, accountId, state, off, onResume }: StateRowProps) {
  const membership = useMembership();
  const zone = usePreference('timeZone');
  const sent = useSentCommand();
  const { text, tone, meaning } = modes[state.mode];
  const isUntouched = state.epoch === 0;
  const target = accountId === undefined ? {} : { accountId };
  const change = (mode: 'ACTIVE' | 'REDUCING') =>
    sent.send('setTradingMode', { ...target, mode, seenEpoch: state.epoch });
  const offReason = off ?? (sent.isUnderWay ? 'The last command is still on its way.' : undefined);
  const mayUndo =
    sent.life?.stage === 'succeeded' && state.mode === 'REDUCING' && off === undefined && !sent.isUnderWay;
  return (
    <li
      className="border-b border-line py-3 first:pt-0 last:border-0"
      data-testid="trading-state"
      data-scope={accountId ?? 'desk'}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
            {label}
            <span className="text-xs font-normal text-muted">{scope === 'desk' ? 'whole desk' : 'account'}</span>
            <Badge tone={tone}>{text}</Badge>
          </p>
          <p className="text-xs text-muted">
            {meaning}{' '}
            {isUntouched
              ? 'Never changed.'
              : `Set by ${setterName(membership, state)}, ${formatInstant(state.atMs, zone)}${state.reason ? `: ${state.reason}` : '.'}`}
          </p>
        </div>
        {state.mode === 'ACTIVE' && (
          <Button
            size="sm"
            offReason={offReason}
            aria-label={`Pause entries of ${label}`}
            onClick={() => change('REDUCING')}
          >
            <Pause aria-hidden size={14} />
            Pause entries
          </Button>
        )}
        {state.mode === 'REDUCING' && (
          <Button
            size="sm"
            offReason={offReason}
            aria-label={`Resume entries of ${label}`}
            onClick={() => change('ACTIVE')}
          >
            <Play aria-hidden size={14} />
            Resume entries
          </Button>
        )}
        {state.mode === 'HALTED' && (
          <Button
            size="sm"
            offReason={off}
            aria-label={`Resume trading on ${label}`}
            onClick={() => onResume({ accountId, name: label })}
          >
            <Play aria-hidden size={14} />
            Resume trading…
          </Button>
        )}
      </div>
      {sent.life && (
        <CommandStageLine
          title={commandTitles[sent.life.type]}
          life={sent.life}
          action={
            mayUndo && (
              <Button size="sm" onClick={() => change('ACTIVE')}>
                Undo
              </Button>
            )
          }
        />
      )}
    </li>
  );
}
