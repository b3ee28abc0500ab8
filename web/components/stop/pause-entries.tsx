'use client';

import { Pause, Play } from 'lucide-react';
import { useEffect } from 'react';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Button, type ButtonProps } from '@/components/ui/button.tsx';
import { showFailure } from '@/components/ui/toast.tsx';
import { useAccounts } from '@/live/accounts.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { useLink } from '@/live/link.ts';
import { dataOf } from '@/live/loadable.ts';

export interface PauseEntriesButtonProps extends Pick<ButtonProps, 'size' | 'className'> {
  /** Of the whole desk when no account is named. */
  accountId: string | undefined;
  onSent?: () => void;
}

/** Pauses entries with one click (REDUCING), and takes that back with one. A halt is not its business. */
export function PauseEntriesButton({ accountId, onSent, ...look }: PauseEntriesButtonProps) {
  const { desk, role } = useMembership();
  const accounts = dataOf(useAccounts());
  const { state: link } = useLink();
  const sent = useSentCommand();
  const state =
    accountId === undefined ? desk.tradingState : accounts?.find(({ id }) => id === accountId)?.tradingState;
  const stage = sent.life?.stage;
  const message = sent.life?.message;

  useEffect(() => {
    if (stage !== 'rejected' && stage !== 'failed' && stage !== 'expired') return;
    showFailure({ title: 'The trading mode is as it was', detail: message });
  }, [stage, message]);

  if (!state || state.mode === 'HALTED') return null;
  const isPaused = state.mode === 'REDUCING';
  const Icon = isPaused ? Play : Pause;
  return (
    <Button
      {...look}
      offReason={offReasonOf(role, link, sent.isUnderWay)}
      onClick={() => {
        const mode = isPaused ? 'ACTIVE' : 'REDUCING';
        sent.send('setTradingMode', { mode, seenEpoch: state.epoch, ...(accountId !== undefined && { accountId }) });
        onSent?.();
      }}
    >
      <Icon aria-hidden size={14} />
      {isPaused ? 'Allow entries again' : 'Pause entries'}
    </Button>
  );
}

function offReasonOf(role: string, link: string, isUnderWay: boolean): string | undefined {
  if (role === 'viewer') return 'Viewers change nothing.';
  if (link === 'offline') return 'Not possible offline: nothing could be sent from here.';
  return isUnderWay ? 'The last change is still on its way.' : undefined;
}
