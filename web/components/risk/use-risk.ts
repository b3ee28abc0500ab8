'use client';

import { useMemo } from 'react';
import { positionValue, settleOf } from '@tapedeck/core/margin/position-value';
import { useDayStarts } from '@/components/overview/use-totals.ts';
import type { AccountLive } from '@/live/account-live.ts';
import type { Account } from '@/live/accounts.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { dataOf, type Loadable } from '@/live/loadable.ts';
import { useRiskInputs } from '@/live/risk-inputs.ts';
import { profitSince } from '@/live/totals.ts';
import { useAccountsValue } from '@/live/use-account-live.ts';
import type { HeldPosition } from './exposure.ts';
import { usageOf, type LimitUsage } from './limit-usage.ts';

/** What is at risk on some accounts at this moment. */
export interface Risk {
  /** Undefined until the accounts are known and each has told. */
  readonly positions: readonly HeldPosition[] | undefined;
  /** Of every account, unknown where it has not told. */
  readonly usage: readonly LimitUsage[];
}

interface Reading {
  readonly equity: string | undefined;
  /** Undefined until the account has told; one that has never been synced holds none. */
  readonly positions: readonly Omit<HeldPosition, 'accountId'>[] | undefined;
}

/** Moves with the figures: renders when one of them changes. */
export function useRisk(accounts: readonly Account[]): Risk {
  const { desk } = useMembership();
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const readings = useAccountsValue(ids, readAll, sameReadings);
  const inputs = useRiskInputs(ids);
  const dayStarts = useDayStarts(accounts);
  return useMemo(() => {
    const held = accounts.map(({ id: accountId }, index) =>
      readings[index]?.positions?.map((position): HeldPosition => ({ accountId, ...position })),
    );
    const usage = accounts.flatMap((account, index) =>
      usageOf({
        desk,
        account,
        positions: held[index],
        input: inputs?.get(account.id),
        dayPnl: profitSince(dayStarts.get(account.id)?.base, readings[index]?.equity),
      }),
    );
    const known = held.filter((positions) => positions !== undefined);
    const isWhole = accounts.length > 0 && known.length === accounts.length;
    return { usage, positions: isWhole ? known.flat() : undefined };
  }, [accounts, desk, readings, inputs, dayStarts]);
}

function readAll(lives: readonly Loadable<AccountLive>[]): readonly Reading[] {
  return lives.map((loadable) => {
    const live = dataOf(loadable);
    const positions = live?.positions ?? (loadable.status === 'idle' ? [] : undefined);
    return {
      equity: live?.figures.equity,
      positions: positions?.map((position) => ({
        instrumentId: position.instrumentId,
        slot: position.slot,
        side: position.side,
        quantity: position.quantity,
        value: positionValue(position),
        currency: settleOf(position),
        leverage: position.leverage,
      })),
    };
  });
}

function sameReadings(a: readonly Reading[], b: readonly Reading[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
