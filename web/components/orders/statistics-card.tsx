'use client';

import { useMemo, type ReactNode } from 'react';
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
  const orders = dataOf(useLastEndedOrders(accountIds));
  const statistics = useMemo(() => orders && calculateOrderStatistics(orders), [orders]);
  return (
    <Card>
      <h2 className="sr-only">Order statistics</h2>
      <Figures statistics={statistics} />
    </Card>
  );
}

/** What is not known yet keeps its place, so that the orders below stay where they are. */
function Figures({ statistics }: { statistics: OrderStatistics | undefined }) {
  const { fillRatio, slippageBps, timeToAcceptMs } = statistics ?? {};
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-2 md:grid-cols-5">
      <Figure label="Orders ended" note="the last ones of this desk's own">
        {statistics?.ended}
      </Figure>
      <Figure label="Fill rate" note={statistics && `${statistics.filled} whole, ${statistics.partlyFilled} in part`}>
        {statistics && (fillRatio === undefined ? unknownFigure : `${(Number(fillRatio) * 100).toFixed(1)}%`)}
      </Figure>
      <Figure label="Slippage" note="average by value, against the price seen">
        {statistics && (slippageBps === undefined ? unknownFigure : saySlippage(Number(slippageBps)))}
      </Figure>
      <Figure
        label="Time to accept"
        note={timeToAcceptMs ? `95% within ${formatLatency(timeToAcceptMs.p95)}` : 'p50, p95'}
      >
        {statistics && formatLatency(timeToAcceptMs?.p50)}
      </Figure>
      <Figure label="Rejected" note={statistics && sayRejects(statistics)}>
        {statistics?.rejected}
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

function Figure({ label, note, children }: { label: string; note: string | undefined; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd>
        <span className="text-lg font-semibold">{children ?? <Skeleton className="h-5 w-16 align-middle" />}</span>
        <span className="block min-h-4 text-xs text-muted">{note}</span>
      </dd>
    </div>
  );
}
