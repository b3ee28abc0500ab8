import { describe, expect, it } from '@jest/globals';
import { calmContext, codesOf, longPosition, perpetualTerms } from '../risk/check-fixture.ts';
import { applyOrderUpdate } from './apply-order-update.ts';
import { fillOf, placed } from './order-fixture.ts';
import { orderIntentSchema } from './order-intent.ts';
import { toAmendedIntent, toCloseIntent, toReverseIntents } from './position-intents.ts';

const accountId = 'main';
const context = { accountId, instrument: perpetualTerms };

describe('closing a position', () => {
  it('is a reduce-only market order of the whole', () => {
    const intent = toCloseIntent(longPosition, { accountId });
    expect(intent).toEqual({
      accountId,
      instrumentId: perpetualTerms.id,
      side: 'sell',
      type: 'market',
      quantity: { unit: 'base', value: '0.5' },
      slot: 'net',
      reduceOnly: true,
    });
    expect(orderIntentSchema.parse(intent)).toEqual(intent);
    expect(codesOf(intent, { ...calmContext, positions: [longPosition] })).toEqual([]);
  });

  it('takes a part, rounded down, and never more than there is', () => {
    const quantityOf = (unit: 'base' | 'percent', value: string) =>
      toCloseIntent(longPosition, { accountId, part: { unit, value } }).quantity.value;
    expect(quantityOf('percent', '33')).toBe('0.165');
    expect(quantityOf('percent', '33.3')).toBe('0.166');
    expect(quantityOf('base', '0.2')).toBe('0.2');
    expect(quantityOf('base', '7')).toBe('0.5');
    expect(() => quantityOf('percent', '0.1')).toThrow('0.1 percent of the position of 0.5 is less than one step');
  });

  it('may rest at a limit price', () => {
    const short = { ...longPosition, side: 'short' as const };
    expect(toCloseIntent(short, { accountId, limitPrice: '45000' })).toMatchObject({
      side: 'buy',
      type: 'limit',
      limitPrice: '45000',
    });
  });

  it('counts base units where a contract is not one of them', () => {
    const position = { ...longPosition, quantity: '50', contractSize: '0.01', stepSize: '1' };
    expect(toCloseIntent(position, { accountId }).quantity.value).toBe('0.5');
  });
});

describe('reversing a position', () => {
  it('closes it and opens as much on the other side', () => {
    const { close, open } = toReverseIntents(longPosition, accountId);
    expect(close).toMatchObject({ side: 'sell', reduceOnly: true });
    expect(open).toEqual({ ...close, reduceOnly: undefined });
    expect(orderIntentSchema.parse(open)).toEqual(open);
  });

  it('uses the other slot in hedge mode', () => {
    const { close, open } = toReverseIntents({ ...longPosition, slot: 'long' }, accountId);
    expect([close.slot, open.slot]).toEqual(['long', 'short']);
  });
});

describe('amending an order', () => {
  const half = applyOrderUpdate(placed, fillOf({ id: 'f-1', venueMs: 1100 }));

  it('is checked for what is left of it', () => {
    const intent = toAmendedIntent(half, { quantity: '2', limitPrice: '101' }, context);
    expect(intent).toMatchObject({ quantity: { unit: 'base', value: '1.5' }, limitPrice: '101', timeInForce: 'GTC' });
    expect(orderIntentSchema.parse(intent)).toEqual(intent);
    expect(toAmendedIntent(half, { limitPrice: '99' }, context).quantity.value).toBe('0.5');
  });

  it('keeps the price that its trigger watches', () => {
    const stop = { ...half, type: 'stop-limit' as const, triggerPrice: '110', triggerBy: 'mark' as const };
    const waiting = { ...stop, evidence: { ...stop.evidence, moments: { created: 1, accepted: 2 } } };
    const intent = toAmendedIntent(waiting, { limitPrice: '111' }, context);
    expect(intent).toMatchObject({ type: 'stop-limit', triggerPrice: '110', triggerBy: 'mark' });
    expect(orderIntentSchema.parse(intent)).toEqual(intent);
  });

  it('that has fired is checked as the limit order it is by now', () => {
    const stop = { ...half, type: 'stop-limit' as const, triggerPrice: '110', triggerBy: 'mark' as const };
    const fired = { ...stop, evidence: { ...stop.evidence, moments: { created: 1, accepted: 2, triggered: 3 } } };
    const intent = toAmendedIntent(fired, { limitPrice: '111' }, context);
    expect(intent).toMatchObject({ type: 'limit', limitPrice: '111' });
    expect(orderIntentSchema.parse(intent)).toEqual(intent);
    expect(() => toAmendedIntent(fired, { triggerPrice: '112' }, context)).toThrow('trigger of the order has fired');
  });

  it('cannot take back what is filled', () => {
    expect(() => toAmendedIntent(half, { quantity: '0.5' }, context)).toThrow('0.5 of the order is filled already');
  });
});
