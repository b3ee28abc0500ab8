'use client';

import { useState, type FormEvent } from 'react';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import type { Account } from '@/live/accounts.ts';
import { brokerChoice } from './broker-choices.ts';
import { KeyFields } from './key-fields.tsx';
import { KeyCheckLine } from './key-state.tsx';
import { useKeyEntry } from './use-key-entry.ts';

/** A new key in the place of the old one, which is forgotten. */
export function ReplaceKeyDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const [versionBefore, setVersionBefore] = useState(account.key?.version);
  const command = useSentCommand();
  const entry = useKeyEntry(brokerChoice(account.broker));
  const isMade = command.life?.stage === 'succeeded';
  const isNew = account.key !== undefined && account.key.version !== versionBefore;

  const replace = async (event: FormEvent) => {
    event.preventDefault();
    entry.insist();
    if (!entry.isComplete || entry.isSealing) return;
    const key = await entry.seal(account.id);
    if (!key) return;
    setVersionBefore(account.key?.version);
    command.send('rotateKey', { accountId: account.id, key });
  };
  const waits = entry.isSealing || command.isUnderWay ? 'The key is being replaced.' : undefined;

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Replace the key of ${account.label}`}
      description="The account is opened anew with it. Orders and positions at the exchange stay as they are."
      footer={
        <>
          <Button onClick={onClose}>{isMade ? 'Close' : 'Cancel'}</Button>
          {!isMade && (
            <Button type="submit" form="replace-key" variant="primary" offReason={waits}>
              Replace
            </Button>
          )}
        </>
      }
    >
      {isMade ? (
        <div data-testid="key-check" data-state={isNew ? account.key?.state : 'checking'}>
          <KeyCheckLine accountKey={isNew ? account.key : undefined} />
        </div>
      ) : (
        <form id="replace-key" noValidate onSubmit={(event) => void replace(event)} className="flex flex-col gap-4">
          <KeyFields {...entry.fields} />
          {entry.failure !== undefined && (
            <p role="alert" className="text-sm text-down">
              {entry.failure}
            </p>
          )}
          {command.life && <CommandStageLine title="Replace" life={command.life} />}
        </form>
      )}
    </Dialog>
  );
}
