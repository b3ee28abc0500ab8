import { orderDocument } from './order-document-fixture.ts';
import { failureOf, makerName, sayCode, sayType } from './order-words.ts';
import { sayRejects } from './statistics-card.tsx';

describe('words of an order', () => {
  it('says the type with what sets it apart', () => {
    expect(sayType(orderDocument())).toBe('Limit');
    expect(sayType(orderDocument({ timeInForce: 'post-only', reduceOnly: true }))).toBe(
      'Limit, post-only, reduce-only',
    );
  });

  it('says why it failed and what was filled before', () => {
    const reason = { code: 'insufficient-margin', message: 'Margin 120.00 USDT short' };
    expect(failureOf(orderDocument({ status: 'rejected', reason }))).toBe(
      'Margin 120.00 USDT short. Nothing of it was filled.',
    );
    expect(failureOf(orderDocument({ status: 'cancelled', filledQuantity: '0.4' }))).toBe(
      'It was cancelled. 0.4 of it was filled before.',
    );
    expect(failureOf(orderDocument({ status: 'unknown' }))).toMatch(/may or may not work/);
    expect(failureOf(orderDocument())).toBeUndefined();
  });

  it('names who had it made', () => {
    expect(makerName(orderDocument())).toBe('Olivia Owner');
    const { actor: _actor, ...elsewhere } = orderDocument({ external: true });
    expect(makerName(elsewhere)).toBe('Made elsewhere');
    expect(makerName({ ...elsewhere, external: false })).toBe('Worker');
  });

  it('counts reasons, the rest together', () => {
    expect(sayCode('price-band')).toBe('Price band');
    const reasons = ['a', 'b', 'c', 'd', 'e'].map((code, index) => ({ code, count: 9 - index }));
    expect(sayRejects({ rejectsByReason: reasons })).toBe('A 9, B 8, C 7, other 11');
    expect(sayRejects({ rejectsByReason: [] })).toBe('none');
  });
});
