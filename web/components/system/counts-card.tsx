'use client';

import type { LiveConnectionDocument } from '@tapedeck/core/documents/live-documents';
import { Card } from '@/components/ui/card.tsx';
import { unknownFigure } from '@/format/numbers.ts';
import type { Account } from '@/live/accounts.ts';
import { useAccountsValue } from '@/live/use-account-live.ts';
import { AccountMatrix } from './account-matrix.tsx';
import { connectionsOf, sameConnections } from './latency-card.tsx';

type Count = keyof LiveConnectionDocument['counts'];

const labels: readonly { readonly count: Count; readonly label: string; readonly isError?: true }[] = [
  { count: 'pollErrors', label: 'Poll errors', isError: true },
  { count: 'streamReconnects', label: 'Stream reconnects', isError: true },
  { count: 'writeErrors', label: 'Write errors', isError: true },
  { count: 'polls', label: 'Polls' },
  { count: 'streamEvents', label: 'Stream events' },
  { count: 'writes', label: 'Writes' },
  { count: 'unchanged', label: 'Readings without a change' },
  { count: 'tradeEvents', label: 'Trade events' },
];

const grouped = new Intl.NumberFormat('en-GB');

/** Errors first, then what was done, since the worker took each account. */
export function CountsCard({ accounts }: { accounts: readonly Account[] }) {
  const connections = useAccountsValue(
    accounts.map(({ id }) => id),
    connectionsOf,
    sameConnections,
  );
  const rows = labels.map(({ count, label, isError }) => ({
    label,
    cells: connections.map((connection) => [
      <Figure key={count} value={connection?.counts[count]} isError={isError} />,
    ]),
  }));
  return (
    <Card title="Errors and counts" flush>
      <AccountMatrix label="Errors and counts by account" accounts={accounts} columns={['count']} rows={rows} />
      <p className="px-4 py-3 text-xs text-muted">
        Since the worker took the account. Unchanged readings are not written.
      </p>
    </Card>
  );
}

function Figure({ value, isError = false }: { value: number | undefined; isError?: boolean | undefined }) {
  if (value === undefined) return unknownFigure;
  return <span className={isError && value > 0 ? 'font-medium text-down' : undefined}>{grouped.format(value)}</span>;
}
