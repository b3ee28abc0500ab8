'use client';

import type { CommandDocument } from '@tapedeck/core/documents/command-document';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { RecentTime } from '@/components/live/recent-time.tsx';
import { formatLatency } from '@/format/durations.ts';
import { toTimeline } from './order-timeline.ts';

/** Each step of an order's life with its time and the time from the one before. */
export function OrderTimeline({ order, command }: { order: OrderDocument; command: CommandDocument | undefined }) {
  return (
    <ol aria-label="Life of the order" className="text-sm">
      {toTimeline(order, command).map(({ id, title, detail, atMs, sinceMs }) => (
        <li key={id} className="flex justify-between gap-4 border-b border-line py-1.5 last:border-0">
          <span>
            {title}
            {detail !== undefined && <span className="block text-xs text-muted">{detail}</span>}
          </span>
          <span className="text-right whitespace-nowrap text-muted">
            {sinceMs !== undefined && <span className="mr-3">+{formatLatency(sinceMs)}</span>}
            <RecentTime atMs={atMs} />
          </span>
        </li>
      ))}
    </ol>
  );
}
