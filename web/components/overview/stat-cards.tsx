'use client';

import { useMemo, type ReactNode } from 'react';
import { toDay } from '@tapedeck/core/documents';
import { Figure } from '@/components/live/figure.tsx';
import { Pnl } from '@/components/live/pnl.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import { formatMoney, formatSignedPercent } from '@/format/numbers.ts';
import { formatMinute, zoneName } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import { useFreshnessState, type ShownState } from '@/live/freshness.ts';
import type { OpenRiskTotal, Total } from '@/live/totals.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { AsOf } from './as-of.tsx';
import { StatCard } from './stat-card.tsx';
import { useOpenRisk, useTodaysPnl, useTotal } from './use-totals.ts';

/** A point a minute is stored: the first of a day comes within two. */
const midnightToleranceMs = 120_000;

/** Equity, today's P&L, open risk and free margin of the chosen accounts, each as fresh as its worst part. */
export function StatCards({ accounts }: { accounts: readonly Account[] }) {
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const state = useFreshnessState(ids);
  const equity = useTotal(accounts, 'equity');
  const openPnl = useTotal(accounts, 'unrealisedPnl');
  const free = useTotal(accounts, 'freeMargin');
  const today = useTodaysPnl(accounts);
  const risk = useOpenRisk(accounts);
  const age = <AsOf accountIds={ids} />;
  const isWaiting = state === 'pending';
  return (
    <dl className="grid grid-cols-2 gap-3 max-md:gap-2 lg:grid-cols-4">
      <StatCard label="Equity" note={isWaiting ? null : <OpenPnl totals={openPnl} state={state} />} age={age}>
        <Amounts totals={equity} state={state} isWaiting={isWaiting} />
      </StatCard>
      <StatCard label="Today’s P&L" note={<TodayNote today={today} />} age={age}>
        <Figures totals={today.totals} isWaiting={isWaiting}>
          {({ currency, amount }) => <Pnl amount={amount} currency={currency} state={state} />}
        </Figures>
      </StatCard>
      <StatCard label="Open risk" note={risk && <WithoutStop risk={risk} state={state} />} age={age}>
        <Figures totals={risk ?? []} isWaiting={isWaiting || !risk}>
          {(total) => <AtStops risk={total} state={state} />}
        </Figures>
      </StatCard>
      <StatCard label="Free margin" note={<FreeShare free={free} equity={equity} />} age={age}>
        <Amounts totals={free} state={state} isWaiting={isWaiting} />
      </StatCard>
    </dl>
  );
}

function Amounts({ totals, state, isWaiting }: { totals: readonly Total[]; state: ShownState; isWaiting: boolean }) {
  return (
    <Figures totals={totals} isWaiting={isWaiting}>
      {({ currency, amount }) => <Figure state={state}>{formatMoney(amount, currency)}</Figure>}
    </Figures>
  );
}

interface FiguresProps<T> {
  totals: readonly T[];
  isWaiting: boolean;
  children: (total: T) => ReactNode;
}

/** One line a currency; what has not arrived yet is a bar of a figure's size. */
function Figures<T extends { readonly currency: string }>({ totals, isWaiting, children }: FiguresProps<T>) {
  if (isWaiting || totals.length === 0) {
    return (
      <span>
        <Skeleton className="h-6 w-32 max-w-full align-middle" />
      </span>
    );
  }
  return totals.map((total) => (
    <span key={total.currency} className="flex flex-wrap items-baseline gap-x-1.5">
      {children(total)}
      <span className="text-xs font-normal text-muted">{total.currency}</span>
    </span>
  ));
}

function OpenPnl({ totals, state }: { totals: readonly Total[]; state: ShownState }) {
  return totals.map(({ currency, amount }) => (
    <span key={currency} className="block">
      Open P&L <Pnl amount={amount} currency={currency} state={state} />
      {totals.length > 1 && ` ${currency}`}
    </span>
  ));
}

/** Where no position has a stop, a loss of zero would be the opposite of the truth. */
function AtStops({
  risk: { currency, atStops, stopped, unstopped },
  state,
}: {
  risk: OpenRiskTotal;
  state: ShownState;
}) {
  const isOpenEnded = stopped === 0 && unstopped > 0;
  return <Figure state={state}>{isOpenEnded ? 'No stops' : formatMoney(atStops, currency)}</Figure>;
}

function WithoutStop({ risk, state }: { risk: readonly OpenRiskTotal[]; state: ShownState }) {
  if (risk.every(({ unstopped }) => unstopped === 0)) return 'if every stop is hit';
  return risk
    .filter(({ unstopped }) => unstopped > 0)
    .map(({ currency, unstopped, unstoppedValue }) => (
      <span key={currency} className="block">
        <span className="text-warning">
          + {unstopped} <span className="max-xl:sr-only">{unstopped === 1 ? 'position' : 'positions'} </span>without a
          stop,
        </span>{' '}
        <span className="whitespace-nowrap">
          exposure <Figure state={state}>{formatMoney(unstoppedValue, currency)}</Figure>
        </span>
        {risk.length > 1 && ` ${currency}`}
      </span>
    ));
}

function TodayNote({ today: { totals, sinceMs } }: { today: ReturnType<typeof useTodaysPnl> }) {
  const zone = usePreference('timeZone');
  if (sinceMs === undefined) return 'since 00:00 UTC';
  const isMidnight = sinceMs - Date.parse(toDay(sinceMs)) < midnightToleranceMs;
  const since = isMidnight ? 'since 00:00 UTC' : `since ${formatMinute(sinceMs, zone)} ${zoneName(zone, sinceMs)}`;
  const only = totals.length === 1 ? totals[0] : undefined;
  const start = Number(only?.start);
  if (!only?.amount || !(start > 0)) return since;
  return `${formatSignedPercent(Number(only.amount) / start)} ${since}`;
}

function FreeShare({ free, equity }: { free: readonly Total[]; equity: readonly Total[] }) {
  const part = Number(free[0]?.amount);
  const whole = Number(equity[0]?.amount);
  if (free.length !== 1 || !(whole > 0) || Number.isNaN(part)) return null;
  return `${((part / whole) * 100).toFixed(1)}% of equity`;
}
