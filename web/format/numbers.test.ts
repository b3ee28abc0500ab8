import {
  formatDecimal,
  formatMoney,
  formatPrice,
  formatQuantity,
  formatSignedMoney,
  formatSignedPercent,
  signOf,
  unknownFigure,
} from './numbers.ts';

describe('formats of numbers', () => {
  it('groups thousands and keeps every digit of a large amount', () => {
    expect(formatDecimal('12345678901234567890.129', 2)).toBe('12,345,678,901,234,567,890.13');
  });

  it('shows a price with the decimals of its tick size and a quantity with those of its step size', () => {
    expect(formatPrice('96412.3', '0.10')).toBe('96,412.3');
    expect(formatPrice('0.403', '0.00001')).toBe('0.40300');
    expect(formatQuantity('1200', '1')).toBe('1,200');
  });

  it('shows what is unknown as a dash, never as a zero', () => {
    expect(formatMoney(undefined, 'USDT')).toBe(unknownFigure);
    expect(formatSignedMoney(undefined, 'USDT')).toBe(unknownFigure);
    expect(formatSignedPercent(undefined)).toBe(unknownFigure);
    expect(formatSignedPercent(Number.NaN)).toBe(unknownFigure);
  });

  it('shows a gain with a plus, a loss with a minus and neither at zero', () => {
    expect(formatSignedMoney('12.4', 'USDT')).toBe('+12.40');
    expect(formatSignedMoney('-0.251', 'USDT')).toBe('−0.25');
    expect(formatSignedMoney('0.001', 'USDT')).toBe('0.00');
    expect(formatSignedMoney('-0.001', 'USDT')).toBe('0.00');
    expect(formatSignedPercent(-0.00218)).toBe('−0.22%');
  });

  it('shows coins with eight decimals', () => {
    expect(formatMoney('0.4215', 'BTC')).toBe('0.42150000');
  });

  it('knows the sign of a decimal without making it a float', () => {
    expect([signOf('-0.000000000000000000001'), signOf('-0.00'), signOf('3')]).toEqual([-1, 0, 1]);
  });
});
