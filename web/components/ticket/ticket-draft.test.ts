import { orderIntentSchema } from '@tapedeck/core/orders/order-intent';
import * as fc from 'fast-check';
import { orderTypes, timesInForce } from '@tapedeck/core/model/order';
import { quantityUnits } from '@tapedeck/core/orders/order-intent';
import { emptyDraft, readDraft, type TicketDraft } from './ticket-draft.ts';

const basis = { isHedge: false, referencePrice: '50000' };
const filled: TicketDraft = {
  ...emptyDraft,
  accountId: 'main',
  instrumentId: 'BTC-USDT-PERP',
  quantity: '0,5',
  limitPrice: '49000',
};

describe('a ticket', () => {
  it('names all that is missing, and nothing as wrong, while it is empty', () => {
    const { intent, problems, missing } = readDraft(emptyDraft, basis);
    expect(intent).toBeUndefined();
    expect(problems).toEqual({});
    expect(Object.keys(missing).toSorted()).toEqual(['accountId', 'instrumentId', 'limitPrice', 'quantity']);
  });

  it('becomes the order that was filled in, with the price in sight', () => {
    expect(readDraft(filled, basis).intent).toEqual({
      accountId: 'main',
      instrumentId: 'BTC-USDT-PERP',
      side: 'buy',
      type: 'limit',
      quantity: { unit: 'base', value: '0.5' },
      limitPrice: '49000',
      referencePrice: '50000',
    });
  });

  it('leaves out what another type had', () => {
    const { intent } = readDraft({ ...filled, type: 'market', timeInForce: 'post-only', triggerPrice: 'x' }, basis);
    expect(intent).toMatchObject({ type: 'market' });
    expect(intent).not.toHaveProperty('limitPrice');
    expect(intent).not.toHaveProperty('timeInForce');
  });

  it('goes to the side of a hedged account that it opens or reduces', () => {
    const hedge = { ...basis, isHedge: true };
    expect(readDraft(filled, hedge).intent?.slot).toBe('long');
    expect(readDraft({ ...filled, side: 'sell' }, hedge).intent?.slot).toBe('short');
    expect(readDraft({ ...filled, side: 'sell', reduceOnly: true }, hedge).intent?.slot).toBe('long');
  });

  it('takes no percent of free margin above 100, and none where it only reduces', () => {
    const percent = { ...filled, unit: 'free-margin-percent' } as const;
    expect(readDraft({ ...percent, quantity: '101' }, basis).problems.quantity).toContain('100 percent');
    expect(readDraft({ ...percent, quantity: '10', reduceOnly: true }, basis).problems.quantity).toContain('reduces');
    expect(readDraft({ ...percent, quantity: '10' }, basis).intent).toBeDefined();
  });

  it('is taken by the schema of its command whatever was filled in', () => {
    const text = fc.oneof(fc.constantFrom('', '1', '0.5', '100', '101', '1,5', 'x'), fc.string({ maxLength: 6 }));
    const drafts: fc.Arbitrary<TicketDraft> = fc.record({
      accountId: fc.constantFrom('main', undefined),
      instrumentId: fc.constantFrom('BTC-USDT-PERP', 'ETH-USDT-SPOT', undefined),
      side: fc.constantFrom('buy', 'sell'),
      type: fc.constantFrom(...orderTypes),
      quantity: text,
      unit: fc.constantFrom(...quantityUnits),
      limitPrice: text,
      triggerPrice: text,
      trailingDistance: text,
      triggerBy: fc.constantFrom('last', 'mark'),
      timeInForce: fc.constantFrom(...timesInForce, undefined),
      reduceOnly: fc.boolean(),
      stopLoss: text,
      takeProfit: text,
    });
    fc.assert(
      fc.property(drafts, fc.boolean(), (draft, isHedge) => {
        const { intent } = readDraft(draft, { ...basis, isHedge });
        if (intent) expect(orderIntentSchema.safeParse(intent).error?.issues).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });
});
