'use client';

import { Pause, Play, RefreshCw } from 'lucide-react';
import { CommandStageLine } from './command-stage.tsx';
import { useSentCommand, type SentCommand } from './use-sent-command.ts';
import { Button } from '@/components/ui/button.tsx';
import type { Account } from '@/live/accounts.ts';
import { useCommandOffReason } from '@/live/command-access.ts';
import { commandTitles } from '@tapedeck/core/commands/command-titles';
import { useMembership } from '@/live/desk-context.tsx';

/** What an owner or trader may do to the syncing of an account, and what became of it. */
export interface AccountControls {
  readonly sent: SentCommand;
  readonly offReason: string | undefined;
  /** The reason to print beside the buttons; none when the page says it once for all accounts. */
  readonly note: string | undefined;
}

export function useAccountControls(accountId: string): AccountControls {
  const { role } = useMembership();
  const sent = useSentCommand();
  const off = useCommandOffReason(accountId);
  return {
    sent,
    offReason: off ?? (sent.isUnderWay ? 'The last command is still on its way.' : undefined),
    note: role === 'viewer' ? undefined : off,
  };
}

export function hasControlsNote({ sent, note }: AccountControls): boolean {
  return sent.life !== undefined || note !== undefined;
}

export function ForceSyncButton({ account, controls }: { account: Account; controls: AccountControls }) {
  const reason = controls.offReason ?? (account.paused ? 'Syncing is paused. Resume it first.' : undefined);
  return (
    <Button
      size="sm"
      offReason={reason}
      aria-label={`Force sync of ${account.label}`}
      onClick={() => controls.sent.send('forceSync', { accountId: account.id })}
    >
      <RefreshCw aria-hidden size={14} />
      Force sync
    </Button>
  );
}

export function PauseButton({ account, controls }: { account: Account; controls: AccountControls }) {
  const { sent, offReason } = controls;
  const isPaused = account.paused !== undefined;
  const Icon = isPaused ? Play : Pause;
  return (
    <Button
      size="sm"
      offReason={offReason}
      aria-label={`${isPaused ? 'Resume' : 'Pause'} syncing of ${account.label}`}
      onClick={() => sent.send(isPaused ? 'resumeAccount' : 'pauseAccount', { accountId: account.id })}
    >
      <Icon aria-hidden size={14} />
      {isPaused ? 'Resume' : 'Pause'}
    </Button>
  );
}

/** The life of the last command, with a way back from a pause. */
export function ControlsNote({
  account,
  controls: { sent, offReason, note },
}: {
  account: Account;
  controls: AccountControls;
}) {
  const { life } = sent;
  if (!life) return note === undefined ? null : <p className="text-sm text-muted">{note}</p>;
  const mayUndo = life.type === 'pauseAccount' && life.stage === 'succeeded' && account.paused !== undefined;
  return (
    <CommandStageLine
      title={commandTitles[life.type]}
      life={life}
      action={
        mayUndo && (
          <Button size="sm" offReason={offReason} onClick={() => sent.send('resumeAccount', { accountId: account.id })}>
            Undo
          </Button>
        )
      }
    />
  );
}
