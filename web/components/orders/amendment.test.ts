import { amendFieldsOf, readAmendment, toAmendForm } from './amendment.ts';
import { orderDocument } from './order-document-fixture.ts';

const terms = { tickSize: '0.5', stepSize: '0.1', contractSize: '1' };
const order = orderDocument({ filledQuantity: '0.4' });
const read = (form: object) => readAmendment(order, { ...toAmendForm(order), ...form }, terms);

describe('readAmendment', () => {
  it('offers the quantity and the prices that the type has', () => {
    const { evidence } = order;
    const waiting = { ...evidence, moments: { created: 1, accepted: 2 } };
    expect(amendFieldsOf({ type: 'stop-limit', evidence: waiting })).toEqual([
      'quantity',
      'limitPrice',
      'triggerPrice',
    ]);
    expect(amendFieldsOf({ type: 'limit', evidence })).toEqual(['quantity', 'limitPrice']);
  });

  it('offers no trigger price of a stop-limit order that has fired', () => {
    const evidence = { ...order.evidence, moments: { created: 1, accepted: 2, triggered: 3 } };
    expect(amendFieldsOf({ type: 'stop-limit', evidence })).toEqual(['quantity', 'limitPrice']);
  });

  it('sends only what differs, in canonical form', () => {
    expect(read({})).toEqual({ changes: {}, problems: {} });
    expect(read({ limitPrice: '99.50' })).toEqual({ changes: { limitPrice: '99.5' }, problems: {} });
  });

  it('names the nearest price and quantity that the venue takes', () => {
    expect(read({ limitPrice: '99.7' }).problems.limitPrice).toBe('It moves in steps of 0.5. Use 99.5 or 100.');
    expect(read({ quantity: '1.23' }).problems.quantity).toBe('It moves in steps of 0.1. Use 1.2 or 1.3.');
  });

  it('refuses an empty field and a quantity below what is filled', () => {
    expect(read({ limitPrice: '' }).problems.limitPrice).toBe('It cannot be left empty.');
    expect(read({ quantity: '0.3' }).problems.quantity).toMatch(/0\.4 of the order is filled already/);
  });
});
