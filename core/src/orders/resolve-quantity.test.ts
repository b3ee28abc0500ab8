import { describe, expect, it } from '@jest/globals';
import { Big } from 'big.js';
import * as fc from 'fast-check';
import { addDecimals, toDecimal } from '../decimal.ts';
import { perpetualTerms, spotTerms } from '../risk/check-fixture.ts';
import { estimateOrder } from './estimate.ts';
import type { OrderIntent } from './order-intent.ts';
import { resolveQuantity, splitQuantity, type QuantityBasis } from './resolve-quantity.ts';
import { isMultipleOf } from './step-size.ts';

const basis: QuantityBasis = { instrument: perpetualTerms, price: '50000', leverage: '10', available: '1000' };

function resolve(unit: OrderIntent['quantity']['unit'], value: string, parts: Partial<QuantityBasis> = {}): string {
  const resolution = resolveQuantity({ side: 'buy', quantity: { unit, value } }, { ...basis, ...parts });
  return resolution.ok ? resolution.quantity : resolution.denial.code;
}

const decimals = fc.integer({ min: 1, max: 10_000_000 }).map((value) => toDecimal(new Big(value).div(100)));

describe('the quantity of an order', () => {
  it('in base units stays what was typed, off the step too', () => {
    expect(resolve('base', '0.1234')).toBe('0.1234');
  });

  it('counts contracts where one is not one base unit', () => {
    const instrument = { ...perpetualTerms, contractSize: '0.01', stepSize: '1' };
    expect(resolve('base', '0.25', { instrument })).toBe('25');
    expect(resolve('quote', '1300', { instrument })).toBe('2');
  });

  it('in quote currency is rounded down to the step', () => {
    expect(resolve('quote', '999')).toBe('0.019');
    expect(resolve('quote', '49.99')).toBe('quantity-zero');
    expect(resolve('quote', '999', { price: undefined })).toBe('price-unknown');
  });

  it('in percent uses leverage and leaves room for fees', () => {
    expect(resolve('free-margin-percent', '50')).toBe('0.098');
    expect(resolve('free-margin-percent', '50', { leverage: '20' })).toBe('0.195');
    expect(resolve('free-margin-percent', '50', { available: '-3' })).toBe('quantity-zero');
    expect(resolve('free-margin-percent', '50', { available: undefined })).toBe('figure-unknown');
    expect(resolve('free-margin-percent', '50', { leverage: undefined })).toBe('figure-unknown');
  });

  it('in percent uses all that is free where it is enough to the last digit', () => {
    // 0.1 at 50,000 with 10x: margin 500, fees 2.75 to open and 2.475 to close.
    expect(resolve('free-margin-percent', '100', { available: '505.225' })).toBe('0.1');
    expect(resolve('free-margin-percent', '100', { available: '505.224999999999999999' })).toBe('0.099');
  });

  it('in percent is right where the fee of one step is too small to be booked', () => {
    const instrument = { ...perpetualTerms, stepSize: '0.000001' };
    const cheap = { instrument, price: '0.0000000001', available: '0.0000001' };
    expect(resolve('free-margin-percent', '100', cheap)).toBe('9896.580731');
  });

  it('of spot in percent is paid from the balance', () => {
    const spot = { instrument: spotTerms, price: '2000', leverage: undefined, available: '9' };
    expect(resolve('free-margin-percent', '50', { ...spot, available: '9000' })).toBe('2.25');
    const sell = { side: 'sell', quantity: { unit: 'free-margin-percent', value: '100' } } as const;
    expect(resolveQuantity(sell, { ...spot })).toEqual({ ok: true, quantity: '9' });
  });

  it('never costs more than was asked, and one step more would', () => {
    fc.assert(
      fc.property(decimals, decimals, (value, price) => {
        const resolution = resolveQuantity({ side: 'buy', quantity: { unit: 'quote', value } }, { ...basis, price });
        const quantity = resolution.ok ? resolution.quantity : '0';
        expect(isMultipleOf(quantity, '0.001')).toBe(true);
        expect(new Big(quantity).times(price).lte(value)).toBe(true);
        expect(new Big(quantity).plus('0.001').times(price).gt(value)).toBe(true);
      }),
    );
  });

  it('in percent needs no more than that share of what is free, and one step more would', () => {
    const percent = fc.integer({ min: 1, max: 100 }).map(String);
    const leverage = fc.integer({ min: 1, max: 100 }).map(String);
    fc.assert(
      fc.property(
        percent,
        decimals,
        decimals,
        leverage,
        fc.constantFrom('buy', 'sell'),
        (value, price, available, times, side) => {
          const asked = { side, quantity: { unit: 'free-margin-percent', value } } as const;
          const resolution = resolveQuantity(asked, { ...basis, price, available, leverage: times });
          const quantity = resolution.ok ? resolution.quantity : '0';
          const budget = new Big(available).times(value).div(100);
          const costOf = (amount: Big) =>
            new Big(
              estimateOrder({ side, type: 'limit', limitPrice: price }, toDecimal(amount), {
                instrument: perpetualTerms,
                leverage: times,
                figures: {},
              })?.inQuote.cost ?? '0',
            );
          if (quantity !== '0') expect(costOf(new Big(quantity)).lte(budget)).toBe(true);
          expect(costOf(new Big(quantity).plus('0.001')).plus('0.000000000001').gt(budget)).toBe(true);
        },
      ),
    );
  });
});

describe('splitting a quantity', () => {
  it('keeps what fits in one', () => {
    expect(splitQuantity('5', '5', '1')).toEqual(['5']);
    expect(splitQuantity('5', undefined, '1')).toEqual(['5']);
    expect(splitQuantity('5', '0.4', '1')).toEqual(['5']);
  });

  it('gives parts of the largest size that add up', () => {
    expect(splitQuantity('12', '5', '1')).toEqual(['5', '5', '2']);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 100, max: 600 }), (lots, most) => {
        const quantity = toDecimal(new Big(lots).times('0.01'));
        const largest = toDecimal(new Big(most).times('0.01'));
        const parts = splitQuantity(quantity, largest, '0.01');
        expect(addDecimals(...parts)).toBe(quantity);
        expect(parts.every((part) => new Big(part).lte(largest) && new Big(part).gt(0))).toBe(true);
      }),
    );
  });
});
