'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { Badge } from '@/components/ui/badge.tsx';
import { Card } from '@/components/ui/card.tsx';
import { ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import { instrumentLabel } from '@/format/names.ts';
import { formatDateMinute, zoneName } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import { useActivity } from '@/live/activity.ts';
import { dataOf } from '@/live/loadable.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { groupDenials, type DenialGroup } from './denials.ts';
import { formatLimit, limitWords } from './limit-words.ts';
import { levelOf, type LimitUsage } from './limit-usage.ts';
import { formatShare } from './usage-card.tsx';

/** How many of the newest commands are looked through. */
const looksAt = 200;

export interface BreachesCardProps {
  accounts: readonly Account[];
  /** The account that the page is about; all of them without one. */
  accountId: string | undefined;
  usage: readonly LimitUsage[];
}

/** Limits that are near or reached now, and the orders that were denied of late, by reason. */
export function BreachesCard({ accounts, accountId, usage }: BreachesCardProps) {
  const near = usage
    .filter((item) => ['near', 'reached'].includes(levelOf(item)))
    .toSorted((a, b) => (b.ratio ?? 0) - (a.ratio ?? 0));
  return (
    <Card title="Breaches">
      <h3 className="text-sm font-medium">Limits above 80% now</h3>
      {near.length === 0 ? (
        <p className="mt-1 text-sm text-muted">
          {usage.some(({ ratio }) => ratio !== undefined) ? 'None. Every known limit has room.' : 'Not known yet.'}
        </p>
      ) : (
        <ul className="mt-1">
          {near.map((item) => (
            <NearLimit
              key={`${item.accountId} ${item.name}`}
              usage={item}
              account={accounts.find(({ id }) => id === item.accountId)}
            />
          ))}
        </ul>
      )}
      <h3 className="mt-5 text-sm font-medium">Denied orders</h3>
      <Denials accountId={accountId} />
    </Card>
  );
}

function NearLimit({ usage, account }: { usage: LimitUsage; account: Account | undefined }) {
  const currency = account?.currency ?? '';
  const isReached = levelOf(usage) === 'reached';
  return (
    <li className="flex items-start gap-3 border-b border-line py-2 text-sm last:border-0">
      <Badge tone={isReached ? 'down' : 'warning'}>
        {isReached ? '✕' : '▲'} {formatShare(usage.ratio)}
      </Badge>
      <span className="min-w-0">
        {account?.label}: {limitWords[usage.name].title.toLowerCase()} {formatLimit(usage.name, usage.used, currency)}{' '}
        of {formatLimit(usage.name, usage.limit, currency)}
        {usage.instrumentId !== undefined && ` in ${instrumentLabel(usage.instrumentId)}`}
        {isReached && <span className="text-muted">: {consequenceOf(usage)}</span>}
      </span>
    </li>
  );
}

/** What a reached limit means for the money. */
function consequenceOf({ name }: LimitUsage): string {
  if (name === 'maxDailyLoss') return 'entries have ended until 00:00 UTC, closing stays possible.';
  return name === 'maxLeverage'
    ? 'entries there are denied until the setting is lowered.'
    : 'what adds to it is denied, closing stays possible.';
}

function Denials({ accountId }: { accountId: string | undefined }) {
  const found = useActivity(looksAt, { kind: 'command', accountId });
  const entries = dataOf(found);
  const groups = useMemo(() => groupDenials(entries ?? []), [entries]);
  if (!entries) {
    return found.status === 'error' ? (
      <ErrorState title="Denied orders could not be loaded" message={found.error.message} />
    ) : (
      <SkeletonRows rows={2} label="Loading denied orders" />
    );
  }
  if (groups.length === 0)
    return <p className="mt-1 text-sm text-muted">No order was denied among the newest {entries.length} commands.</p>;
  return (
    <ul className="mt-1">
      {groups.map((group) => (
        <DenialLine key={group.code} group={group} />
      ))}
    </ul>
  );
}

function DenialLine({ group: { title, count, last, message } }: { group: DenialGroup }) {
  const zone = usePreference('timeZone');
  return (
    <li className="border-b border-line py-2 text-sm last:border-0" data-testid="denial">
      <div className="flex items-baseline justify-between gap-3">
        <span>
          {title} <span className="text-muted">× {count}</span>
        </span>
        <Link
          href={`/activity?entry=${encodeURIComponent(last.id)}`}
          className="shrink-0 text-xs text-accent underline-offset-4 hover:underline max-md:py-3"
        >
          Last: {formatDateMinute(last.atMs, zone)} {zoneName(zone, last.atMs)}
        </Link>
      </div>
      <p className="text-xs text-muted">
        {last.actor.name}: {message}
      </p>
    </li>
  );
}
