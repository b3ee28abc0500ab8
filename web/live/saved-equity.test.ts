import type { AccountEquity } from './equity.ts';
import { equityCopy } from './saved-equity.ts';

const noon = Date.parse('2026-03-01T12:00:00Z');
const minuteMs = 60_000;

function curveOf(points: number): AccountEquity {
  return {
    accountId: 'main',
    currency: 'USDT',
    points: Array.from({ length: points }, (_, index) => ({ atMs: noon + index * minuteMs, equity: `${index}.5` })),
  };
}

function keptOf(curve: AccountEquity, fromDay: string): AccountEquity | undefined {
  const { flatten, revive } = equityCopy(fromDay);
  return revive(JSON.parse(JSON.stringify(flatten(curve))));
}

test('a short curve is kept as it is', () => {
  expect(keptOf(curveOf(100), '2026-03-01')).toEqual(curveOf(100));
});

test('of a long curve every so many points stay, the first of each day and the last among them', () => {
  const times = keptOf(curveOf(2_000), '2026-03-01')?.points.map(({ atMs }) => atMs) ?? [];
  expect(times.length).toBeLessThan(250);
  expect(times.at(0)).toBe(noon);
  expect(times).toContain(Date.parse('2026-03-02T00:00:00Z'));
  expect(times.at(-1)).toBe(noon + 1_999 * minuteMs);
});

test('days before the range are left out, and a copy of such days alone is none', () => {
  expect(keptOf(curveOf(1_000), '2026-03-02')?.points.at(0)?.atMs).toBe(Date.parse('2026-03-02T00:00:00Z'));
  expect(keptOf(curveOf(1_000), '2026-03-03')).toBeUndefined();
});
