import { addEquityPoint } from './equity-day.ts';

const noonMs = Date.UTC(2026, 10, 21, 12);

function pointAt(atMs: number, equity?: string) {
  return { atMs, figures: equity === undefined ? {} : { equity }, currency: 'USDT' };
}

describe('addEquityPoint', () => {
  it('starts a day with its first point', () => {
    expect(addEquityPoint(undefined, pointAt(noonMs, '1000'))).toEqual({
      day: '2026-11-21',
      currency: 'USDT',
      atMs: [noonMs],
      equity: ['1000'],
      walletBalance: [null],
    });
  });

  it('keeps the arrays side by side', () => {
    const day = addEquityPoint(addEquityPoint(undefined, pointAt(noonMs, '1')), pointAt(noonMs + 60_000, '2'));
    expect(day).toMatchObject({ atMs: [noonMs, noonMs + 60_000], equity: ['1', '2'], walletBalance: [null, null] });
  });

  it('keeps the newest point of ten seconds', () => {
    const day = addEquityPoint(addEquityPoint(undefined, pointAt(noonMs, '1')), pointAt(noonMs + 9_000, '2'));
    expect(day).toMatchObject({ atMs: [noonMs + 9_000], equity: ['2'] });
  });

  it('adds nothing while the equity is unknown', () => {
    expect(addEquityPoint(undefined, pointAt(noonMs))).toBeUndefined();
  });

  it('starts a new document at midnight UTC', () => {
    const day = addEquityPoint(undefined, pointAt(noonMs, '1'));
    expect(addEquityPoint(day, pointAt(noonMs + 43_200_000, '2'))).toMatchObject({ day: '2026-11-22', equity: ['2'] });
  });
});
