'use client';

import { useCallback, useMemo } from 'react';
import { addDecimals } from '@tapedeck/core/decimal-arithmetic';
import { positionValue, settleOf } from '@tapedeck/core/margin/position-value';
import type { Position } from '@tapedeck/core/model/position';
import { Pnl } from '@/components/live/pnl.tsx';
import { Figure } from '@/components/live/figure.tsx';
import { formatMoney } from '@/format/numbers.ts';
import type { Account } from '@/live/accounts.ts';
import type { AccountLive } from '@/live/account-live.ts';
import { useFreshness } from '@/live/freshness.ts';
import { FreshnessMark } from '@/components/live/freshness-mark.tsx';
import { dataOf, type Loadable } from '@/live/loadable.ts';
import { useAccountsValue } from '@/live/use-account-live.ts';

/** Sums over positions that settle in one currency. A part that is unknown makes its sum unknown. */
export interface Exposure {
  readonly currency: string;
  readonly count: number;
  readonly long: string | undefined;
  readonly short: string | undefined;
  readonly margin: string | undefined;
  readonly openPnl: string | undefined;
}

function plus(sum: string | undefined, amount: string | undefined): string | undefined {
  return sum === undefined || amount === undefined ? undefined : addDecimals(sum, amount);
}

/** Sums of one account's positions, which most updates of the others leave as they are. */
const knownExposures = new WeakMap<readonly Position[], readonly Exposure[]>();

function exposureOf(positions: readonly Position[]): readonly Exposure[] {
  let exposures = knownExposures.get(positions);
  if (!exposures) {
    exposures = addUp(positions.map(toExposure));
    knownExposures.set(positions, exposures);
  }
  return exposures;
}

function toExposure(position: Position): Exposure {
  const value = positionValue(position);
  return {
    currency: settleOf(position),
    count: 1,
    long: position.side === 'long' ? value : '0',
    short: position.side === 'short' ? value : '0',
    margin: position.initialMargin,
    openPnl: position.unrealisedPnl,
  };
}

function addUp(parts: readonly Exposure[]): readonly Exposure[] {
  const byCurrency = new Map<string, Exposure>();
  for (const part of parts) {
    const sum = byCurrency.get(part.currency);
    byCurrency.set(
      part.currency,
      sum
        ? {
            currency: part.currency,
            count: sum.count + part.count,
            long: plus(sum.long, part.long),
            short: plus(sum.short, part.short),
            margin: plus(sum.margin, part.margin),
            openPnl: plus(sum.openPnl, part.openPnl),
          }
        : part,
    );
  }
  return [...byCurrency.values()];
}

export function sumExposure(lives: readonly Loadable<AccountLive>[]): readonly Exposure[] {
  return addUp(lives.flatMap((live) => exposureOf(dataOf(live)?.positions ?? none)));
}

const none: readonly Position[] = [];

function sameExposure(a: readonly Exposure[], b: readonly Exposure[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What all open positions come to, by currency. */
export function PositionTotals({ accounts }: { accounts: readonly Account[] }) {
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const derive = useCallback((lives: readonly Loadable<AccountLive>[]) => sumExposure(lives), []);
  const exposures = useAccountsValue(ids, derive, sameExposure);
  const freshness = useFreshness(ids);
  const { state } = freshness;
  const unknown: Exposure = {
    currency: '',
    count: 0,
    long: undefined,
    short: undefined,
    margin: undefined,
    openPnl: undefined,
  };
  const shown = exposures.length > 0 ? exposures : [unknown];
  return shown.map(({ currency, count, long, short, margin, openPnl }) => (
    <dl
      key={currency}
      className="grid grid-cols-2 gap-x-6 gap-y-2 rounded-card border border-line bg-panel px-4 py-3 md:grid-cols-5"
    >
      <Total label={count === 1 ? 'Position' : 'Positions'} note={<FreshnessMark freshness={freshness} />}>
        <Figure state={state}>{String(count)}</Figure>
      </Total>
      <Total label="Open P&L" note={currency}>
        <Pnl amount={openPnl} currency={currency} state={state} />
      </Total>
      <Total label="Long" note={currency}>
        <Figure state={state}>{formatMoney(long, currency)}</Figure>
      </Total>
      <Total label="Short" note={currency}>
        <Figure state={state}>{formatMoney(short, currency)}</Figure>
      </Total>
      <Total label="Margin in use" note={currency}>
        <Figure state={state}>{formatMoney(margin, currency)}</Figure>
      </Total>
    </dl>
  ));
}

function Total({ label, note, children }: { label: string; note: React.ReactNode; children: React.ReactNode }) {
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
