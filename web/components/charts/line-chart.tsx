'use client';

import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import { FigureFrame } from './figure-frame.tsx';

export interface LineSeries {
  readonly label: string;
  /** Oldest first. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Colour token such as `--up`; without it the next of the chart colours. */
  readonly colour?: string;
}

export interface LineChartProps {
  /** What the chart shows, for the table's name. */
  label: string;
  /** At most six. */
  series: readonly LineSeries[];
  /** Keep these two stable between renders: a new one draws the chart anew. */
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  /** The chart in one or two sentences. */
  summary: string;
  xTitle: string;
  /** Height of the drawing in pixels. */
  height?: number;
  beginAtZero?: boolean;
}

const LineCanvas = dynamic(() => import('./line-canvas.tsx').then((module) => module.LineCanvas), { ssr: false });

const tableRows = 48;

/** A line chart with its summary in words and the same data as a table; the drawing code is loaded when first shown. */
export function LineChart(props: LineChartProps) {
  const { label, series, formatX, formatY, summary, xTitle, height = 260 } = props;
  const frame = (content: ReactNode) => (
    <div className="relative min-w-0 overflow-hidden" style={{ height }}>
      {content}
    </div>
  );
  const table = (
    <Table label={`${label} as a table`} className="h-full">
      <thead>
        <tr>
          <Th>{xTitle}</Th>
          {series.map((line) => (
            <Th key={line.label} numeric>
              {line.label}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {toRows(series).map((row) => (
          <tr key={row.x}>
            <Td>{formatX(row.x)}</Td>
            {row.values.map((value, index) => (
              <Td key={series[index]?.label ?? index} numeric>
                {value === undefined ? '—' : formatY(value)}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
  return (
    <FigureFrame
      summary={summary}
      chart={frame(<LineCanvas {...props} />)}
      table={frame(table)}
      captionClassName="mt-2"
    />
  );
}

interface Row {
  readonly x: number;
  readonly values: readonly (number | undefined)[];
}

/** An even choice of the first series' points, newest first, with what the others had by then. */
export function toRows(series: readonly LineSeries[]): readonly Row[] {
  const points = series[0]?.points ?? [];
  const step = Math.max(1, Math.ceil(points.length / tableRows));
  return points
    .filter((_, index) => (points.length - 1 - index) % step === 0)
    .map(({ x }) => ({ x, values: series.map((line) => line.points.findLast((point) => point.x <= x)?.y) }))
    .toReversed();
}
