'use client';

import { useCallback, useMemo } from 'react';
import type { AccountFigures } from '@tapedeck/core/model/account';
import type { Account } from '@/live/accounts.ts';
import { useNowValue } from '@/live/clock.ts';
import { toDay } from '@tapedeck/core/documents';
import { equityAtDayStart, toDayStart, useEquity, type DayStart } from '@/live/equity.ts';
import { useTradingsById } from '@/live/live-trading.ts';
import { dataOf } from '@/live/loadable.ts';
import {
  figureParts,
  profitSince,
  sameTotals,
  sumByCurrency,
  sumOpenRisk,
  type OpenRiskTotal,
  type Total,
} from '@/live/totals.ts';
import { useAccountsValue } from '@/live/use-account-live.ts';

/** A figure of the account, summed over the accounts by currency. */
export function useTotal(accounts: readonly Account[], figure: keyof AccountFigures): readonly Total[] {
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const derive = useCallback<Parameters<typeof useAccountsValue<readonly Total[]>>[1]>(
    (lives) =>
      sumByCurrency(
        figureParts(
          accounts.map(({ currency }) => currency),
          lives,
          figure,
        ),
      ),
    [accounts, figure],
  );
  return useAccountsValue(ids, derive, sameTotals);
}

/** Open risk by currency; undefined until every account has told what it holds. */
export function useOpenRisk(accounts: readonly Account[]): readonly OpenRiskTotal[] | undefined {
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const derive = useCallback<Parameters<typeof useAccountsValue<readonly OpenRiskTotal[] | undefined>>[1]>(
    (lives) =>
      sumOpenRisk(
        accounts.map(({ currency }) => currency),
        lives,
      ),
    [accounts],
  );
  return useAccountsValue(ids, derive, sameOpenRisk);
}

function sameOpenRisk(a: readonly OpenRiskTotal[] | undefined, b: readonly OpenRiskTotal[] | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What today's P&L of each account is counted from, by account id. */
export function useDayStarts(accounts: readonly Account[]): ReadonlyMap<string, DayStart> {
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const today = useNowValue(toDay);
  const curves = dataOf(useEquity(ids, '1D'));
  const tradings = useTradingsById(ids);
  return useMemo(() => {
    const starts = new Map<string, DayStart>();
    if (today === undefined) return starts;
    for (const curve of curves ?? []) {
      const start = equityAtDayStart(curve, Date.parse(today));
      const moved = tradings?.get(curve.accountId)?.movedToday;
      if (start !== undefined) starts.set(curve.accountId, toDayStart(start, moved, today));
    }
    return starts;
  }, [curves, tradings, today]);
}

export interface TodaysPnl extends Total {
  /** Equity that it is counted from, with what has come in or gone out since. */
  readonly start: string | undefined;
}

/** Today's P&L by currency, and since when it is counted: midnight, or the first point that was stored after it. */
export function useTodaysPnl(accounts: readonly Account[]): {
  readonly totals: readonly TodaysPnl[];
  readonly sinceMs: number | undefined;
} {
  const starts = useDayStarts(accounts);
  const equity = useTotal(accounts, 'equity');
  return useMemo(() => {
    const startTotals = sumByCurrency(accounts.map(({ id, currency }) => ({ currency, amount: starts.get(id)?.base })));
    const totals = equity.map(({ currency, amount }) => {
      const start = startTotals.find((total) => total.currency === currency)?.amount;
      return { currency, start, amount: profitSince(start, amount) };
    });
    const times = [...starts.values()].map(({ atMs }) => atMs);
    return { totals, sinceMs: times.length === 0 ? undefined : Math.max(...times) };
  }, [accounts, starts, equity]);
}
