import type { AccountEquity } from './equity.ts';

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** Every account writes its point of a minute at its own moment; so close together they are one of the sum. */
const momentMs = 2_000;

/**
 * The sum of several curves of one currency. It begins when the last of them does, so that an account that was added
 * later never looks like a gain.
 */
export function sumCurves(curves: readonly AccountEquity[], fromMs: number): readonly CurvePoint[] {
  const starts = curves.map((curve) => curve.points.find(({ atMs }) => atMs >= fromMs)?.atMs);
  if (starts.length === 0 || starts.some((start) => start === undefined)) return [];
  const beginMs = Math.max(...starts.filter((start) => start !== undefined));
  const events = curves
    .flatMap((curve, index) => curve.points.map(({ atMs, equity }) => ({ atMs, index, equity: Number(equity) })))
    .toSorted((a, b) => a.atMs - b.atMs);

  const last: (number | undefined)[] = curves.map(() => undefined);
  const sum: CurvePoint[] = [];
  let momentBegan = -Infinity;
  for (const { atMs, index, equity } of events) {
    last[index] = equity;
    if (atMs < beginMs) continue;
    const y = last.reduce<number>((total, value) => total + (value ?? 0), 0);
    if (atMs - momentBegan < momentMs) sum.pop();
    else momentBegan = atMs;
    sum.push({ x: atMs, y });
  }
  return sum;
}
