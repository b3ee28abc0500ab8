import { unknownFigure } from './numbers.ts';

/** A latency with as much as can be told apart: `2.4 ms`, `35 ms`, `1.25 s`. */
export function formatLatency(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return unknownFigure;
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  return `${(ms / 1_000).toFixed(2)} s`;
}

const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
] as const;

/** A span in its two largest units: `3 d 4 h`, `14 min 5 s`, `7 s`. */
export function formatSpan(ms: number): string {
  const first = units.findIndex((unit) => ms >= unit.ms);
  if (first === -1) return '0 s';
  let restMs = ms;
  const parts = units.slice(first, first + 2).map((unit) => {
    const count = Math.floor(restMs / unit.ms);
    restMs -= count * unit.ms;
    return `${count} ${unit.name}`;
  });
  return parts.join(' ');
}

/** A poll interval as people set it: `0.25 s`, `1 s`, `60 s`. */
export function formatInterval(ms: number): string {
  return `${ms / 1_000} s`;
}

/** Something a second: `0.95/s`, `12/s`. */
export function formatRate(perSecond: number | undefined): string {
  if (perSecond === undefined || !Number.isFinite(perSecond)) return unknownFigure;
  return `${perSecond < 9.95 ? perSecond.toFixed(2) : perSecond.toFixed(0)}/s`;
}
