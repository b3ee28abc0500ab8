import { parseAmount } from './amount.ts';

describe('an amount that was typed', () => {
  it.each([
    ['1250.5', '1250.5'],
    [' 0050.10 ', '50.1'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['0,5', '0.5'],
    ['0,125', '0.125'],
    ['12,5', '12.5'],
    ['1234,567', '1234.567'],
  ])('%s is %s', (text, value) => {
    expect(parseAmount(text)).toEqual({ value });
  });

  it.each(['50,000', '1,234', '1,000,000'])('%s is refused, because it can be read in two ways', (text) => {
    expect(parseAmount(text)).toMatchObject({ problem: expect.stringContaining('two ways') as string });
  });

  it.each(['1e5', '-3', 'ten', '1.2.3', '1,2,3', '0', '0.000', '.', '9'.repeat(31)])('%s is refused', (text) => {
    expect(parseAmount(text)).toHaveProperty('problem');
  });

  it('is absent while nothing is typed', () => {
    expect(parseAmount('  ')).toBeUndefined();
  });
});
