import { planClose, pnlAt, type CloseForm } from './close-plan.ts';
import { longPosition } from './position-fixture.ts';

const rates = { makerFeeRate: '0.0002', takerFeeRate: '0.001' };
const plan = (form: Partial<CloseForm>, position = longPosition) =>
  planClose(position, { share: '100', quantity: '', limitPrice: '', ...form }, rates);

describe('planClose', () => {
  it('closes the whole at the market, without naming a part', () => {
    expect(plan({})).toEqual({ quantity: '2', isWhole: true, price: '110', value: '220', pnl: '20', fee: '0.22' });
  });

  it('closes a share in whole steps, at a limit with the maker fee', () => {
    expect(plan({ share: '25', limitPrice: '120' })).toEqual({
      part: { unit: 'percent', value: '25' },
      limitPrice: '120',
      quantity: '0.5',
      isWhole: false,
      price: '120',
      value: '60',
      pnl: '10',
      fee: '0.012',
    });
  });

  it('takes the whole typed as a number for the whole', () => {
    expect(plan({ share: 'number', quantity: '2' })).toMatchObject({ quantity: '2', isWhole: true });
    expect(plan({ share: 'number', quantity: '2' })).not.toHaveProperty('part');
  });

  it.each([
    [{ share: 'number', quantity: '' }, 'quantity', /how much/],
    [{ share: 'number', quantity: '3' }, 'quantity', /The position is 2/],
    [{ share: 'number', quantity: '0.25' }, 'quantity', /0\.2 or 0\.3/],
    [{ limitPrice: '100.2' }, 'limitPrice', /100 or 100\.5/],
  ] as const)('refuses %p', (form, field, problem) => {
    expect(plan(form)).toEqual({ field, problem: expect.stringMatching(problem) as unknown });
  });

  it('says that a share below one step cannot be closed', () => {
    expect(plan({ share: '25' }, { ...longPosition, quantity: '0.1' })).toMatchObject({
      problem: expect.stringMatching(/less than one step/) as unknown,
    });
  });

  it('has no estimate without a price', () => {
    const { markPrice: _mark, ...unpriced } = longPosition;
    expect(plan({}, unpriced)).toEqual({ quantity: '2', isWhole: true });
  });
});

it('earns on a short what a long loses', () => {
  expect(pnlAt(longPosition, '95')).toBe('-10');
  expect(pnlAt({ ...longPosition, side: 'short' }, '95')).toBe('10');
});
