'use client';

import { useMemo } from 'react';
import { RecentTime } from '@/components/live/recent-time.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import { useActivity } from '@/live/activity.ts';
import { useInstrumentFills } from '@/live/fills.ts';
import { dataOf } from '@/live/loadable.ts';
import { useInstrumentOrders } from '@/live/orders.ts';
import { toPositionLife, type LifeEntry } from './position-life.ts';

const eventsShown = 50;
const kindNames: Record<LifeEntry['kind'], string> = { event: 'Event', order: 'Order', fill: 'Fill' };

export interface PositionLifeListProps {
  accountId: string;
  positionId: string;
  openedAtMs: number | undefined;
}

/** What was asked for, ordered and filled of a position, newest first. */
export function PositionLifeList({ accountId, positionId, openedAtMs }: PositionLifeListProps) {
  const [instrumentId = positionId, slot = 'net'] = positionId.split('_');
  const activity = useActivity(eventsShown, { accountId, positionId });
  const orders = useInstrumentOrders(accountId, instrumentId);
  const fills = useInstrumentFills(accountId, instrumentId);
  const entries = useMemo(
    () =>
      toPositionLife({
        activity: dataOf(activity) ?? [],
        orders: dataOf(orders) ?? [],
        fills: dataOf(fills) ?? [],
        slot,
        openedAtMs,
      }),
    [activity, orders, fills, slot, openedAtMs],
  );
  const failed = [activity, orders, fills].find(({ status }) => status === 'error');
  const isPending = [activity, orders, fills].some(({ status }) => status === 'pending');

  if (entries.length === 0) {
    if (failed?.status === 'error') {
      return <ErrorState title="Its life could not be loaded" message={failed.error.message} />;
    }
    if (isPending) return <SkeletonRows rows={5} label="Loading its life" />;
    return (
      <EmptyState title="Nothing has happened yet">
        This position was there before Tapedeck watched the account. What happens to it from now on appears here.
      </EmptyState>
    );
  }
  return (
    <ol aria-label="Life of the position" className="flex flex-col">
      {entries.map(({ id, kind, text, by, atMs, result }) => (
        <li key={id} className="border-b border-line py-2 text-sm last:border-0">
          <p className="flex items-start justify-between gap-3">
            <span className="min-w-0">{text}</span>
            <Badge tone={kind === 'fill' ? 'accent' : kind === 'order' ? 'info' : 'neutral'}>{kindNames[kind]}</Badge>
          </p>
          <p className="text-xs text-muted">
            <RecentTime atMs={atMs} /> · {by}
            {result !== undefined && <span className="text-down"> · {result}</span>}
          </p>
        </li>
      ))}
    </ol>
  );
}
