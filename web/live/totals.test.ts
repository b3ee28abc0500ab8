import type { Position } from '@tapedeck/core/model/position';
import type { AccountLive } from './account-live.ts';
import { pending, type Loadable } from './loadable.ts';
import { profitSince, sameTotals, sumByCurrency, sumOpenRisk } from './totals.ts';

describe('sumByCurrency', () => {
  it('adds to the last digit, and only what has the same currency', () => {
    const parts = [
      { currency: 'USDT', amount: '0.1' },
      { currency: 'EUR', amount: '5' },
      { currency: 'USDT', amount: '0.2' },
    ];
    expect(sumByCurrency(parts)).toEqual([
      { currency: 'USDT', amount: '0.3' },
      { currency: 'EUR', amount: '5' },
    ]);
  });

  it('does not know a sum of which a part is unknown', () => {
    const parts = [
      { currency: 'USDT', amount: '100' },
      { currency: 'USDT', amount: undefined },
      { currency: 'USDT', amount: '100' },
    ];
    expect(sumByCurrency(parts)).toEqual([{ currency: 'USDT', amount: undefined }]);
  });
});

describe('profitSince', () => {
  it('is unknown when the day has no first point', () => {
    expect(profitSince(undefined, '100')).toBeUndefined();
    expect(profitSince('90.5', '100')).toBe('9.5');
  });
});

describe('sameTotals', () => {
  it('tells a changed amount', () => {
    const one = [{ currency: 'USDT', amount: '1' }];
    expect(sameTotals(one, [{ currency: 'USDT', amount: '1' }])).toBe(true);
    expect(sameTotals(one, [{ currency: 'USDT', amount: '2' }])).toBe(false);
  });
});

describe('sumOpenRisk', () => {
  const held = (positions: readonly object[]): Loadable<AccountLive> => ({
    status: 'success',
    saved: false,
    data: { positions: positions as readonly Position[] } as AccountLive,
  });
  const position = (instrumentId: string, parts: object = {}) => ({
    instrumentId,
    side: 'long',
    quantity: '2',
    contractSize: '1',
    markPrice: '100',
    ...parts,
  });

  it('adds up over accounts what settles in one currency', () => {
    const main = held([position('BTC-USDT-PERP', { stopLoss: '95' }), position('ETH-USDC-PERP')]);
    const swing = held([position('SOL-USDT-PERP', { stopLoss: '90' })]);
    expect(sumOpenRisk(['USDT', 'USDT'], [main, swing])).toEqual([
      { currency: 'USDT', atStops: '30', stopped: 2, unstopped: 0, unstoppedValue: '0' },
      { currency: 'USDC', atStops: '0', stopped: 0, unstopped: 1, unstoppedValue: '200' },
    ]);
  });

  it('is zero without positions and unknown while an account has not told', () => {
    expect(sumOpenRisk(['USDT'], [held([])])).toMatchObject([{ currency: 'USDT', atStops: '0', unstopped: 0 }]);
    expect(sumOpenRisk(['USDT', 'USDT'], [held([]), pending])).toBeUndefined();
  });
});
