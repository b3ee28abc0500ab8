import fc from 'fast-check';
import { AppError } from './app-error.ts';
import {
  addDecimals,
  compareDecimals,
  decimalPlaces,
  decimalSchema,
  divideDecimals,
  isDecimal,
  multiplyDecimals,
  positiveDecimalSchema,
  subtractDecimals,
  toDecimal,
} from './decimal.ts';

const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => {
    const sign = digits < 0n ? '-' : '';
    const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
    return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
  });

describe('toDecimal', () => {
  it('writes plain notation without an exponent, trailing zeros or a negative zero', () => {
    expect(toDecimal('1e-9')).toBe('0.000000001');
    expect(toDecimal('1.500')).toBe('1.5');
    expect(toDecimal('-0.00')).toBe('0');
    expect(toDecimal('1e21')).toBe('1000000000000000000000');
  });

  it('refuses what is no number and quotes it', () => {
    expect(() => toDecimal('12,5')).toThrow(AppError);
    expect(() => toDecimal('')).toThrow('"" is not a decimal number');
    expect(() => toDecimal('NaN')).toThrow('NaN');
  });

  it('gives every number one form', () => {
    fc.assert(
      fc.property(
        anyDecimal,
        (value) => toDecimal(toDecimal(value)) === toDecimal(value) && isDecimal(toDecimal(value)),
      ),
    );
  });
});

describe('arithmetic', () => {
  it('adds what floats cannot', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3');
    expect(multiplyDecimals('67123.4', '0.001')).toBe('67.1234');
  });

  it('takes away what it added, to the last digit', () => {
    fc.assert(fc.property(anyDecimal, anyDecimal, (a, b) => subtractDecimals(addDecimals(a, b), b) === toDecimal(a)));
  });

  it('orders as the difference has a sign', () => {
    fc.assert(
      fc.property(
        anyDecimal,
        anyDecimal,
        (a, b) => Math.sign(compareDecimals(a, b)) === Math.sign(compareDecimals(subtractDecimals(a, b), '0')),
      ),
    );
  });
});

describe('divideDecimals', () => {
  it.each([
    ['10', '4', 4, '2.5'],
    ['1', '3', 4, '0.3333'],
    ['2', '3', 2, '0.67'],
    ['-1', '8', 2, '-0.13'],
  ])('%s ÷ %s to %i places is %s', (a, b, places, quotient) => {
    expect(divideDecimals(a, b, places)).toBe(quotient);
  });
});

describe('decimalPlaces', () => {
  it.each([
    ['0.05', 2],
    ['10', 0],
    ['0.00010', 4],
    ['1', 0],
  ])('%s allows %i', (increment, places) => {
    expect(decimalPlaces(increment)).toBe(places);
  });
});

describe('decimalSchema', () => {
  it.each(['1e5', '+1', '01', '.5', '5.', 'Infinity', '', ' 1'])('refuses %j', (value) => {
    expect(decimalSchema.safeParse(value).success).toBe(false);
  });
});

describe('positiveDecimalSchema', () => {
  it('takes what is above zero', () => {
    fc.assert(
      fc.property(
        anyDecimal,
        (value) => positiveDecimalSchema.safeParse(value).success === compareDecimals(value, '0') > 0,
      ),
    );
  });

  it.each(['abc', '', '1e5', '--1'])('refuses %j without failing itself', (value) => {
    expect(positiveDecimalSchema.safeParse(value).success).toBe(false);
  });
});
