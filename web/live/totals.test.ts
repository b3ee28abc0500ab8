import { profitSince, sameTotals, sumByCurrency } from './totals.ts';

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
