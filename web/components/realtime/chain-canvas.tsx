'use client';

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';
import { useEffect, useRef } from 'react';
import { usePalette, type Palette } from '@/components/charts/use-palette.ts';
import { formatLatency } from '@/format/durations.ts';
import { hops, hopTimes } from '@/live/latency-chain.ts';
import type { LatencySample } from '@/live/latency.ts';
import { hopColour } from './hop-colours.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/**
 * One bar an update, its legs stacked, oldest at the left; there is room for `count` of them from the start, so that
 * bars keep their width. The page beside it tells the same as a table.
 */
export function ChainCanvas({ samples, count }: { samples: readonly LatencySample[]; count: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<'bar', (number | null)[], string>>(undefined);
  const palette = usePalette();

  useEffect(() => {
    if (!canvas.current) return;
    const drawn = new Chart(canvas.current, toConfiguration(palette));
    chart.current = drawn;
    return () => drawn.destroy();
  }, [palette]);

  useEffect(() => {
    if (!chart.current) return;
    const times = samples.map(hopTimes);
    const room = Array.from({ length: Math.max(0, count - samples.length) });
    chart.current.data.labels = [...room.map(() => ''), ...samples.map(({ seq }) => `#${seq}`)];
    chart.current.data.datasets = hops.map(({ id, label }, index) => ({
      label,
      data: [...room.map(() => null), ...times.map((time) => time[id])],
      backgroundColor: palette(hopColour(index)),
      stack: 'chain',
      categoryPercentage: 0.94,
      barPercentage: 1,
    }));
    chart.current.update('none');
  }, [samples, count, palette]);

  return <canvas ref={canvas} aria-hidden />;
}

function toConfiguration(palette: Palette): ChartConfiguration<'bar', (number | null)[], string> {
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
  const ticks = { color: palette('--muted'), font, maxRotation: 0, autoSkipPadding: 24 };
  return {
    type: 'bar',
    data: { labels: [], datasets: [] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: { stacked: true, grid: { display: false }, border: { color: palette('--line') }, ticks },
        y: {
          stacked: true,
          position: 'right',
          suggestedMax: 50,
          grid: { color: palette('--line') },
          border: { display: false },
          ticks: { ...ticks, maxTicksLimit: 6, callback: (value) => `${Number(value)} ms` },
        },
      },
      plugins: {
        tooltip: {
          backgroundColor: palette('--raised'),
          borderColor: palette('--line'),
          borderWidth: 1,
          titleColor: palette('--muted'),
          bodyColor: palette('--text'),
          footerColor: palette('--text'),
          titleFont: { ...font, weight: 'normal' },
          bodyFont: font,
          footerFont: font,
          callbacks: {
            label: (item) => `${item.dataset.label}: ${formatLatency(item.parsed.y ?? undefined)}`,
            footer: (items) => `Total: ${formatLatency(items.reduce((sum, item) => sum + (item.parsed.y ?? 0), 0))}`,
          },
        },
      },
    },
  };
}
