import { Big } from 'big.js';
import type { Decimal } from '../decimal-arithmetic.ts';
import type { InstrumentTerms } from '../model/instrument-terms.ts';
import type { OrderIntent } from '../orders/order-intent.ts';
import { boundingPrice, expectedPrice, valueOf } from '../orders/order-price.ts';
import { onlyReduces } from '../orders/position-effect.ts';
import { resolveQuantity } from '../orders/resolve-quantity.ts';
import type { Denial } from './denial.ts';
import type { TradingContext } from './trading-context.ts';

/** An order as the gates see it: its quantity and value worked out as far as can be. */
export interface OrderDraft {
  readonly intent: OrderIntent;
  /** Undefined when it could not be worked out; `unresolved` says why. */
  readonly quantity: Decimal | undefined;
  readonly unresolved: Denial | undefined;
  /** The price that it is expected to trade at; undefined without a quote for a market order. */
  readonly price: Decimal | undefined;
  /** The most that it may be worth when it trades, in the quote currency. */
  readonly value: Big | undefined;
  /** The same in the account currency. */
  readonly notional: Big | undefined;
  /** True for an order that can only make the account's exposure smaller. */
  readonly isExit: boolean;
}

export function draftOrder(intent: OrderIntent, context: TradingContext): OrderDraft {
  const { instrument, quote, quoteRate } = context;
  const price = expectedPrice(intent, quote);
  if (!instrument) {
    return {
      intent,
      quantity: undefined,
      unresolved: undefined,
      price,
      value: undefined,
      notional: undefined,
      isExit: onlyReduces(intent),
    };
  }
  const resolution = resolveQuantity(intent, {
    instrument,
    price,
    leverage: context.leverage,
    available: availableFor(intent, instrument, context),
  });
  const quantity = resolution.ok ? resolution.quantity : undefined;
  const bound = boundingPrice(intent, quote);
  const value = quantity === undefined || bound === undefined ? undefined : valueOf(instrument, quantity, bound);
  return {
    intent,
    quantity,
    unresolved: resolution.ok ? undefined : resolution.denial,
    price,
    value,
    notional: value && quoteRate !== undefined ? value.times(quoteRate) : undefined,
    isExit: isExit(intent, instrument, quantity, context),
  };
}

/** What is free to pay for the order: in the settle currency for a perpetual, quote or base for spot. */
export function availableFor(
  intent: Pick<OrderIntent, 'side'>,
  instrument: InstrumentTerms,
  context: Pick<TradingContext, 'balances' | 'figures' | 'quoteRate'>,
): Decimal | undefined {
  if (instrument.kind === 'spot') {
    const currency = intent.side === 'buy' ? instrument.quote : instrument.base;
    return context.balances.find((balance) => balance.currency === currency)?.free;
  }
  const { freeMargin } = context.figures;
  const { quoteRate } = context;
  if (freeMargin === undefined || quoteRate === undefined) return undefined;
  return new Big(freeMargin).div(quoteRate).toFixed();
}

/** A spot sell is an exit as far as the coins are there: spot cannot go short. */
function isExit(
  intent: OrderIntent,
  instrument: InstrumentTerms,
  quantity: Decimal | undefined,
  context: TradingContext,
): boolean {
  if (instrument.kind === 'perpetual') return onlyReduces(intent);
  if (intent.side === 'buy' || quantity === undefined) return false;
  const free = availableFor(intent, instrument, context);
  return free !== undefined && new Big(quantity).times(instrument.contractSize).lte(free);
}
