'use client';

import { useMemo } from 'react';
import { addDecimals } from '@tapedeck/core/decimal-arithmetic';
import { collections, toDay } from '@tapedeck/core/documents';
import type { EquityDayDocument } from '@tapedeck/core/documents/desk-records';
import type { LiveTradingDocument } from '@tapedeck/core/documents/trading-documents';
import { useNowValue } from './clock.ts';
import { useMembership } from './desk-context.tsx';
import { watchQuery, type Entry } from './listen.ts';
import { mapLoadable, type Loadable } from './loadable.ts';
import { withSavedCopy } from './saved-copy.ts';
import { equityCopy } from './saved-equity.ts';
import { useResource, type Sourced } from './use-resource.ts';
import { watchEach } from './watch-each.ts';

export const equityRanges = ['1D', '1W'] as const;
export type EquityRange = (typeof equityRanges)[number];

/** Days read for a range: a rolling day touches two of them. */
const daysOf: Record<EquityRange, number> = { '1D': 2, '1W': 8 };
const dayMs = 86_400_000;

export interface EquityPoint {
  readonly atMs: number;
  readonly equity: string;
}

export interface AccountEquity {
  readonly accountId: string;
  readonly currency: string;
  /** Oldest first. */
  readonly points: readonly EquityPoint[];
}

/** The equity curves of some accounts over a range; an account without any history is left out. */
export function useEquity(accountIds: readonly string[], range: EquityRange): Loadable<readonly AccountEquity[]> {
  const { deskId } = useMembership();
  const today = useNowValue(toDay);
  const fromDay = today === undefined ? undefined : toDay(Date.parse(today) - (daysOf[range] - 1) * dayMs);
  const isReady = fromDay !== undefined && accountIds.length > 0;
  const key = isReady ? ['equity', deskId, fromDay, ...accountIds] : undefined;
  const found = useResource<ReadonlyMap<string, Sourced<AccountEquity | undefined>>>(
    key,
    watchEach(accountIds, (accountId) =>
      withSavedCopy(
        ['equity', range, deskId, accountId],
        (observer) =>
          watchQuery<EquityDayDocument>(
            collections.equity(deskId, accountId),
            (sdk) => [sdk.where(sdk.documentId(), '>=', fromDay), sdk.orderBy(sdk.documentId())],
            {
              next: ({ value, saved }) => observer.next({ value: toAccountEquity(accountId, value), saved }),
              fail: observer.fail,
            },
          ),
        equityCopy(fromDay ?? ''),
      ),
    ),
  );
  return useMemo(
    () => mapLoadable(found, (curves) => [...curves.values()].flatMap(({ value }) => value ?? [])),
    [found],
  );
}

function toAccountEquity(accountId: string, days: readonly Entry<EquityDayDocument>[]): AccountEquity | undefined {
  const currency = days[0]?.data.currency;
  if (currency === undefined) return undefined;
  const points = days.flatMap(({ data: { atMs, equity } }) =>
    atMs.flatMap((at, index) => {
      const value = equity[index];
      return value === undefined ? [] : [{ atMs: at, equity: value }];
    }),
  );
  return { accountId, currency, points };
}

/** What today's P&L is counted from. */
export interface DayStart extends EquityPoint {
  /** Equity at that point and what has come in or gone out since; undefined while that is not known. */
  readonly base: string | undefined;
}

/**
 * What came in or went out on `day` without a trade is no result of it. The worker tells of it with the first such change
 * of a day: what it told on an earlier one means nothing since.
 */
export function toDayStart(point: EquityPoint, moved: LiveTradingDocument['movedToday'], day: string): DayStart {
  const amount = moved && moved.day < day ? '0' : moved?.amount;
  return { ...point, base: amount === undefined ? undefined : addDecimals(point.equity, amount) };
}

/** The first point of the UTC day that `nowMs` lies in: what today's P&L is counted from. */
export function equityAtDayStart(account: AccountEquity, nowMs: number): EquityPoint | undefined {
  const startMs = Date.parse(toDay(nowMs));
  return account.points.find(({ atMs }) => atMs >= startMs);
}
