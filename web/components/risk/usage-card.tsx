'use client';

import { useMemo } from 'react';
import { AsOf } from '@/components/overview/as-of.tsx';
import { figureStyle } from '@/components/live/figure-style.ts';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import { Card } from '@/components/ui/card.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { Skeleton } from '@/components/ui/states.tsx';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import { instrumentLabel } from '@/format/names.ts';
import { formatMoney, unknownFigure } from '@/format/numbers.ts';
import type { Account } from '@/live/accounts.ts';
import { useFreshnessState } from '@/live/freshness.ts';
import { FigureFrame } from '@/components/charts/figure-frame.tsx';
import { formatLimit, limitWords } from './limit-words.ts';
import { levelOf, measuredLimits, type LimitUsage, type UsageLevel } from './limit-usage.ts';

const levels: Record<UsageLevel, { readonly text: string; readonly tone: Tone; readonly bar: string }> = {
  unknown: { text: 'Unknown', tone: 'warning', bar: 'bg-control' },
  ok: { text: 'Within', tone: 'neutral', bar: 'bg-info' },
  near: { text: '▲ Near', tone: 'warning', bar: 'bg-warning' },
  reached: { text: '✕ Reached', tone: 'down', bar: 'bg-down' },
};

export interface UsageCardProps {
  accounts: readonly Account[];
  usage: readonly LimitUsage[];
}

/** How much of each limit every account uses now. Limits hold for each account by itself. */
export function UsageCard({ accounts, usage }: UsageCardProps) {
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  return (
    <Card
      title="Limits used"
      actions={
        <span className="text-xs text-muted">
          <AsOf accountIds={ids} />
        </span>
      }
    >
      {accounts.length === 0 ? (
        <LoadingBars />
      ) : (
        <FigureFrame
          summary={summaryOf(usage)}
          chart={accounts.map((account) => (
            <AccountBars
              key={account.id}
              account={account}
              usage={usage.filter(({ accountId }) => accountId === account.id)}
            />
          ))}
          table={<UsageTable accounts={accounts} usage={usage} />}
        />
      )}
    </Card>
  );
}

/** As high as the limits of two accounts with their summary, so that little moves when they come. */
function LoadingBars() {
  return (
    <>
      <output className="sr-only">Loading limits</output>
      {[1, 2].map((section) => (
        <div key={section} className="mt-4 first:mt-0">
          <Skeleton className="mb-2 h-5 w-24" />
          <div className="grid gap-x-8 gap-y-3 lg:grid-cols-2">
            {measuredLimits.map((name) => (
              <div key={name} className="flex h-14 flex-col justify-between">
                <Skeleton className="h-4 w-3/4" />
                <Skeleton className="h-2 w-full" />
                <Skeleton className="h-4 w-1/3" />
              </div>
            ))}
          </div>
        </div>
      ))}
      <Skeleton className="mt-3 h-4 w-full" />
    </>
  );
}

function AccountBars({ account, usage }: { account: Account; usage: readonly LimitUsage[] }) {
  const figure = figureStyle(useFreshnessState(useMemo(() => [account.id], [account.id])));
  return (
    <section aria-label={`Limits of ${account.label}`} className="mt-4 first:mt-0">
      <h3 className="mb-2 text-sm font-medium">{account.label}</h3>
      <ul className="grid gap-x-8 gap-y-3 lg:grid-cols-2">
        {usage.map((item) => (
          <UsageBar key={item.name} account={account} usage={item} figure={figure} />
        ))}
      </ul>
    </section>
  );
}

function UsageBar({ account, usage, figure }: { account: Account; usage: LimitUsage; figure: string }) {
  const { name, ratio, used, limit } = usage;
  const { bar, text, tone } = levels[levelOf(usage)];
  const { title, unit } = limitWords[name];
  // The currency stands once, behind the limit, so that both fit beside the title.
  const isMoney = unit === 'money' && used !== undefined;
  return (
    <li className="min-w-0" data-testid="limit-usage" data-limit={name} data-account={account.id}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span>{title}</span>
        <span className="ml-auto">
          <span className={classNames('font-medium', figure)}>
            {isMoney ? formatMoney(used, account.currency) : formatLimit(name, used, account.currency)}
          </span>
          <span className="text-muted"> of {formatLimit(name, limit, account.currency)}</span>
        </span>
      </div>
      <div
        role="meter"
        aria-label={`${title} of ${account.label}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round((ratio ?? 0) * 100))}
        aria-valuetext={ratio === undefined ? 'unknown' : `${formatShare(ratio)} used, ${text}`}
        className="mt-1 h-2 overflow-hidden rounded-full bg-sunken"
      >
        <div className={classNames('h-full', bar)} style={{ width: `${Math.min(100, (ratio ?? 0) * 100)}%` }} />
      </div>
      {/* As high as with a badge, which comes and goes. */}
      <div className="mt-1 flex min-h-5 items-center justify-between gap-3 text-xs text-muted">
        <span className="min-w-0 truncate">
          {usage.from === 'account' ? 'the account’s own limit' : 'the desk’s limit'}
          {usage.instrumentId !== undefined && ` · ${instrumentLabel(usage.instrumentId)}`}
        </span>
        <span className="flex items-center gap-2">
          {formatShare(ratio)}
          {levelOf(usage) !== 'ok' && <Badge tone={tone}>{text}</Badge>}
        </span>
      </div>
    </li>
  );
}

function UsageTable({ accounts, usage }: UsageCardProps) {
  const accountOf = (id: string) => accounts.find((account) => account.id === id);
  return (
    <Table label="Limits used as a table" className="-mx-4">
      <thead>
        <tr>
          <Th>Account</Th>
          <Th>Limit</Th>
          <Th numeric>Used</Th>
          <Th numeric>Limit</Th>
          <Th numeric>Share</Th>
          <Th>From</Th>
        </tr>
      </thead>
      <tbody>
        {usage.map((item) => {
          const account = accountOf(item.accountId);
          const currency = account?.currency ?? '';
          return (
            <tr key={`${item.accountId} ${item.name}`}>
              <Td>{account?.label ?? item.accountId}</Td>
              <Td>{limitWords[item.name].title}</Td>
              <Td numeric>{formatLimit(item.name, item.used, currency)}</Td>
              <Td numeric>{formatLimit(item.name, item.limit, currency)}</Td>
              <Td numeric>{formatShare(item.ratio)}</Td>
              <Td>{item.from === 'account' ? 'Account' : 'Desk'}</Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

/** `0.824` is `82%`; what is over the limit says by how much. */
export function formatShare(ratio: number | undefined): string {
  return ratio === undefined ? unknownFigure : `${Math.floor(ratio * 100)}%`;
}

function summaryOf(usage: readonly LimitUsage[]): string {
  const count = (level: UsageLevel) => usage.filter((item) => levelOf(item) === level).length;
  const unknown = count('unknown');
  const most = usage.toSorted((a, b) => (b.ratio ?? 0) - (a.ratio ?? 0))[0];
  return [
    `${count('reached')} of ${usage.length} limits reached, ${count('near')} above 80%`,
    unknown > 0 ? `, ${unknown} unknown. ` : '. ',
    most?.ratio === undefined
      ? ''
      : `Most used: ${limitWords[most.name].title.toLowerCase()}, ${formatShare(most.ratio)}.`,
  ].join('');
}
