'use client';

import { workerLostMs } from '@tapedeck/core/documents/beats';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge.tsx';
import { Card } from '@/components/ui/card.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { EmptyState, Skeleton } from '@/components/ui/states.tsx';
import { formatLatency, formatSpan } from '@/format/durations.ts';
import { formatAge } from '@/format/times.ts';
import type { AccountLive } from '@/live/account-live.ts';
import { useNow } from '@/live/clock.ts';
import { dataOf, type Loadable } from '@/live/loadable.ts';
import { useAccountsValue } from '@/live/use-account-live.ts';
import { toWorkers, type WorkerReport } from './workers.ts';

type Workers = readonly WorkerReport[] | undefined;

/** Undefined until one has been found or every account has been heard of. */
function findWorkers(lives: readonly Loadable<AccountLive>[]): Workers {
  const workers = toWorkers(lives.map((live) => dataOf(live)?.connection));
  return workers.length === 0 && lives.some(({ status }) => status === 'pending') ? undefined : workers;
}

function isSame(a: Workers, b: Workers): boolean {
  return (
    a?.length === b?.length &&
    (a ?? []).every(({ figures, beatMs }, index) => figures === b?.[index]?.figures && beatMs === b[index].beatMs)
  );
}

/** Beside another worker's card there is room for four columns, alone for all seven figures. */
const figureGrid = (isOnly: boolean) =>
  classNames('grid grid-cols-3 gap-x-4 gap-y-3 sm:grid-cols-4', isOnly && 'xl:grid-cols-7');

/** The processes that talk to the brokers of these accounts. */
export function WorkerCards({ accountIds }: { accountIds: readonly string[] }) {
  const workers = useAccountsValue(accountIds, findWorkers, isSame);
  if (!workers) return <WorkerCard worker={undefined} isOnly />;
  if (workers.length === 0) {
    return (
      <Card title="Worker">
        <EmptyState title="No worker has been heard yet">
          The worker is the process that talks to the brokers. It appears here with its first heartbeat.
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="grid gap-3 xl:grid-cols-2">
      {workers.map((worker) => (
        <WorkerCard key={worker.figures.id} worker={worker} isOnly={workers.length === 1} />
      ))}
    </div>
  );
}

/** One worker; of one that is still being looked for the places alone, so that nothing moves when it comes. */
function WorkerCard({ worker, isOnly }: { worker: WorkerReport | undefined; isOnly: boolean }) {
  const nowMs = useNow();
  const figures = worker?.figures;
  const beatAgeMs = nowMs === undefined || !worker ? undefined : Math.max(0, nowMs - worker.beatMs);
  const isLost = beatAgeMs !== undefined && beatAgeMs > workerLostMs;
  return (
    <Card
      className={isOnly ? 'xl:col-span-2' : ''}
      title={
        <span className="flex flex-wrap items-baseline gap-x-2">
          Worker{' '}
          {figures ? (
            <span className="font-normal break-all text-muted">{figures.id}</span>
          ) : (
            <Skeleton className="h-4 w-28" />
          )}
        </span>
      }
      actions={figures && (isLost ? <Badge tone="down">✕ Lost</Badge> : <Badge tone="up">● Running</Badge>)}
    >
      {!worker && <output className="sr-only">Loading workers</output>}
      <dl className={classNames(figureGrid(isOnly), isLost && 'text-muted')}>
        <Figure name="Heartbeat">{figures && (beatAgeMs === undefined ? '—' : `${formatAge(beatAgeMs)} ago`)}</Figure>
        <Figure name="Uptime">
          {figures && (nowMs === undefined || isLost ? '—' : formatSpan(Math.max(0, nowMs - figures.startedAtMs)))}
        </Figure>
        <Figure name="Version">{figures?.version}</Figure>
        <Figure name="Accounts">{figures?.accounts}</Figure>
        <Figure name="Memory (RSS)">{figures && `${figures.rssMb.toFixed(0)} MB`}</Figure>
        <Figure name="CPU">{figures && `${figures.cpuPct.toFixed(1)} %`}</Figure>
        <Figure name="Event-loop lag">{figures && formatLatency(figures.eventLoopLagMs)}</Figure>
      </dl>
      {(!figures || figures.queues) && <Queues queues={figures?.queues} isOnly={isOnly} isLost={isLost} />}
    </Card>
  );
}

interface QueuesProps {
  queues: WorkerReport['figures']['queues'];
  isOnly: boolean;
  isLost: boolean;
}

/** What waits in the worker, as its newest heartbeat tells. */
function Queues({ queues, isOnly, isLost }: QueuesProps) {
  return (
    <section aria-label="Queues" className="mt-3 border-t border-line pt-3">
      <dl className={classNames(figureGrid(isOnly), isLost && 'text-muted')}>
        <Figure name="Commands waiting">{queues?.commandsWaiting}</Figure>
        <Figure name="Commands running">{queues?.commandsRunning}</Figure>
        <Figure name="Writes waiting">{queues?.writesWaiting}</Figure>
      </dl>
    </section>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col justify-between">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-lg font-medium whitespace-nowrap max-sm:text-base">
        {children ?? <Skeleton className="h-4 w-14 align-middle" />}
      </dd>
    </div>
  );
}
