'use client';

import { Card } from '@/components/ui/card.tsx';
import { ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import { changedLimits } from '@tapedeck/core/risk/limits';
import { formatInstant } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import { useLimitEdits, type StoredLimitEdit } from '@/live/limit-edits.ts';
import { dataOf } from '@/live/loadable.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { shownEdits } from './limit-field.tsx';
import { formatLimit, limitWords } from './limit-words.ts';

/** Who changed which limit, when, from what to what. */
export function LimitHistoryCard({ accounts, currency }: { accounts: readonly Account[]; currency: string }) {
  const found = useLimitEdits(shownEdits);
  const edits = dataOf(found);
  return (
    <Card title="History of limits">
      {!edits ? (
        found.status === 'error' ? (
          <ErrorState title="The history could not be loaded" message={found.error.message} />
        ) : (
          <SkeletonRows rows={3} label="Loading the history of limits" />
        )
      ) : edits.length === 0 ? (
        <p className="text-sm text-muted">No limit has been changed yet: the defaults bind.</p>
      ) : (
        <ol className="max-h-96 overflow-y-auto">
          {edits.map((edit) => (
            <EditLine
              key={edit.id}
              edit={edit}
              account={accounts.find(({ id }) => id === edit.accountId)}
              deskCurrency={currency}
            />
          ))}
        </ol>
      )}
    </Card>
  );
}

function EditLine({
  edit,
  account,
  deskCurrency,
}: {
  edit: StoredLimitEdit;
  account: Account | undefined;
  deskCurrency: string;
}) {
  const zone = usePreference('timeZone');
  const isDesk = edit.accountId === undefined;
  const currency = account?.currency ?? deskCurrency;
  return (
    <li className="border-b border-line py-2 text-sm last:border-0" data-testid="limit-edit">
      <p>
        <span className="font-medium">{isDesk ? 'Desk' : (account?.label ?? edit.accountId)}</span>
        <span className="text-xs text-muted">
          {' '}
          · {edit.by.name} · {formatInstant(edit.atMs, zone)}
        </span>
      </p>
      <ul>
        {changedLimits(edit).map((name) => (
          <li key={name}>
            {limitWords[name].title}:{' '}
            <span className="text-muted">{formatLimit(name, edit.before[name], currency)}</span> →{' '}
            {formatLimit(name, edit.after[name], currency)}
          </li>
        ))}
      </ul>
    </li>
  );
}
