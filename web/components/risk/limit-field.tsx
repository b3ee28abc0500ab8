'use client';

import { changedLimits, defaultDeskLimits, type RiskLimitName } from '@tapedeck/core/risk/limits';
import type { RiskLimits } from '@tapedeck/core/risk/limits-schema';
import { Field } from '@/components/ui/field.tsx';
import { formatDateMinute, zoneName } from '@/format/times.ts';
import { useLimitEdits, type StoredLimitEdit } from '@/live/limit-edits.ts';
import { dataOf } from '@/live/loadable.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { formatLimit, limitWords, unitName } from './limit-words.ts';

/** How many edits are looked through for who changed a limit last; the history shows the same. */
export const shownEdits = 100;

export interface LimitFieldProps {
  name: RiskLimitName;
  value: string;
  error: string | undefined;
  currency: string;
  deskLimits: RiskLimits;
  /** The desk's own limit when absent. */
  accountId?: string;
  onChange: (text: string) => void;
}

/** One limit to type, with its unit, what it does, what stands behind an empty field, and who changed it last. */
export function LimitField({ name, value, error, currency, deskLimits, accountId, onChange }: LimitFieldProps) {
  const zone = usePreference('timeZone');
  const edits = dataOf(useLimitEdits(shownEdits)) ?? [];
  const { title, unit, help } = limitWords[name];
  const last = lastEditOf(edits, name, accountId);
  const fallback =
    accountId === undefined
      ? `Default ${formatLimit(name, defaultDeskLimits[name], currency)}; empty puts it back.`
      : `Desk ${formatLimit(name, deskLimits[name], currency)}; empty has the desk’s alone. A looser one does not bind.`;
  return (
    <Field
      label={`${title}, ${unitName(unit, currency)}`}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      error={error}
      placeholder={accountId === undefined ? undefined : 'as desk'}
      hint={
        <>
          {help}
          <br />
          {fallback}
          {last &&
            ` Last changed by ${last.by.name}, ${formatDateMinute(last.atMs, zone)} ${zoneName(zone, last.atMs)}.`}
        </>
      }
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** The newest edit that touched this limit of the desk, or of the account. */
export function lastEditOf(
  edits: readonly StoredLimitEdit[],
  name: RiskLimitName,
  accountId: string | undefined,
): StoredLimitEdit | undefined {
  return edits.find((edit) => edit.accountId === accountId && changedLimits(edit).includes(name));
}
