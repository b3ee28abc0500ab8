'use client';

import type { LiveConnectionDocument } from '@tapedeck/core/documents/live-documents';
import Link from 'next/link';
import { useMemo } from 'react';
import { Card } from '@/components/ui/card.tsx';
import { useIsPhone } from '@/components/ui/use-is-phone.ts';
import { formatLatency } from '@/format/durations.ts';
import type { Account } from '@/live/accounts.ts';
import type { AccountLive } from '@/live/account-live.ts';
import type { LatencySample } from '@/live/latency.ts';
import { summarise, type ChainSummary, type Percentiles } from '@/live/latency-chain.ts';
import { dataOf, type Loadable } from '@/live/loadable.ts';
import { useAccountsValue } from '@/live/use-account-live.ts';
import { useAllLatencySamples } from '@/live/use-latency-samples.ts';
import { AccountMatrix, type MatrixRow } from './account-matrix.tsx';

type Connections = readonly (LiveConnectionDocument | undefined)[];

export const connectionsOf = (lives: readonly Loadable<AccountLive>[]): Connections =>
  lives.map((live) => dataOf(live)?.connection);

export const sameConnections = (a: Connections, b: Connections) =>
  a.length === b.length && a.every((connection, index) => connection === b[index]);

const samplesPerAccount = 200;

/** Latency hop by hop: the worker's part out of its heartbeats, the browser's part as measured here. */
export function LatencyCard({ accounts }: { accounts: readonly Account[] }) {
  const connections = useAccountsValue(
    accounts.map(({ id }) => id),
    connectionsOf,
    sameConnections,
  );
  const samples = useAllLatencySamples();
  const isPhone = useIsPhone();
  const columns = useMemo(
    () => accounts.map((account, index) => toColumns(account, connections[index], samples)),
    [accounts, connections, samples],
  );
  /** Accounts that stand in one table: all of them, on a phone each in its own. */
  const tables = isPhone ? columns.map((column) => [column]) : [columns];
  return (
    <Card
      title="Latency, hop by hop"
      flush
      actions={
        <Link href="/test-realtime" className="text-sm text-accent underline-offset-4 hover:underline">
          Watch it live
        </Link>
      }
    >
      {tables.map((shown) => (
        <AccountMatrix
          key={shown.map(({ account }) => account.id).join()}
          label={`Latency of ${shown.map(({ account }) => account.label).join(', ')}`}
          accounts={shown.map(({ account }) => account)}
          columns={['p50', 'p95']}
          rows={toRows(shown)}
        />
      ))}
      <p className="px-4 py-3 text-xs text-muted">
        The first four are the worker&apos;s, over its last minute. The last three are measured in this browser over its
        last {samplesPerAccount} updates; the way from the server is counted above the shortest that was seen.
      </p>
    </Card>
  );
}

type Hop = keyof LiveConnectionDocument['latency'];

const workerHops: readonly { readonly hop: Hop; readonly label: string }[] = [
  { hop: 'venueRoundTrip', label: 'Venue round trip (poll)' },
  { hop: 'venueToRead', label: 'Venue → worker read' },
  { hop: 'readToSent', label: 'Read → sent' },
  { hop: 'sentToCommitted', label: 'Sent → committed' },
];

interface LatencyColumns {
  readonly account: Account;
  readonly connection: LiveConnectionDocument | undefined;
  readonly chain: ChainSummary;
}

function toColumns(
  account: Account,
  connection: LiveConnectionDocument | undefined,
  samples: readonly LatencySample[],
): LatencyColumns {
  const own = samples.filter(({ accountId }) => accountId === account.id).slice(-samplesPerAccount);
  return { account, connection, chain: summarise(own) };
}

function toRows(columns: readonly LatencyColumns[]): readonly MatrixRow[] {
  return [
    ...workerHops.map(({ hop, label }) => ({
      label,
      cells: columns.map(({ connection }) => toCells(connection?.latency[hop])),
    })),
    { label: 'Committed → received', cells: columns.map(({ chain }) => toCells(chain.hops.committedToReceived)) },
    { label: 'Received → painted', cells: columns.map(({ chain }) => toCells(chain.hops.receivedToPainted)) },
    { label: 'Venue → painted', cells: columns.map(({ chain }) => toCells(chain.total)), isTotal: true },
  ];
}

function toCells(percentiles: Pick<Percentiles, 'p50' | 'p95'> | undefined): readonly string[] {
  return [formatLatency(percentiles?.p50), formatLatency(percentiles?.p95)];
}
