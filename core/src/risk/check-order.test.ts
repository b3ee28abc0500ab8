import { describe, expect, it } from '@jest/globals';
import type { OrderIntent } from '../orders/order-intent.ts';
import { calmContext, codesOf, intentOf, longPosition, openBuy, perpetualTerms, spotTerms } from './check-fixture.ts';
import { checkOrder } from './check-order.ts';
import { denialCodes, type DenialCode } from './denial.ts';
import type { RiskLimits } from './limits-schema.ts';
import type { TradingContext } from './trading-context.ts';

interface Case {
  readonly code: DenialCode;
  readonly intent?: Partial<OrderIntent>;
  readonly context?: Partial<TradingContext>;
  readonly limits?: RiskLimits;
  /** Part of the sentence that people read. */
  readonly says: string;
}

const quote = { markPrice: '50000', readMs: 9_000 };
const spot = { instrumentId: spotTerms.id, limitPrice: '2000' };

/** Each is denied for this one reason alone. */
const cases: readonly Case[] = [
  {
    code: 'trading-halted',
    context: { deskState: { mode: 'HALTED', reason: 'stop by Ann' } },
    says: 'this desk is HALTED (stop by Ann): only cancels go through. Nothing was sent',
  },
  { code: 'trading-halted', context: { accountState: { mode: 'HALTED' } }, says: 'this account is HALTED' },
  { code: 'trading-reducing', context: { accountState: { mode: 'REDUCING' } }, says: 'this account is REDUCING' },
  { code: 'role', context: { role: 'viewer' }, says: 'viewers send no orders' },
  { code: 'instrument-unknown', context: { instrument: undefined }, says: 'no instrument BTC-USDT-PERP' },
  {
    code: 'instrument-not-trading',
    context: { instrument: { ...perpetualTerms, trading: false } },
    says: 'takes no orders for BTC-USDT-PERP',
  },
  {
    code: 'quantity-zero',
    intent: { quantity: { unit: 'quote', value: '20' } },
    says: '20.00 USDT comes to less than one step of 0.001 BTC (about 49.00 USDT). Nothing was sent. Ask for more.',
  },
  { code: 'off-tick', intent: { limitPrice: '49000.05' }, says: 'Use 49000 or 49000.1.' },
  { code: 'off-tick', intent: { stopLoss: '48000.01' }, says: 'The stop 48000.01 is no multiple of 0.1' },
  { code: 'off-step', intent: { quantity: { unit: 'base', value: '0.1005' } }, says: 'Use 0.1 or 0.101.' },
  { code: 'below-min-quantity', intent: { quantity: { unit: 'base', value: '0.001' } }, says: 'Order at least 0.002.' },
  {
    code: 'above-max-quantity',
    intent: { type: 'market', quantity: { unit: 'base', value: '51' } },
    context: { figures: { freeMargin: '10000000' } },
    says: 'above 50, the most that the venue takes in one market order',
  },
  {
    code: 'below-min-notional',
    context: { instrument: { ...perpetualTerms, minNotional: '5000' } },
    says: 'worth 4,900.00 USDT; the venue takes none below 5,000.00 USDT',
  },
  { code: 'price-band', intent: { limitPrice: '52500.1' }, limits: { priceBandRatio: '0.05' }, says: 'up to 52500.' },
  {
    code: 'price-band',
    intent: { side: 'sell', limitPrice: '48999.9' },
    context: { instrument: { ...perpetualTerms, priceBandRatio: '0.02' } },
    limits: { priceBandRatio: '0.05' },
    says: 'sell far too cheap. Nothing was sent. Use a price from 49000.',
  },
  {
    code: 'price-band',
    intent: { type: 'stop-limit', triggerPrice: '60000', limitPrice: '63001' },
    limits: { priceBandRatio: '0.05' },
    says: 'more than 5 percent above the trigger price 60000',
  },
  {
    code: 'trigger-passed',
    intent: { type: 'stop', triggerPrice: '50005' },
    says: 'The last price 50010 has passed the trigger price 50005',
  },
  {
    code: 'trigger-passed',
    intent: { type: 'take-profit', triggerPrice: '50005', triggerBy: 'mark' },
    says: 'Put the trigger below 50000',
  },
  { code: 'protection-wrong-side', intent: { stopLoss: '49000' }, says: 'The stop 49000 of a long position' },
  { code: 'protection-wrong-side', intent: { side: 'sell', takeProfit: '51000' }, says: 'has to lie below the price' },
  {
    code: 'order-notional',
    limits: { maxOrderNotional: '2000' },
    says: 'worth 4,900.00 USDT; the limit of one order is 2,000.00 USDT. Nothing was sent. Lower the quantity to 0.04',
  },
  {
    code: 'order-notional',
    intent: { side: 'sell', limitPrice: '60' },
    limits: { maxOrderNotional: '4999' },
    says: 'worth 5,000.00 USDT',
  },
  {
    code: 'position-notional',
    context: { positions: [longPosition], openOrders: [openBuy] },
    limits: { maxPositionNotional: '39000' },
    says: 'would be worth 39,900.00 USDT; the limit is 39,000.00 USDT. Nothing was sent. Lower the quantity to 0.081',
  },
  { code: 'leverage-cap', limits: { maxLeverage: '5' }, says: 'is 10x; the limit is 5x' },
  {
    code: 'daily-loss',
    context: { dayPnl: '-500' },
    limits: { maxDailyLoss: '500' },
    says: 'has lost 500.00 USDT today',
  },
  { code: 'open-orders', context: { openOrders: [openBuy] }, limits: { maxOpenOrders: 1 }, says: '1 orders are open' },
  {
    code: 'rate-budget',
    context: { rate: { limit: 10, waiting: 30 } },
    limits: { entryRateRatio: '0.6' },
    says: '30 entries already wait for the venue, which allows 10 requests at a time, and entries may take 6',
  },
  {
    code: 'rate-budget',
    context: { rate: { limit: 10, waiting: 0 } },
    limits: { entryRateRatio: '0.05' },
    says: 'leave entries none of the 10 requests',
  },
  { code: 'price-unknown', context: { quote: undefined }, says: 'no price of BTC-USDT-PERP yet' },
  { code: 'price-stale', limits: { maxPriceAgeMs: 900 }, says: 'is 1.0 s old; entries need one of the last 0.9 s' },
  { code: 'account-stale', context: { staleForMs: 42_000 }, says: 'was last read 42 s ago' },
  { code: 'unreconciled', context: { unreconciled: 'instrument' }, says: 'outcome of an earlier order' },
  { code: 'unreconciled', context: { unreconciled: 'account' }, says: 'has not been compared with the venue' },
  {
    code: 'insufficient-margin',
    context: { figures: { equity: '100', freeMargin: '100' } },
    says: 'Margin 395.12 USDT short: the order needs about 495.12 USDT, 100.00 USDT is free',
  },
  {
    code: 'insufficient-balance',
    intent: { ...spot, quantity: { unit: 'base', value: '60' } },
    context: { instrument: spotTerms, quote: { markPrice: '2000', readMs: 9_000 } },
    says: 'Balance 20,000.00 USDT short',
  },
  {
    code: 'insufficient-balance',
    intent: { ...spot, side: 'sell', quantity: { unit: 'base', value: '10.5' } },
    context: { instrument: spotTerms, quote: { markPrice: '2000', readMs: 9_000 } },
    says: 'Balance 0.5 ETH short',
  },
  {
    code: 'figure-unknown',
    context: { dayPnl: undefined, leverage: undefined },
    limits: { maxDailyLoss: '1' },
    says: "Not known yet for this account: today's result, the leverage.",
  },
  {
    code: 'figure-unknown',
    intent: { quantity: { unit: 'free-margin-percent', value: '10' } },
    context: { figures: {} },
    says: 'The free margin is not known yet, so 10 percent of it cannot be worked out',
  },
];

function contextOf({
  context,
  limits = {},
}: {
  context?: Case['context'] | undefined;
  limits?: RiskLimits | undefined;
}): TradingContext {
  return { ...calmContext, ...context, limits };
}

describe('a pre-trade check', () => {
  it('lets an order through that crosses nothing', () => {
    const check = checkOrder(intentOf(), calmContext);
    expect(check).toMatchObject({ denials: [], quantity: '0.1', isExit: false, needsApproval: false });
    expect(check.estimate?.inAccount?.value).toBe('4900');
  });

  it.each(cases)('denies with $code: $says', ({ code, intent, says, ...rest }) => {
    const { denials } = checkOrder(intentOf(intent), contextOf(rest));
    expect(denials.map((denial) => denial.code)).toEqual([code]);
    expect(denials[0]?.message).toContain(says);
    expect(denials[0]?.message).toContain('Nothing was sent');
  });

  it('has a case here for every code', () => {
    expect([...new Set(cases.map((one) => one.code))].toSorted()).toEqual([...denialCodes].toSorted());
  });

  it('tells every gate that would deny, not the first alone', () => {
    const limits = { maxOrderNotional: '100', maxLeverage: '2', maxOpenOrders: 1 };
    const context = contextOf({ context: { role: 'viewer', openOrders: [openBuy] }, limits });
    expect(codesOf(intentOf({ limitPrice: '49000.01' }), context)).toEqual([
      'role',
      'off-tick',
      'order-notional',
      'leverage-cap',
      'open-orders',
    ]);
  });

  it('lets through what lies on a limit', () => {
    const onBand = contextOf({ limits: { priceBandRatio: '0.02' } });
    expect(codesOf(intentOf({ side: 'sell', limitPrice: '49000' }), onBand)).toEqual([]);
    expect(codesOf(intentOf({ limitPrice: '51000' }), onBand)).toEqual([]);
    const funds = contextOf({ context: { figures: { freeMargin: '495.1205' } } });
    expect(codesOf(intentOf(), funds)).toEqual([]);
    expect(codesOf(intentOf({ limitPrice: '49000.1' }), funds)).toEqual(['insufficient-margin']);
  });

  it('counts no order that only reduces towards the position', () => {
    const orders = [openBuy, { ...openBuy, reduceOnly: true, quantity: '5' }, { ...openBuy, side: 'sell' as const }];
    const context = contextOf({ context: { openOrders: orders }, limits: { maxPositionNotional: '14900' } });
    expect(codesOf(intentOf(), context)).toEqual([]);
    expect(codesOf(intentOf({ limitPrice: '49000.1' }), context)).toEqual(['position-notional']);
  });

  it('asks for a second member above the approval threshold, for entries only', () => {
    const context = contextOf({ context: { positions: [longPosition] }, limits: { approvalNotional: '4000' } });
    expect(checkOrder(intentOf(), context).needsApproval).toBe(true);
    expect(checkOrder(intentOf({ side: 'sell', reduceOnly: true }), context).needsApproval).toBe(false);
  });
});

const exitCodes: readonly DenialCode[] = [
  'trading-halted',
  'role',
  'instrument-unknown',
  'quantity-zero',
  'off-tick',
  'off-step',
  'below-min-quantity',
  'above-max-quantity',
];

describe('an exit', () => {
  const exit = intentOf({ type: 'market', side: 'sell', reduceOnly: true });
  const held = { positions: [longPosition] };

  it.each(cases.filter(({ code, intent }) => !exitCodes.includes(code) && intent === undefined))(
    'passes where an entry is denied with $code',
    ({ context, limits }) => {
      expect(codesOf(exit, { ...contextOf({ context, limits }), ...held })).toEqual([]);
    },
  );

  it('passes whatever its price, its value and its trigger', () => {
    const context = { ...contextOf({ limits: { priceBandRatio: '0.01', maxOrderNotional: '1' } }), ...held };
    const small = { ...context, instrument: { ...perpetualTerms, minNotional: '100000' } };
    expect(codesOf({ ...exit, type: 'limit', limitPrice: '1' }, small)).toEqual([]);
    expect(codesOf({ ...exit, type: 'stop', triggerPrice: '60000' }, context)).toEqual([]);
  });

  it('goes out while trading is HALTED only as part of an emergency stop', () => {
    const halted = contextOf({ context: { ...held, deskState: { mode: 'HALTED' } } });
    expect(codesOf(exit, halted)).toEqual(['trading-halted']);
    expect(codesOf(exit, { ...halted, flattening: true })).toEqual([]);
    expect(codesOf(intentOf(), { ...halted, flattening: true })).toEqual(['trading-halted']);
  });

  it('may close the whole of a position smaller than the least quantity', () => {
    const dust = { ...longPosition, quantity: '0.001' };
    const whole = { ...exit, quantity: { unit: 'base', value: '0.001' } } as const;
    expect(codesOf(whole, { ...calmContext, positions: [dust] })).toEqual([]);
    expect(codesOf(whole, { ...calmContext, ...held })).toEqual(['below-min-quantity']);
  });

  it('is also the closing side of a hedge slot, and a spot sell of coins that are there', () => {
    const reducing = contextOf({ context: { deskState: { mode: 'REDUCING' } } });
    expect(codesOf(intentOf({ side: 'sell', slot: 'long' }), reducing)).toEqual([]);
    expect(codesOf(intentOf({ side: 'sell', slot: 'short' }), reducing)).toEqual(['trading-reducing']);
    const sell = { ...intentOf({ ...spot, side: 'sell' }), quantity: { unit: 'base', value: '10' } } as const;
    expect(codesOf(sell, { ...reducing, instrument: spotTerms, quote })).toEqual([]);
    expect(codesOf({ ...sell, side: 'buy' }, { ...reducing, instrument: spotTerms, quote })).toContain(
      'trading-reducing',
    );
  });

  it('is no sell against a long that is not reduce-only: it might turn the position', () => {
    const reducing = contextOf({ context: { ...held, deskState: { mode: 'REDUCING' } } });
    expect(codesOf(intentOf({ side: 'sell', limitPrice: '50000' }), reducing)).toEqual(['trading-reducing']);
  });
});
