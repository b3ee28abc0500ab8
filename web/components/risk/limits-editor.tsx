'use client';

import { useState, type FormEvent } from 'react';
import { defaultDeskLimits, riskLimitNames, type RiskLimitName } from '@tapedeck/core/risk/limits';
import type { RiskLimits } from '@tapedeck/core/risk/limits-schema';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand, type SentCommand } from '@/components/live/use-sent-command.ts';
import { Button } from '@/components/ui/button.tsx';
import { Drawer } from '@/components/ui/dialog.tsx';
import { SelectField } from '@/components/ui/field.tsx';
import type { Account } from '@/live/accounts.ts';
import { useDeskCommandOffReason } from '@/live/desk-command-access.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { LimitField } from './limit-field.tsx';
import { LimitsReview } from './limits-review.tsx';
import { changesOfForm, checkLimits, toLimitChanges, toLimitsForm, type LimitsForm } from './limits-form.ts';

export interface LimitsEditorProps {
  accounts: readonly Account[];
  /** Of the desk's amounts. */
  currency: string;
  onClose: () => void;
}

const none: RiskLimits = {};

/** The limits of the desk or of one account: edit, look at before and after, then send. */
export function LimitsEditor({ accounts, currency, onClose }: LimitsEditorProps) {
  const { desk } = useMembership();
  const sent = useSentCommand();
  const [accountId, setAccountId] = useState<string>();
  const account = accounts.find(({ id }) => id === accountId);
  const deskLimits = desk.limits ?? defaultDeskLimits;
  const shared = { deskLimits, sent };
  return (
    <Drawer
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Edit limits"
      description="They bind every entry from the moment they are stored. Closing is never stopped by a limit."
    >
      <SelectField
        label="Limits of"
        value={accountId ?? ''}
        onChange={(event) => setAccountId(event.target.value || undefined)}
        className="mb-4"
      >
        <option value="">The whole desk</option>
        {accounts.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </SelectField>
      {account ? (
        <ScopeForm
          key={account.id}
          accountId={account.id}
          limits={account.limits ?? none}
          currency={account.currency}
          {...shared}
        />
      ) : (
        <ScopeForm key="desk" limits={deskLimits} currency={currency} {...shared} />
      )}
    </Drawer>
  );
}

interface ScopeFormProps {
  accountId?: string;
  limits: RiskLimits;
  deskLimits: RiskLimits;
  currency: string;
  sent: SentCommand;
}

function ScopeForm({ accountId, limits, deskLimits, currency, sent }: ScopeFormProps) {
  const off = useDeskCommandOffReason('owner');
  /** Only what this person typed, so that what a colleague changes meanwhile is taken over. */
  const [edited, setEdited] = useState<Partial<LimitsForm>>({});
  const [isReviewing, setReviewing] = useState(false);
  const form = { ...toLimitsForm(limits), ...edited };
  const errors = checkLimits(form);
  const isValid = Object.keys(errors).length === 0;
  const changes = isValid ? changesOfForm(form, limits, accountId === undefined ? defaultDeskLimits : none) : [];
  const offReason =
    off ??
    (sent.isUnderWay ? 'The last change is still on its way.' : undefined) ??
    (isValid ? undefined : 'Correct what is marked first.') ??
    (changes.length === 0 ? 'Nothing has been changed.' : undefined);

  const edit = (name: RiskLimitName, text: string) => setEdited({ ...edited, [name]: text });
  const review = (event: FormEvent) => {
    event.preventDefault();
    if (offReason === undefined) setReviewing(true);
  };
  const send = () => {
    sent.send('updateRiskLimits', {
      ...(accountId === undefined ? {} : { accountId }),
      limits: toLimitChanges(changes, form),
    });
    // What was typed stays until the limits say the same: after a refusal it is still there.
    setReviewing(false);
  };

  if (isReviewing) {
    return (
      <LimitsReview
        changes={changes}
        currency={currency}
        isAccount={accountId !== undefined}
        offReason={offReason}
        onBack={() => setReviewing(false)}
        onConfirm={send}
      />
    );
  }
  return (
    <form noValidate onSubmit={review} className="flex flex-col gap-4">
      {riskLimitNames.map((name) => (
        <LimitField
          key={name}
          name={name}
          value={form[name]}
          error={errors[name]}
          currency={currency}
          deskLimits={deskLimits}
          {...(accountId === undefined ? {} : { accountId })}
          onChange={(text) => edit(name, text)}
        />
      ))}
      <div className="sticky -bottom-6 -mx-4 -mb-6 flex flex-wrap items-center gap-3 border-t border-line bg-raised px-4 py-3">
        <Button type="submit" variant="primary" offReason={offReason}>
          Review changes
        </Button>
        {(changes.length > 0 || !isValid) && (
          <Button variant="ghost" onClick={() => setEdited({})}>
            Discard
          </Button>
        )}
        {offReason !== undefined && !sent.life && <span className="text-sm text-muted">{offReason}</span>}
        {sent.life && <CommandStageLine title="Limits" life={sent.life} />}
      </div>
    </form>
  );
}
