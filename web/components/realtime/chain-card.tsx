'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { EmptyState } from '@/components/ui/states.tsx';
import { formatLatency } from '@/format/durations.ts';
import { hops, summarise, type ChainSummary } from '@/live/latency-chain.ts';
import type { LatencySample } from '@/live/latency.ts';
import { ChainTable } from './chain-table.tsx';

const ChainCanvas = dynamic(() => import('./chain-canvas.tsx').then((module) => module.ChainCanvas), { ssr: false });

export interface ChainCardProps {
  account: string;
  samples: readonly LatencySample[];
  /** How many updates there is room for. */
  count: number;
}

/** The freshness chain of the last updates, drawn or as a table. */
export function ChainCard({ account, samples, count }: ChainCardProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Card
      title={`Freshness chain, last ${count} updates`}
      actions={
        <Button size="sm" variant="ghost" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Chart' : 'Table'}
        </Button>
      }
    >
      <figure>
        <div className="h-80 min-w-0">
          {asTable ? (
            <ChainTable samples={samples} />
          ) : samples.length === 0 ? (
            <EmptyState title="Waiting for the next update">
              An update is written when a figure changes; while nothing moves at the venue, nothing comes. Force sync
              brings one at once.
            </EmptyState>
          ) : (
            <ChainCanvas samples={samples} count={count} />
          )}
        </div>
        <figcaption className="mt-2 text-xs text-muted">
          {describeChain(account, samples.length, summarise(samples))}
        </figcaption>
      </figure>
    </Card>
  );
}

/** The chart in words. */
export function describeChain(account: string, updates: number, { hops: byHop, total }: ChainSummary): string {
  if (!total) return `${account}: no updates yet.`;
  const slowest = hops.reduce((worst, hop) => ((byHop[hop.id]?.p50 ?? 0) > (byHop[worst.id]?.p50 ?? 0) ? hop : worst));
  const share = formatLatency(byHop[slowest.id]?.p50);
  return (
    `${account}, ${updates} updates: half of them were painted within ${formatLatency(total.p50)} of the venue's event, ` +
    `95% within ${formatLatency(total.p95)}. The longest leg is ${slowest.label.toLowerCase()} with ${share} (p50).`
  );
}
