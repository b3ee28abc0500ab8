'use client';

import { useEffect, useState } from 'react';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { Field } from '@/components/ui/field.tsx';
import { Segments } from '@/components/ui/tabs.tsx';
import { useAccounts } from '@/live/accounts.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { dataOf } from '@/live/loadable.ts';

export interface ResumeTarget {
  /** The whole desk when undefined. */
  readonly accountId: string | undefined;
  readonly name: string;
}

const confirmation = 'RESUME';

/** Takes a halt back, typed. It switches itself off when somebody else was faster. */
export function ResumeDialog({ target, onClose }: { target: ResumeTarget | undefined; onClose: () => void }) {
  return (
    <Dialog
      open={target !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={`Resume trading on ${target?.name ?? ''}`}
      description="Look at positions and orders first: the market has moved on meanwhile."
    >
      {target && <ResumeForm target={target} onClose={onClose} />}
    </Dialog>
  );
}

function ResumeForm({ target: { accountId }, onClose }: { target: ResumeTarget; onClose: () => void }) {
  const { desk } = useMembership();
  const accounts = dataOf(useAccounts());
  const state =
    accountId === undefined ? desk.tradingState : accounts?.find(({ id }) => id === accountId)?.tradingState;
  // The halt that the person saw when the dialog opened: a later one is not undone by them.
  const [seenEpoch] = useState(state?.epoch ?? 0);
  const [mode, setMode] = useState<'ACTIVE' | 'REDUCING'>('REDUCING');
  const [typed, setTyped] = useState('');
  const sent = useSentCommand();
  const isDone = sent.life?.stage === 'succeeded';
  useEffect(() => {
    if (isDone) onClose();
  }, [isDone, onClose]);

  const isOver = state?.mode !== 'HALTED' || state.epoch !== seenEpoch;
  const offReason = isOver
    ? 'Somebody changed the trading state meanwhile. Close this and look again.'
    : sent.isUnderWay
      ? 'It is on its way.'
      : typed.trim() === confirmation
        ? undefined
        : `Type ${confirmation} first.`;
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (offReason !== undefined) return;
        sent.send('resumeTrading', { mode, seenEpoch, confirmation, ...(accountId !== undefined && { accountId }) });
      }}
    >
      <div className="flex flex-col items-start gap-1">
        <span className="text-sm font-medium">What goes through then</span>
        <Segments
          label="What goes through then"
          value={mode}
          onChange={setMode}
          options={[
            { value: 'REDUCING', label: 'Only exits (REDUCING)' },
            { value: 'ACTIVE', label: 'Everything (ACTIVE)' },
          ]}
        />
      </div>
      <Field
        label={`Type ${confirmation}`}
        value={typed}
        autoComplete="off"
        autoCapitalize="characters"
        onChange={(event) => setTyped(event.target.value)}
      />
      {sent.life && <CommandStageLine title="Resume trading" life={sent.life} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {offReason !== undefined && <p className="flex-1 text-xs text-muted">{offReason}</p>}
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" offReason={offReason}>
          Resume trading
        </Button>
      </div>
    </form>
  );
}
