'use client';

import { Table, Td, Th } from '@/components/ui/table.tsx';
import { formatLatency } from '@/format/durations.ts';
import { formatTime } from '@/format/times.ts';
import { hops, hopTimes, totalOf } from '@/live/latency-chain.ts';
import type { LatencySample } from '@/live/latency.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

const shownAtMost = 50;

/** The newest updates with each of their legs. */
export function ChainTable({ samples }: { samples: readonly LatencySample[] }) {
  const zone = usePreference('timeZone');
  return (
    <Table label="Updates with their legs" className="h-full">
      <thead>
        <tr>
          <Th>Received</Th>
          <Th numeric>Update</Th>
          <Th numeric>Total</Th>
          {hops.map((hop) => (
            <Th key={hop.id} numeric>
              {hop.label}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {samples
          .slice(-shownAtMost)
          .toReversed()
          .map((sample) => {
            const times = hopTimes(sample);
            return (
              <tr key={`${sample.seq}/${sample.receivedMs}`}>
                <Td>{formatTime(sample.receivedMs + sample.clockOffsetMs, zone)}</Td>
                <Td numeric>#{sample.seq}</Td>
                <Td numeric className="font-medium">
                  {formatLatency(totalOf(times))}
                </Td>
                {hops.map((hop) => (
                  <Td key={hop.id} numeric>
                    {formatLatency(times[hop.id])}
                  </Td>
                ))}
              </tr>
            );
          })}
      </tbody>
    </Table>
  );
}
