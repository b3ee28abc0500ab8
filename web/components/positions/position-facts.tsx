'use client';

import { useMemo, type ReactNode } from 'react';
import { positionValue, settleOf } from '@tapedeck/core/margin/position-value';
import type { Position } from '@tapedeck/core/model/position';
import { Figure } from '@/components/live/figure.tsx';
import { Pnl } from '@/components/live/pnl.tsx';
import { formatMoney, formatPrice, formatQuantity, formatSignedPercent, unknownFigure } from '@/format/numbers.ts';
import { formatInstant } from '@/format/times.ts';
import { useFreshnessState } from '@/live/freshness.ts';
import { useLiveTrading, wasOpenedElsewhere } from '@/live/live-trading.ts';
import { dataOf } from '@/live/loadable.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { ElsewhereMark, SideWord } from './position-row.tsx';

export interface PositionFactsProps {
  position: Position;
  accountId: string;
  /** Figures of a closed position are the last known ones. */
  isClosed: boolean;
}

/** Everything known of a position; what is not known is a dash. */
export function PositionFacts({ position, accountId, isClosed }: PositionFactsProps) {
  const zone = usePreference('timeZone');
  const accountState = useFreshnessState(useMemo(() => [accountId], [accountId]));
  const isElsewhere = wasOpenedElsewhere(dataOf(useLiveTrading(accountId)), position);
  const state = isClosed ? 'stale' : accountState;
  const currency = settleOf(position);
  const price = (value: string | undefined) => <Figure state={state}>{formatPrice(value, position.tickSize)}</Figure>;
  const base = position.instrumentId.split('-')[0] ?? '';
  return (
    <dl className="grid grid-cols-[auto_1fr] text-sm">
      <Fact label="Side">
        <SideWord side={position.side} />
      </Fact>
      <Fact label="Quantity">
        <Figure state={state}>{formatQuantity(position.quantity, position.stepSize)}</Figure> {base}
      </Fact>
      <Fact label="Value">
        <Figure state={state}>{formatMoney(positionValue(position), currency)}</Figure> {currency}
      </Fact>
      <Fact label="Entry price">{price(position.entryPrice)}</Fact>
      <Fact label="Mark price">{price(position.markPrice)}</Fact>
      <Fact label="Open P&L">
        <Pnl amount={position.unrealisedPnl} currency={currency} state={state} /> {currency}
      </Fact>
      <Fact label="Return on margin">
        <Figure state={state}>{formatSignedPercent(ratio(position.unrealisedPnl, position.initialMargin))}</Figure>
      </Fact>
      <Fact label="Margin">
        <Figure state={state}>{formatMoney(position.initialMargin, currency)}</Figure> {currency}
        {position.marginMode && <span className="text-muted">, {position.marginMode}</span>}
      </Fact>
      <Fact label="Leverage">
        <Figure state={state}>{position.leverage === undefined ? unknownFigure : `${position.leverage}×`}</Figure>
      </Fact>
      <Fact label="Liquidation price">
        {price(position.liquidationPrice)}
        <Distance from={position.markPrice} to={position.liquidationPrice} />
      </Fact>
      <Fact label="Stop loss">
        {price(position.stopLoss)}
        <Distance from={position.markPrice} to={position.stopLoss} />
      </Fact>
      <Fact label="Take profit">
        {price(position.takeProfit)}
        <Distance from={position.markPrice} to={position.takeProfit} />
      </Fact>
      {position.trailingStop !== undefined && <Fact label="Trailing stop">{price(position.trailingStop)}</Fact>}
      <Fact label="Opened">
        {position.openedAtMs === undefined ? unknownFigure : formatInstant(position.openedAtMs, zone)}
        {isElsewhere && <ElsewhereMark />}
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="border-b border-line py-1.5 pr-6 text-muted">{label}</dt>
      <dd className="border-b border-line py-1.5 text-right">{children}</dd>
    </div>
  );
}

/** How far the mark price is from a level. */
function Distance({ from, to }: { from: string | undefined; to: string | undefined }) {
  const distance = from === undefined || to === undefined ? undefined : Number(to) / Number(from) - 1;
  return distance === undefined ? null : (
    <span className="ml-2 text-xs text-muted">{formatSignedPercent(distance)}</span>
  );
}

function ratio(part: string | undefined, whole: string | undefined): number | undefined {
  return part === undefined || whole === undefined || Number(whole) === 0 ? undefined : Number(part) / Number(whole);
}
