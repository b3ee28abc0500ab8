'use client';

import { useState, type FormEvent } from 'react';
import type { SyncSettings } from '@tapedeck/core/documents/account-document';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { CheckField } from '@/components/ui/check-field.tsx';
import { Field } from '@/components/ui/field.tsx';
import { EmptyState } from '@/components/ui/states.tsx';
import { Segments } from '@/components/ui/tabs.tsx';
import { useAccounts, useChosenAccounts, type Account } from '@/live/accounts.ts';
import { useCommandOffReason } from '@/live/command-access.ts';
import { dataOf } from '@/live/loadable.ts';
import { changedSettings, checkForm, toForm, undoOf, type SyncForm } from './sync-form.ts';

/** How an account is kept in step with its broker; changes go to the worker as a command. */
export function SyncCard() {
  const accounts = dataOf(useAccounts()) ?? [];
  const { chosen } = useChosenAccounts();
  const [pickedId, setPickedId] = useState<string>();
  const account = accounts.find(({ id }) => id === pickedId) ?? chosen ?? accounts[0];
  return (
    <Card
      title="Syncing"
      actions={
        accounts.length > 1 &&
        account && (
          <Segments
            label="Account"
            value={account.id}
            onChange={setPickedId}
            options={accounts.map(({ id, label }) => ({ value: id, label }))}
          />
        )
      }
    >
      {account ? (
        <AccountSync key={account.id} account={account} />
      ) : (
        <EmptyState title="No accounts yet">There is nothing to sync until an account is connected.</EmptyState>
      )}
    </Card>
  );
}

interface Sent {
  readonly changed: Partial<SyncSettings>;
  readonly before: SyncSettings;
}

function AccountSync({ account }: { account: Account }) {
  const [edited, setEdited] = useState<SyncForm>();
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState<Sent>();
  const command = useSentCommand();
  const off = useCommandOffReason(account.id);
  const form = edited ?? toForm(account.sync);
  const errors = checkForm(form, account.currency);
  const isValid = Object.keys(errors).length === 0;
  const changed = isValid ? changedSettings(form, account.sync) : {};
  const hasChanged = !isValid || Object.keys(changed).length > 0;
  const shownErrors = tried || edited ? errors : {};
  const offReason =
    off ??
    (command.isUnderWay
      ? 'The last change is still on its way.'
      : hasChanged
        ? undefined
        : 'Nothing has been changed.');

  const edit = (part: Partial<SyncForm>) => setEdited({ ...form, ...part });
  const send = (sync: Partial<SyncSettings>) => {
    setSent({ changed: sync, before: account.sync });
    command.send('updateSyncSettings', { accountId: account.id, sync });
    setEdited(undefined);
    setTried(false);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (offReason === undefined && isValid) send(changed);
  };

  return (
    <form noValidate onSubmit={save} className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Poll interval, seconds"
          inputMode="decimal"
          autoComplete="off"
          value={form.pollS}
          error={shownErrors.pollS}
          hint="0.25 to 60. How often the whole account is read."
          onChange={(event) => edit({ pollS: event.target.value })}
        />
        <Field
          label={`Smallest change written, ${account.currency}`}
          inputMode="decimal"
          autoComplete="off"
          value={form.threshold}
          error={shownErrors.threshold}
          hint="Smaller moves of a figure are not sent to anybody."
          onChange={(event) => edit({ threshold: event.target.value })}
        />
      </div>
      <CheckField
        label="Use the broker's push stream"
        hint="Changes arrive at once; polling goes on beside it."
        checked={form.stream}
        onChange={(event) => edit({ stream: event.target.checked })}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button type="submit" variant="primary" offReason={offReason}>
          Save
        </Button>
        {edited && (
          <Button variant="ghost" onClick={() => setEdited(undefined)}>
            Discard
          </Button>
        )}
        {offReason !== undefined && !command.life && <span className="text-sm text-muted">{offReason}</span>}
        {command.life && (
          <CommandStageLine
            title="Sync settings"
            life={command.life}
            action={
              command.life.stage === 'succeeded' &&
              sent && (
                <Button size="sm" offReason={off} onClick={() => send(undoOf(sent.changed, sent.before))}>
                  Undo
                </Button>
              )
            }
          />
        )}
      </div>
    </form>
  );
}
