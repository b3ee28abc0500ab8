'use client';

import { useMemo, useState } from 'react';
import { figureStyle } from '@/components/live/figure-style.ts';
import { Card } from '@/components/ui/card.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { EmptyState, SkeletonRows } from '@/components/ui/states.tsx';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import { Segments } from '@/components/ui/tabs.tsx';
import { instrumentLabel } from '@/format/names.ts';
import { formatMoney, formatSignedMoney } from '@/format/numbers.ts';
import type { Account } from '@/live/accounts.ts';
import { useFreshnessState } from '@/live/freshness.ts';
import { sumExposure, type ExposureRow, type HeldPosition } from './exposure.ts';
import { FigureFrame } from '@/components/charts/figure-frame.tsx';

const views = [
  { value: 'instrument', label: 'By instrument' },
  { value: 'account', label: 'By account' },
] as const;
type View = (typeof views)[number]['value'];

export interface ExposureCardProps {
  accounts: readonly Account[];
  /** Undefined until they are known. */
  positions: readonly HeldPosition[] | undefined;
}

/** What stands long and short at mark prices: short to the left, long to the right of one line. */
export function ExposureCard({ accounts, positions }: ExposureCardProps) {
  const [view, setView] = useState<View>('instrument');
  const figure = figureStyle(useFreshnessState(useMemo(() => accounts.map(({ id }) => id), [accounts])));
  const labelOf = (key: string) =>
    view === 'instrument' ? instrumentLabel(key) : (accounts.find(({ id }) => id === key)?.label ?? key);
  const rows = useMemo(
    () => sumExposure(positions ?? [], (position) => position[view === 'instrument' ? 'instrumentId' : 'accountId']),
    [positions, view],
  );
  return (
    <Card title="Exposure" actions={<Segments label="Exposure by" value={view} onChange={setView} options={views} />}>
      {!positions ? (
        <SkeletonRows rows={4} label="Loading exposure" />
      ) : rows.length === 0 ? (
        <EmptyState title="No open positions">Nothing is at risk on the market now.</EmptyState>
      ) : (
        <FigureFrame
          summary={summaryOf(positions, rows, labelOf)}
          chart={<ExposureBars rows={rows} labelOf={labelOf} figure={figure} />}
          table={
            <ExposureTable rows={rows} labelOf={labelOf} heading={view === 'instrument' ? 'Instrument' : 'Account'} />
          }
        />
      )}
    </Card>
  );
}

interface RowsProps {
  rows: readonly ExposureRow[];
  labelOf: (key: string) => string;
}

function ExposureBars({ rows, labelOf, figure }: RowsProps & { figure: string }) {
  const largest = Math.max(...rows.flatMap(({ long, short }) => [Number(long ?? 0), Number(short ?? 0)]));
  const share = (amount: string | undefined) => `${largest > 0 ? (Number(amount ?? 0) / largest) * 100 : 0}%`;
  return (
    <ul className="flex flex-col gap-3">
      {rows.map(({ key, currency, long, short, net, gross }) => (
        <li key={`${key} ${currency}`} className="min-w-0" data-testid="exposure" data-key={key}>
          <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
            <span className="font-medium">{labelOf(key)}</span>
            <span className={classNames('text-xs', figure || 'text-muted')}>
              net {formatSignedMoney(net, currency)} · gross {formatMoney(gross, currency)} {currency}
            </span>
          </div>
          <div aria-hidden className="mt-1 grid grid-cols-2">
            <div className="flex h-3 justify-end rounded-l-full border-r border-control bg-sunken">
              <div className="h-full rounded-l-full bg-down" style={{ width: share(short) }} />
            </div>
            <div className="flex h-3 rounded-r-full bg-sunken">
              <div className="h-full rounded-r-full bg-up" style={{ width: share(long) }} />
            </div>
          </div>
          <div className="mt-0.5 grid grid-cols-2 gap-4 text-xs text-muted">
            <span>Short {formatMoney(short, currency)}</span>
            <span className="text-right">Long {formatMoney(long, currency)}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}

function ExposureTable({ rows, labelOf, heading }: RowsProps & { heading: string }) {
  return (
    <Table label="Exposure as a table" className="-mx-4">
      <thead>
        <tr>
          <Th>{heading}</Th>
          <Th numeric>Long</Th>
          <Th numeric>Short</Th>
          <Th numeric>Net</Th>
          <Th numeric>Gross</Th>
          <Th>Currency</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, currency, long, short, net, gross }) => (
          <tr key={`${key} ${currency}`}>
            <Td>{labelOf(key)}</Td>
            <Td numeric>{formatMoney(long, currency)}</Td>
            <Td numeric>{formatMoney(short, currency)}</Td>
            <Td numeric>{formatSignedMoney(net, currency)}</Td>
            <Td numeric>{formatMoney(gross, currency)}</Td>
            <Td>{currency}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function summaryOf(
  positions: readonly HeldPosition[],
  rows: readonly ExposureRow[],
  labelOf: (key: string) => string,
): string {
  const totals = sumExposure(positions, () => 'all').map(
    ({ currency, net, gross }) =>
      `net ${formatSignedMoney(net, currency)}, gross ${formatMoney(gross, currency)} ${currency}`,
  );
  const first = rows[0];
  const largest = first?.gross === undefined ? '' : ` Largest: ${labelOf(first.key)}.`;
  return `${positions.length} ${positions.length === 1 ? 'position' : 'positions'}: ${totals.join('; ')}.${largest}`;
}
