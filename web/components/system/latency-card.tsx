'use client';

import type { LiveConnectionDocument } from '@tapedeck/core/documents/live-documents';
import Link from 'next/link';
import { useMemo } from 'react';
import { Card } from '@/components/ui/card.tsx';
import { formatLatency } from '@/format/durations.ts';
import type { Account } from '@/live/accounts.ts';
import type { AccountLive } from '@/live/account-live.ts';
import type { LatencySample } from '@/live/latency.ts';
import { summarise, type Percentiles } from '@/live/latency-chain.ts';
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
  const rows = useMemo(() => toRows(accounts, connections, samples), [accounts, connections, samples]);
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
      <AccountMatrix label="Latency by account" accounts={accounts} columns={['p50', 'p95']} rows={rows} />
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

function toRows(
  accounts: readonly Account[],
  connections: Connections,
  samples: readonly LatencySample[],
): readonly MatrixRow[] {
  const chains = accounts.map(({ id }) =>
    summarise(samples.filter(({ accountId }) => accountId === id).slice(-samplesPerAccount)),
  );
  return [
    ...workerHops.map(({ hop, label }) => ({
      label,
      cells: accounts.map((_, index) => toCells(connections[index]?.latency[hop])),
    })),
    { label: 'Committed → received', cells: chains.map(({ hops }) => toCells(hops.committedToReceived)) },
    { label: 'Received → painted', cells: chains.map(({ hops }) => toCells(hops.receivedToPainted)) },
    { label: 'Venue → painted', cells: chains.map(({ total }) => toCells(total)), isTotal: true },
  ];
}

function toCells(percentiles: Pick<Percentiles, 'p50' | 'p95'> | undefined): readonly string[] {
  return [formatLatency(percentiles?.p50), formatLatency(percentiles?.p95)];
}
