import { equityAtDayStart, toDayStart, type AccountEquity } from './equity.ts';
import { sumCurves } from './equity-curve.ts';

function curve(accountId: string, points: readonly (readonly [number, string])[]): AccountEquity {
  return { accountId, currency: 'USDT', points: points.map(([atMs, equity]) => ({ atMs, equity })) };
}

describe('sumCurves', () => {
  it('adds what each account had at the time', () => {
    const a = curve('a', [
      [0, '10'],
      [20_000, '12'],
    ]);
    const b = curve('b', [
      [0, '5'],
      [10_000, '6'],
    ]);
    expect(sumCurves([a, b], 0)).toEqual([
      { x: 0, y: 15 },
      { x: 10_000, y: 16 },
      { x: 20_000, y: 18 },
    ]);
  });

  it('makes one point of what accounts wrote a moment apart, so that no half of a minute stands as a step', () => {
    const a = curve('a', [
      [0, '10'],
      [60_000, '20'],
    ]);
    const b = curve('b', [
      [5, '100'],
      [60_400, '90'],
    ]);
    expect(sumCurves([a, b], 0)).toEqual([
      { x: 5, y: 110 },
      { x: 60_400, y: 110 },
    ]);
  });

  it('begins with the youngest account, so that adding one is no gain', () => {
    const old = curve('a', [
      [0, '10'],
      [10, '11'],
    ]);
    const young = curve('b', [[10, '100']]);
    expect(sumCurves([old, young], 0)).toEqual([{ x: 10, y: 111 }]);
  });

  it('is empty while an account has no point in the range', () => {
    expect(sumCurves([curve('a', [[5, '10']]), curve('b', [])], 0)).toEqual([]);
  });
});

describe('equityAtDayStart', () => {
  it('is the first point of the UTC day', () => {
    const day = Date.parse('2026-11-21');
    const account = curve('a', [
      [day - 60_000, '99'],
      [day + 3_000, '100'],
      [day + 60_000, '101'],
    ]);
    expect(equityAtDayStart(account, day + 7_200_000)?.equity).toBe('100');
  });
});

describe("what today's P&L is counted from", () => {
  const point = { atMs: Date.parse('2026-11-21'), equity: '10000' };
  const baseOf = (moved: Parameters<typeof toDayStart>[1]) => toDayStart(point, moved, '2026-11-21').base;
  const sinceMs = point.atMs;

  it('moves with a withdrawal: it is no loss', () => {
    expect(baseOf({ day: '2026-11-21', sinceMs, amount: '-3000' })).toBe('7000');
  });

  it('moves with a deposit: it hides none', () => {
    expect(baseOf({ day: '2026-11-21', sinceMs, amount: '2500.5' })).toBe('12500.5');
  });

  it("is the day's first equity where only an earlier day had any", () => {
    expect(baseOf({ day: '2026-11-20', sinceMs, amount: '-3000' })).toBe('10000');
    expect(baseOf({ day: '2026-11-20', sinceMs })).toBe('10000');
  });

  it('is unknown until the worker has told, and where something came in without a price', () => {
    expect(baseOf(undefined)).toBeUndefined();
    expect(baseOf({ day: '2026-11-21', sinceMs })).toBeUndefined();
  });
});
