const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Steps that a person counts in; none below what a label tells apart. */
const steps = [
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
] as const;

/** Round instants between two, at most `most` of them: full hours rather than 07:33 and 13:06. */
export function timeTicks(fromMs: number, toMs: number, most: number): readonly number[] {
  const range = toMs - fromMs;
  const step = steps.find((candidate) => range / candidate <= most) ?? Math.ceil(range / most / (30 * day)) * 30 * day;
  const ticks: number[] = [];
  for (let tick = Math.ceil(fromMs / step) * step; tick <= toMs; tick += step) ticks.push(tick);
  return ticks;
}
