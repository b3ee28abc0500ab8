'use client';

import { useState, type FormEvent, type ReactNode } from 'react';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { Field } from '@/components/ui/field.tsx';
import type { Account } from '@/live/accounts.ts';

export interface TypedLabelDialogProps {
  account: Account;
  command: 'removeAccount' | 'resetPaperAccount';
  /** Such as "Remove". */
  verb: string;
  /** What it does to the account and to the money on it. */
  children: ReactNode;
  onClose: () => void;
}

/** What cannot be taken back is asked for by the account's name, typed. */
export function TypedLabelDialog({ account, command, verb, children, onClose }: TypedLabelDialogProps) {
  const [typed, setTyped] = useState('');
  const sent = useSentCommand();
  const isDone = sent.life?.stage === 'succeeded';
  const offReason =
    typed.trim() !== account.label
      ? `Type ${account.label} to go on.`
      : sent.isUnderWay
        ? 'It is on its way.'
        : undefined;

  const act = (event: FormEvent) => {
    event.preventDefault();
    if (offReason === undefined) sent.send(command, { accountId: account.id, confirmation: typed.trim() });
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${verb} ${account.label}`}
      footer={
        <>
          <Button onClick={onClose}>{isDone ? 'Close' : 'Cancel'}</Button>
          {!isDone && (
            <Button type="submit" form="typed-label" variant="danger" offReason={offReason}>
              {verb}
            </Button>
          )}
        </>
      }
    >
      <form id="typed-label" noValidate onSubmit={act} className="flex flex-col gap-3 text-sm">
        {children}
        {!isDone && (
          <Field
            label={`Type the account’s name, ${account.label}`}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        {sent.life && <CommandStageLine title={verb} life={sent.life} />}
      </form>
    </Dialog>
  );
}
