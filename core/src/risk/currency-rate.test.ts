import { describe, expect, it } from '@jest/globals';
import { findRatePair, rateAt } from './currency-rate.ts';

const listed = ['BTC-USDT-SPOT', 'USDT-EUR-SPOT'];
const isListed = (id: string) => listed.includes(id);

describe('the rate of a currency', () => {
  it.each([
    ['BTC', 'USDT', '50000', '50000'],
    ['USDT', 'BTC', '50000', '0.00002'],
    ['USDT', 'EUR', '0.8', '0.8'],
    ['EUR', 'USDT', '0.8', '1.25'],
  ])('of %s in %s at %s is %s', (currency, inCurrency, price, rate) => {
    const pair = findRatePair(currency, inCurrency, isListed);
    expect(pair && rateAt(pair, price)).toBe(rate);
  });

  it('is nowhere to be had where neither is listed against the other', () => {
    expect(findRatePair('DOGE', 'USDT', isListed)).toBeUndefined();
    expect(findRatePair('USDT', 'USDT', isListed)).toBeUndefined();
  });
});
