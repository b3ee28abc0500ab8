'use client';

import { Card } from '@/components/ui/card.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import { formatLatency } from '@/format/durations.ts';
import { hops, type ChainSummary, type Percentiles } from '@/live/latency-chain.ts';
import { hopColour } from './hop-colours.ts';

/** A phone has no room for the worst. */
const columns = [
  { name: 'p50', className: 'md:w-[10ch] max-md:px-1.5' },
  { name: 'p95', className: 'md:w-[10ch] max-md:px-1.5' },
  { name: 'p99', className: 'md:w-[10ch] max-md:pl-1.5' },
  { name: 'max', className: 'md:w-[10ch] max-md:hidden' },
] as const;

/** p50, p95, p99 and the worst of each leg; the squares are the chart's legend. */
export function PercentilesCard({ summary }: { summary: ChainSummary }) {
  return (
    <Card title="Percentiles" flush>
      <Table label="Percentiles of each leg">
        <thead>
          <tr>
            <Th>Leg</Th>
            {columns.map(({ name, className }) => (
              <Th key={name} numeric className={className}>
                {name}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hops.map((hop, index) => (
            <Row key={hop.id} label={hop.label} percentiles={summary.hops[hop.id]} colour={hopColour(index)} />
          ))}
          <Row label="Venue → painted" percentiles={summary.total} />
        </tbody>
      </Table>
      <p className="px-4 py-3 text-xs text-muted">
        Each leg is measured by who sees both of its ends. The way from Firestore to this device is counted above the
        shortest that was seen, because the two clocks are compared through it.
      </p>
    </Card>
  );
}

function Row({ label, percentiles, colour }: { label: string; percentiles: Percentiles | undefined; colour?: string }) {
  const weight = colour === undefined ? 'font-medium' : undefined;
  return (
    <tr className={weight}>
      <th
        scope="row"
        className={classNames(
          'h-9 border-b border-line pr-3 pl-4 max-md:pr-1.5 text-left whitespace-nowrap',
          weight ?? 'font-normal',
        )}
      >
        <span
          aria-hidden
          className="mr-2 inline-block size-2.5 rounded-[2px] align-baseline"
          style={{ background: colour === undefined ? 'transparent' : `var(${colour})` }}
        />
        {label}
      </th>
      {columns.map(({ name, className }) => (
        <Td key={name} numeric className={className}>
          {formatLatency(percentiles?.[name])}
        </Td>
      ))}
    </tr>
  );
}
