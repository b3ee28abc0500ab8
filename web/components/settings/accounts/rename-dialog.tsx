'use client';

import { useEffect, useState, type FormEvent } from 'react';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { Field } from '@/components/ui/field.tsx';
import type { Account } from '@/live/accounts.ts';

export function RenameDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const [label, setLabel] = useState(account.label);
  const sent = useSentCommand();
  const isDone = sent.life?.stage === 'succeeded';
  useEffect(() => {
    if (isDone) onClose();
  }, [isDone, onClose]);

  const wanted = label.trim();
  const offReason =
    wanted === ''
      ? 'It needs a name.'
      : wanted === account.label
        ? 'It is called that already.'
        : sent.isUnderWay
          ? 'It is on its way.'
          : undefined;
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (offReason === undefined) sent.send('renameAccount', { accountId: account.id, label: wanted });
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Rename ${account.label}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="rename-account" variant="primary" offReason={offReason}>
            Rename
          </Button>
        </>
      }
    >
      <form id="rename-account" noValidate onSubmit={rename} className="flex flex-col gap-3">
        <Field
          label="Name"
          autoComplete="off"
          maxLength={40}
          value={label}
          hint="What everybody on the desk sees."
          onChange={(event) => setLabel(event.target.value)}
        />
        {sent.life && <CommandStageLine title="Rename" life={sent.life} />}
      </form>
    </Dialog>
  );
}
