'use client';

import { useCallback, useMemo, useState } from 'react';
import { LineChart, type LineSeries } from '@/components/charts/line-chart.tsx';
import { Card } from '@/components/ui/card.tsx';
import { EmptyState, ErrorState } from '@/components/ui/states.tsx';
import { Segments } from '@/components/ui/tabs.tsx';
import { formatDecimal, formatSignedPercent } from '@/format/numbers.ts';
import { formatDateMinute, formatMinute, zoneName } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import { useNowValue } from '@/live/clock.ts';
import { equityRanges, useEquity, type AccountEquity, type EquityRange } from '@/live/equity.ts';
import { sumCurves, type CurvePoint } from '@/live/equity-curve.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

const rangeMs: Record<EquityRange, number> = { '1D': 86_400_000, '1W': 7 * 86_400_000 };
const chartHeight = 264;
const ranges = equityRanges.map((value): { value: EquityRange; label: string } => ({ value, label: value }));

/** Equity of the chosen accounts over the last day or week. */
export function EquityCard({ accounts }: { accounts: readonly Account[] }) {
  const [range, setRange] = useState<EquityRange>('1D');
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const equity = useEquity(ids, range);
  return (
    <Card title="Equity" actions={<Segments label="Range" value={range} onChange={setRange} options={ranges} />}>
      <div style={{ minHeight: chartHeight + 32 }}>
        {equity.status === 'error' && (
          <ErrorState title="The equity curve could not be loaded" message={equity.error.message} />
        )}
        {equity.status === 'success' && <Curve curves={equity.data} range={range} />}
      </div>
    </Card>
  );
}

function Curve({ curves, range }: { curves: readonly AccountEquity[]; range: EquityRange }) {
  const zone = usePreference('timeZone');
  // A minute is fine enough for where the range begins.
  const minute = useNowValue((nowMs) => Math.floor(nowMs / 60_000)) ?? 0;
  const currency = curves[0]?.currency ?? '';
  const points = useMemo(
    () =>
      sumCurves(
        curves.filter((curve) => curve.currency === currency),
        minute * 60_000 - rangeMs[range],
      ),
    [curves, currency, minute, range],
  );
  const series = useMemo<readonly LineSeries[]>(() => [{ label: 'Equity', points, colour: '--accent' }], [points]);
  const formatX = useCallback(
    (ms: number) => (range === '1D' ? formatMinute(ms, zone) : formatDateMinute(ms, zone)),
    [range, zone],
  );
  if (points.length === 0) {
    return (
      <EmptyState title="No history yet">
        The worker stores a point a minute. The curve begins with the first of them.
      </EmptyState>
    );
  }
  const leftOut = curves.length - curves.filter((curve) => curve.currency === currency).length;
  const summary = [
    describe(points, currency, range),
    leftOut > 0 ? `${leftOut} account(s) in another currency are not in it.` : '',
    `Times in ${zoneName(zone, minute * 60_000)}.`,
  ].join(' ');
  return (
    <LineChart
      label="Equity"
      xTitle="Time"
      series={series}
      formatX={formatX}
      formatY={formatEquity}
      summary={summary}
      height={chartHeight}
    />
  );
}

function formatEquity(value: number): string {
  return formatDecimal(value.toFixed(2), 2);
}

function describe(points: readonly CurvePoint[], currency: string, range: EquityRange): string {
  const first = points[0]?.y ?? 0;
  const last = points.at(-1)?.y ?? 0;
  const values = points.map(({ y }) => y);
  const change = first > 0 ? ` (${formatSignedPercent(last / first - 1)})` : '';
  const over = range === '1D' ? 'the last 24 hours' : 'the last 7 days';
  return (
    `From ${formatEquity(first)} to ${formatEquity(last)} ${currency}${change} over ${over}; ` +
    `low ${formatEquity(Math.min(...values))}, high ${formatEquity(Math.max(...values))}.`
  );
}
