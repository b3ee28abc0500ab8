'use client';

import { useState, type FormEvent } from 'react';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import type { Account } from '@/live/accounts.ts';
import { ConnectFields } from './connect-fields.tsx';
import { brokerChoice } from './broker-choices.ts';
import {
  checkConnectForm,
  emptyConnectForm,
  newAccountId,
  toConnectPayload,
  type ConnectForm,
} from './connect-form.ts';
import { KeyFields } from './key-fields.tsx';
import { KeyCheckLine } from './key-state.tsx';
import { useKeyEntry } from './use-key-entry.ts';

export interface ConnectDialogProps {
  accounts: readonly Account[];
  onClose: () => void;
  /** Another key for an account whose first was refused. */
  onReplaceKey: (account: Account) => void;
}

/** A new account: its broker, its name, its key; then what the worker makes of it. */
export function ConnectDialog({ accounts, onClose, onReplaceKey }: ConnectDialogProps) {
  const [form, setForm] = useState(emptyConnectForm);
  const [tried, setTried] = useState(false);
  const [accountId, setAccountId] = useState<string>();
  const command = useSentCommand();
  const entry = useKeyEntry(brokerChoice(form.broker));
  const errors = checkConnectForm(form);
  const needsKey = form.environment !== 'paper';
  const account = accounts.find(({ id }) => id === accountId);
  const isMade = command.life?.stage === 'succeeded';

  const connect = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    entry.insist();
    if (Object.keys(errors).length > 0 || (needsKey && !entry.isComplete) || entry.isSealing) return;
    const id = newAccountId(form);
    const key = needsKey ? await entry.seal(id) : undefined;
    if (needsKey && !key) return;
    setAccountId(id);
    command.send('connectAccount', toConnectPayload(form, id, key));
  };
  const edit = (part: Partial<ConnectForm>) => setForm((before) => ({ ...before, ...part }));
  const waits = entry.isSealing || command.isUnderWay ? 'The account is being connected.' : undefined;

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={isMade ? `Connect ${form.label.trim()}` : 'Connect an account'}
      description={isMade ? undefined : 'Tapedeck follows it from then on; owners and traders can trade on it.'}
      footer={
        isMade ? (
          <>
            {account?.key?.state === 'refused' && (
              <Button onClick={() => onReplaceKey(account)}>Enter another key</Button>
            )}
            <Button variant="primary" onClick={onClose}>
              Close
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form="connect-account" variant="primary" offReason={waits}>
              Connect
            </Button>
          </>
        )
      }
    >
      {isMade ? (
        <div className="flex flex-col gap-2" data-testid="key-check" data-state={account?.key?.state ?? 'none'}>
          {needsKey ? (
            <KeyCheckLine accountKey={account?.key} />
          ) : (
            <p className="text-sm">The paper account is there.</p>
          )}
        </div>
      ) : (
        <form id="connect-account" noValidate onSubmit={(event) => void connect(event)} className="flex flex-col gap-4">
          <ConnectFields form={form} errors={tried ? errors : {}} onEdit={edit} />
          {needsKey && <KeyFields {...entry.fields} />}
          {entry.failure !== undefined && (
            <p role="alert" className="text-sm text-down">
              {entry.failure}
            </p>
          )}
          {command.life && <CommandStageLine title="Connect" life={command.life} />}
        </form>
      )}
    </Dialog>
  );
}
