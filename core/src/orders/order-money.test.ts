import { toRate } from './order-money.ts';

describe('toRate', () => {
  it('takes a rate as it is, and none for zero', () => {
    expect(toRate('0.00055')).toBe(550_000_000n);
    expect(toRate(undefined)).toBe(0n);
  });

  it('rounds up what has more digits than a rate', () => {
    expect(toRate('0.006666666666666667')).toBe(6_666_666_667n);
  });
});
