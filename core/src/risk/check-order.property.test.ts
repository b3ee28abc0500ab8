import { describe, expect, it } from '@jest/globals';
import { Big } from 'big.js';
import * as fc from 'fast-check';
import { toDecimal } from '../decimal.ts';
import type { OrderIntent } from '../orders/order-intent.ts';
import { calmContext, codesOf, intentOf, longPosition, openBuy, perpetualTerms } from './check-fixture.ts';
import { checkOrder } from './check-order.ts';
import { riskLimitNames } from './limits.ts';
import type { RiskLimits } from './limits-schema.ts';
import { stricterMode } from './trading-mode.ts';
import { tradingModes } from '../documents/desk-document.ts';
import type { TradingContext } from './trading-context.ts';

const tenths = (min: number, max: number) =>
  fc.integer({ min: min * 10, max: max * 10 }).map((value) => toDecimal(new Big(value).div(10)));
const steps = fc.integer({ min: 1, max: 3000 }).map((lots) => toDecimal(new Big(lots).times('0.001')));
const mode = fc.constantFrom(...tradingModes);

const intents: fc.Arbitrary<OrderIntent> = fc
  .record({
    side: fc.constantFrom('buy', 'sell'),
    isMarket: fc.boolean(),
    price: tenths(45_000, 55_000),
    quantity: steps,
    reduceOnly: fc.boolean(),
  })
  .map(({ isMarket, price, quantity, ...rest }) => ({
    ...intentOf({ type: isMarket ? 'market' : 'limit', ...rest }),
    ...(isMarket ? {} : { limitPrice: price }),
    quantity: { unit: 'base', value: quantity },
  }));

const amounts = fc.integer({ min: 1, max: 200_000 }).map(String);
const ratios = fc.integer({ min: 1, max: 100 }).map((value) => toDecimal(new Big(value).div(100)));
const limitArbitraries: { readonly [Name in keyof RiskLimits]-?: fc.Arbitrary<NonNullable<RiskLimits[Name]>> } = {
  maxOrderNotional: amounts,
  maxPositionNotional: amounts,
  maxLeverage: fc.integer({ min: 1, max: 50 }).map(String),
  maxDailyLoss: fc.integer({ min: 1, max: 2000 }).map(String),
  maxOpenOrders: fc.integer({ min: 1, max: 5 }),
  priceBandRatio: ratios,
  entryRateRatio: ratios,
  maxPriceAgeMs: fc.integer({ min: 500, max: 10_000 }),
  approvalNotional: amounts,
};
const limitSets = fc.record(limitArbitraries, { requiredKeys: [] }) as fc.Arbitrary<RiskLimits>;

const contexts: fc.Arbitrary<TradingContext> = fc
  .record({
    limits: limitSets,
    deskState: mode.map((value) => ({ mode: value })),
    accountState: mode.map((value) => ({ mode: value })),
    leverage: fc.integer({ min: 1, max: 50 }).map(String),
    dayPnl: fc.integer({ min: -2000, max: 2000 }).map(String),
    openOrders: fc.integer({ min: 0, max: 5 }).map((count) => Array.from({ length: count }, () => openBuy)),
    positions: fc.constantFrom([], [longPosition], [{ ...longPosition, side: 'short' as const }]),
    rate: fc.integer({ min: 0, max: 60 }).map((waiting) => ({ limit: 10, waiting })),
    ageMs: fc.integer({ min: 0, max: 10_000 }),
    freeMargin: fc.integer({ min: -100, max: 20_000 }).map(String),
  })
  .map(({ ageMs, freeMargin, ...rest }) => ({
    ...calmContext,
    ...rest,
    quote: { markPrice: '50000', lastPrice: '50000', readMs: calmContext.nowMs - ageMs },
    figures: { ...calmContext.figures, freeMargin },
  }));

describe('whatever is ordered', () => {
  it('loosening or removing a limit never adds a denial', () => {
    const names = fc.constantFrom(...riskLimitNames);
    fc.assert(
      fc.property(
        intents,
        contexts,
        names,
        fc.option(fc.integer({ min: 1, max: 100 })),
        (intent, context, name, more) => {
          const known = context.limits[name];
          const { [name]: _removed, ...others } = context.limits;
          const loosened = more === null || known === undefined ? undefined : toDecimal(new Big(known).plus(more));
          const looser = typeof known === 'number' && loosened !== undefined ? Number(loosened) : loosened;
          const limits = looser === undefined ? others : { ...others, [name]: looser };
          const before = codesOf(intent, context);
          for (const code of codesOf(intent, { ...context, limits })) expect(before).toContain(code);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a looser trading mode never adds a denial', () => {
    fc.assert(
      fc.property(intents, contexts, mode, (intent, context, other) => {
        const isLooser = stricterMode(other, context.deskState.mode) === context.deskState.mode;
        fc.pre(isLooser);
        const before = codesOf(intent, context);
        const after = codesOf(intent, { ...context, deskState: { mode: other } });
        const weight = (codes: readonly string[]) =>
          codes.includes('trading-halted') ? 2 : codes.includes('trading-reducing') ? 1 : 0;
        expect(weight(after)).toBeLessThanOrEqual(weight(before));
        const rest = (codes: readonly string[]) => codes.filter((code) => !code.startsWith('trading-'));
        expect(rest(after)).toEqual(rest(before));
      }),
    );
  });

  it('an entry is denied by a limit if and only if it crosses it', () => {
    fc.assert(
      fc.property(intents, contexts, (drawn, context) => {
        const intent = { ...drawn, reduceOnly: false };
        const codes = codesOf(intent, context);
        const { limits, openOrders, positions } = context;
        const quantity = new Big(intent.quantity.value);
        const own = Number(intent.limitPrice ?? '50000');
        const price = intent.side === 'buy' && intent.limitPrice ? own : Math.max(own, 50_000);
        const value = quantity.times(price).toNumber();
        const held = positions.reduce((sum, one) => sum + (one.side === 'long' ? 0.5 : -0.5), 0);
        const onSide = intent.side === 'buy' ? held + 0.2 * openOrders.length : -held;
        const band = 50_000 * Number(limits.priceBandRatio ?? '9');
        const over = {
          'order-notional': value > Number(limits.maxOrderNotional ?? Infinity),
          'position-notional':
            new Big(onSide.toFixed(1)).times(50_000).toNumber() + value >
            Number(limits.maxPositionNotional ?? Infinity),
          'leverage-cap': Number(context.leverage) > Number(limits.maxLeverage ?? Infinity),
          'daily-loss': -Number(context.dayPnl) >= Number(limits.maxDailyLoss ?? Infinity),
          'open-orders': openOrders.length >= (limits.maxOpenOrders ?? Infinity),
          'price-stale': context.nowMs - (context.quote?.readMs ?? 0) > (limits.maxPriceAgeMs ?? Infinity),
          'price-band':
            intent.limitPrice !== undefined && (intent.side === 'buy' ? own > 50_000 + band : own < 50_000 - band),
          'rate-budget':
            (context.rate?.waiting ?? 0) >=
            5 * Math.floor((10 * Math.round(Number(limits.entryRateRatio ?? 1) * 100)) / 100),
          'trading-halted': [context.deskState.mode, context.accountState.mode].includes('HALTED'),
        };
        for (const [code, isCrossed] of Object.entries(over))
          expect([code, codes.includes(code as never)]).toEqual([code, isCrossed]);
      }),
      { numRuns: 500 },
    );
  });

  it('an exit is stopped by nothing but HALTED and what no venue could carry out', () => {
    fc.assert(
      fc.property(intents, contexts, fc.boolean(), (drawn, context, isKnown) => {
        const intent = { ...drawn, side: 'sell' as const, reduceOnly: true };
        const worse = {
          ...context,
          unreconciled: 'account' as const,
          figures: {},
          ...(isKnown ? {} : { quote: undefined }),
        };
        const halted = [context.deskState.mode, context.accountState.mode].includes('HALTED');
        const codes = codesOf(intent, worse).filter((code) => code !== 'below-min-quantity');
        expect(codes).toEqual(halted ? ['trading-halted'] : []);
      }),
    );
  });

  it('a quantity that is suggested instead passes the limit', () => {
    fc.assert(
      fc.property(intents, amounts, amounts, (drawn, maxOrderNotional, maxPositionNotional) => {
        const intent = { ...drawn, reduceOnly: false };
        for (const limits of [{ maxOrderNotional }, { maxPositionNotional }]) {
          const context = { ...calmContext, limits, figures: { freeMargin: '100000000' }, instrument: perpetualTerms };
          const text = checkText(intent, context);
          const suggested = /Lower the quantity to ([\d.]+) or have/.exec(text)?.[1];
          if (suggested === undefined) continue;
          const smaller = { ...intent, quantity: { unit: 'base' as const, value: suggested } };
          const codes = codesOf(smaller, context);
          expect(codes).not.toContain('order-notional');
          expect(codes).not.toContain('position-notional');
        }
      }),
    );
  });
});

function checkText(intent: OrderIntent, context: TradingContext): string {
  return checkOrder(intent, context)
    .denials.map((denial) => denial.message)
    .join(' ');
}
