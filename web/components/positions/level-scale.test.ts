import { isNear, keyStep, offsetOf, priceAt, rangeOf, snapToTick } from './level-scale.ts';

describe('rangeOf', () => {
  it('shows every level near the mark with air around it', () => {
    const range = rangeOf(100, [90, 110, undefined]);
    expect(range.low).toBeLessThan(90);
    expect(range.high).toBeGreaterThan(110);
  });

  it('leaves out a level that would press the others together', () => {
    expect(isNear(100, 40)).toBe(false);
    expect(rangeOf(100, [95, 40]).low).toBeGreaterThan(90);
  });

  it('is never empty', () => {
    const { low, high } = rangeOf(100, [100]);
    expect(high - low).toBeGreaterThan(1);
  });
});

it('finds the price of a place and the place of a price', () => {
  const range = { low: 80, high: 120 };
  expect(offsetOf(range, 110)).toBe(0.25);
  expect(priceAt(range, 0.25)).toBe(110);
  expect(priceAt(range, 7)).toBe(80);
});

it('moves by whole ticks, at least one', () => {
  expect(snapToTick(99.76, '0.5')).toBe('100');
  expect(snapToTick(0.0001, '0.5')).toBe('0.5');
  expect(keyStep(100, '0.5')).toBe(0.5);
  expect(keyStep(96_000, '0.5')).toBe(48);
});
