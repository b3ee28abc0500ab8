'use client';

import { useMemo, type ReactNode } from 'react';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { calculateOrderStatistics, type OrderStatistics } from '@tapedeck/core/orders/order-statistics';
import { Card } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import { formatLatency } from '@/format/durations.ts';
import { unknownFigure } from '@/format/numbers.ts';
import { dataOf } from '@/live/loadable.ts';
import { useLastEndedOrders } from '@/live/orders.ts';
import { saySlippage } from './order-drawer.tsx';
import { sayCode } from './order-words.ts';

/** How well orders did lately: those that ended last in the shown accounts, without those made elsewhere. */
export function StatisticsCard({ accountIds }: { accountIds: readonly string[] }) {
  const found = useLastEndedOrders(accountIds);
  const orders = dataOf(found);
  return (
    <Card>
      <h2 className="sr-only">Order statistics</h2>
      {orders ? <Figures orders={orders} /> : <Skeleton className="h-10 w-full" />}
    </Card>
  );
}

function Figures({ orders }: { orders: readonly OrderDocument[] }) {
  const statistics = useMemo(() => calculateOrderStatistics(orders), [orders]);
  const { ended, filled, partlyFilled, rejected, fillRatio, slippageBps, timeToAcceptMs } = statistics;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-2 md:grid-cols-5">
      <Figure label="Orders ended" note="the last ones of this desk's own">
        {ended}
      </Figure>
      <Figure label="Fill rate" note={`${filled} whole, ${partlyFilled} in part`}>
        {fillRatio === undefined ? unknownFigure : `${(Number(fillRatio) * 100).toFixed(1)}%`}
      </Figure>
      <Figure label="Slippage" note="average by value, against the price seen">
        {slippageBps === undefined ? unknownFigure : saySlippage(Number(slippageBps))}
      </Figure>
      <Figure
        label="Time to accept"
        note={timeToAcceptMs ? `95% within ${formatLatency(timeToAcceptMs.p95)}` : 'p50, p95'}
      >
        {formatLatency(timeToAcceptMs?.p50)}
      </Figure>
      <Figure label="Rejected" note={sayRejects(statistics)}>
        {rejected}
      </Figure>
    </dl>
  );
}

const reasonsShown = 3;

/** The most frequent reasons: `Insufficient margin 3, price band 1`. */
export function sayRejects({ rejectsByReason }: Pick<OrderStatistics, 'rejectsByReason'>): string {
  if (rejectsByReason.length === 0) return 'none';
  const shown = rejectsByReason.slice(0, reasonsShown).map(({ code, count }) => `${sayCode(code)} ${count}`);
  const others = rejectsByReason.slice(reasonsShown).reduce((sum, { count }) => sum + count, 0);
  return [...shown, ...(others > 0 ? [`other ${others}`] : [])].join(', ');
}

function Figure({ label, note, children }: { label: string; note: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd>
        <span className="text-lg font-semibold">{children}</span>
        <span className="block min-h-4 text-xs text-muted">{note}</span>
      </dd>
    </div>
  );
}
