'use client';

import {
  Chart,
  Decimation,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';
import { useEffect, useRef } from 'react';
import type { LineChartProps, LineSeries } from './line-chart.tsx';
import { timeTicks } from './time-ticks.ts';
import { usePalette, type Palette } from './use-palette.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, Tooltip, Filler, Decimation);

type LineConfiguration = ChartConfiguration<'line', { x: number; y: number }[]>;
type TimeChart = Chart<'line', { x: number; y: number }[]>;
type CanvasProps = Pick<LineChartProps, 'series' | 'formatX' | 'formatY' | 'beginAtZero'>;

const pixelsALetter = 7;
const pixelsBetweenTicks = 28;

const dashes: readonly number[][] = [[], [6, 4], [2, 3], [8, 3, 2, 3], [1, 3], [10, 4]];

/** The drawing itself; the page around it tells the same in words and as a table. */
export function LineCanvas({ series, formatX, formatY, beginAtZero = false }: CanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<TimeChart>(undefined);
  const palette = usePalette();

  const newest = useRef<TimeChart['data']['datasets']>([]);

  // After every render, of which there is one for each change of what is drawn.
  useEffect(() => {
    newest.current = series.map((line, index) => toDataset(palette, line, index, series.length === 1));
    if (!chart.current) return;
    chart.current.data.datasets = newest.current;
    chart.current.update('none');
  });

  // A canvas cannot follow CSS: it is drawn anew when the theme changes. It is drawn once, with its data: each drawing
  // holds up the page.
  useEffect(() => {
    if (!canvas.current) return undefined;
    const drawn = new Chart(
      canvas.current,
      toConfiguration(palette, newest.current, { formatX, formatY, beginAtZero }),
    );
    chart.current = drawn;
    return () => {
      chart.current = undefined;
      drawn.destroy();
    };
  }, [palette, formatX, formatY, beginAtZero]);

  return <canvas ref={canvas} aria-hidden />;
}

function toDataset(palette: Palette, line: LineSeries, index: number, isOnly: boolean) {
  const colour = palette(line.colour ?? `--series-${(index % 6) + 1}`);
  return {
    label: line.label,
    data: line.points.map(({ x, y }) => ({ x, y })),
    borderColor: colour,
    backgroundColor: `${colour}1f`,
    borderWidth: 1.5,
    borderDash: dashes[index] ?? [],
    pointRadius: line.points.length === 1 ? 3 : 0,
    pointHitRadius: 12,
    fill: isOnly ? ('start' as const) : false,
  };
}

/** Time shown on either side of a curve that has only one point. */
const loneInstantMarginMs = 60_000;

function toConfiguration(
  palette: Palette,
  datasets: TimeChart['data']['datasets'],
  { formatX, formatY, beginAtZero }: Omit<CanvasProps, 'series'>,
): LineConfiguration {
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
  const ticks = { color: palette('--muted'), font, maxRotation: 0, autoSkipPadding: 24 };
  return {
    type: 'line',
    data: { datasets },
    options: {
      animation: false,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      interaction: { mode: 'index', intersect: false, axis: 'x' },
      scales: {
        x: {
          type: 'linear',
          grid: { display: false },
          border: { color: palette('--line') },
          ticks: { ...ticks, autoSkip: false, callback: (value) => formatX(Number(value)) },
          bounds: 'data',
          // Of a lone instant Chart.js makes a range of decades.
          afterDataLimits: (axis) => {
            const { data: drawn } = axis.chart as unknown as TimeChart;
            const points = drawn.datasets.flatMap(({ data }) => data.slice(0, 2));
            const only = points[0]?.x;
            if (only === undefined || points.some(({ x }) => x !== only)) return;
            axis.min = only - loneInstantMarginMs;
            axis.max = only + loneInstantMarginMs;
          },
          afterBuildTicks: (axis) => {
            const labelWidth = formatX(axis.min).length * pixelsALetter + pixelsBetweenTicks;
            const most = Math.max(2, Math.floor(axis.width / labelWidth));
            axis.ticks = timeTicks(axis.min, axis.max, most).map((value) => ({ value }));
          },
        },
        y: {
          position: 'right',
          beginAtZero: beginAtZero ?? false,
          grid: { color: palette('--line') },
          border: { display: false },
          ticks: { ...ticks, callback: (value) => formatY(Number(value)), maxTicksLimit: 6 },
        },
      },
      plugins: {
        decimation: { enabled: true, algorithm: 'lttb', samples: 400 },
        tooltip: {
          backgroundColor: palette('--raised'),
          borderColor: palette('--line'),
          borderWidth: 1,
          titleColor: palette('--muted'),
          bodyColor: palette('--text'),
          titleFont: { ...font, weight: 'normal' },
          bodyFont: font,
          displayColors: true,
          callbacks: {
            title: (items) => formatX(items[0]?.parsed.x ?? 0),
            label: (item) => `${item.dataset.label ?? ''}: ${formatY(item.parsed.y ?? 0)}`,
          },
        },
      },
    },
  };
}
