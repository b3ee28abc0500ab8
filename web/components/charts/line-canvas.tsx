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
import { colourOf, useThemeName } from './use-theme-colours.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, Tooltip, Filler, Decimation);

type LineConfiguration = ChartConfiguration<'line', { x: number; y: number }[]>;
type CanvasProps = Pick<LineChartProps, 'series' | 'formatX' | 'formatY' | 'beginAtZero'>;

const dashes: readonly number[][] = [[], [6, 4], [2, 3], [8, 3, 2, 3], [1, 3], [10, 4]];

/** The drawing itself; the page around it tells the same in words and as a table. */
export function LineCanvas({ series, formatX, formatY, beginAtZero = false }: CanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<'line', { x: number; y: number }[]>>(undefined);
  const theme = useThemeName();

  useEffect(() => {
    if (!canvas.current) return;
    const drawn = new Chart(canvas.current, toConfiguration({ series: [], formatX, formatY, beginAtZero }));
    chart.current = drawn;
    return () => drawn.destroy();
  }, [theme, formatX, formatY, beginAtZero]);

  useEffect(() => {
    if (!chart.current) return;
    chart.current.data.datasets = series.map((line, index) => toDataset(line, index, series.length === 1));
    chart.current.update('none');
  }, [series, theme, formatX, formatY, beginAtZero]);

  return <canvas ref={canvas} aria-hidden />;
}

function toDataset(line: LineSeries, index: number, isOnly: boolean) {
  const colour = colourOf(line.colour ?? `--series-${(index % 6) + 1}`);
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

function toConfiguration({ formatX, formatY, beginAtZero }: CanvasProps): LineConfiguration {
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
  const ticks = { color: colourOf('--muted'), font, maxRotation: 0, autoSkipPadding: 24 };
  return {
    type: 'line',
    data: { datasets: [] },
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
          border: { color: colourOf('--line') },
          ticks: { ...ticks, callback: (value) => formatX(Number(value)), maxTicksLimit: 8 },
        },
        y: {
          position: 'right',
          beginAtZero: beginAtZero ?? false,
          grid: { color: colourOf('--line') },
          border: { display: false },
          ticks: { ...ticks, callback: (value) => formatY(Number(value)), maxTicksLimit: 6 },
        },
      },
      plugins: {
        decimation: { enabled: true, algorithm: 'lttb', samples: 400 },
        tooltip: {
          backgroundColor: colourOf('--raised'),
          borderColor: colourOf('--line'),
          borderWidth: 1,
          titleColor: colourOf('--muted'),
          bodyColor: colourOf('--text'),
          titleFont: { ...font, weight: 'normal' },
          bodyFont: font,
          displayColors: true,
          callbacks: {
            title: (items) => (items[0]?.parsed.x == null ? '' : formatX(items[0].parsed.x)),
            label: (item) => `${item.dataset.label}: ${item.parsed.y == null ? '—' : formatY(item.parsed.y)}`,
          },
        },
      },
    },
  };
}
