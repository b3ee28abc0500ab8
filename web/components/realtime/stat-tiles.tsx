'use client';

import type { ReactNode } from 'react';
import { formatLatency, formatRate } from '@/format/durations.ts';
import { serverClock, useNowValue } from '@/live/clock.ts';
import { useConnectionRates } from '@/live/connection-rates.ts';
import { checkSequence, updatesPerSecond, type ChainSummary } from '@/live/latency-chain.ts';
import type { LatencySample } from '@/live/latency.ts';

const rateWindowMs = 10_000;

export interface StatTilesProps {
  accountId: string;
  samples: readonly LatencySample[];
  summary: ChainSummary;
}

/** The figures that say at one look whether the chain holds. */
export function StatTiles({ accountId, samples, summary }: StatTilesProps) {
  const { missed, stepsBack } = checkSequence(samples.map(({ seq }) => seq));
  const rates = useConnectionRates(accountId);
  const perSecond = useNowValue((nowMs) => updatesPerSecond(samples, nowMs - serverClock.offsetMs(), rateWindowMs));
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4 xl:grid-cols-8">
      <Tile name="Total p50">{formatLatency(summary.total?.p50)}</Tile>
      <Tile name="Total p95">{formatLatency(summary.total?.p95)}</Tile>
      <Tile name="Total p99">{formatLatency(summary.total?.p99)}</Tile>
      <Tile name="Updates here">{formatRate(perSecond)}</Tile>
      <Tile name="Writes">{formatRate(rates?.writes)}</Tile>
      <Tile name="Unchanged polls">{formatRate(rates?.unchanged)}</Tile>
      <Tile name="Missed updates" isBad={missed > 0}>
        {missed}
      </Tile>
      <Tile name="Steps back" isBad={stepsBack > 0}>
        {stepsBack}
      </Tile>
    </dl>
  );
}

function Tile({ name, isBad = false, children }: { name: string; isBad?: boolean; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-baseline justify-between gap-2 rounded-card border border-line bg-panel px-3 py-2 sm:block">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className={`text-lg font-medium whitespace-nowrap max-sm:text-base ${isBad ? 'text-down' : ''}`}>
        {children}
      </dd>
    </div>
  );
}
