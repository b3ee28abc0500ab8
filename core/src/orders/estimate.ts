import { Big } from 'big.js';
import { toDecimal, type Decimal } from '../decimal-arithmetic.ts';
import { formatMoney } from '../margin/money.ts';
import { orderMargin } from '../margin/order-margin.ts';
import { openingMargin, type MarginMode } from '../margin/position-margin.ts';
import type { AccountFigures } from '../model/account.ts';
import type { InstrumentTerms, Quote } from '../model/instrument-terms.ts';
import type { Position } from '../model/position.ts';
import type { OrderIntent } from './order-intent.ts';
import { toLeverageHundredths, toMoney, toRate } from './order-money.ts';
import { expectedPrice, valueOf } from './order-price.ts';
import { takesLiquidity } from './order-liquidity.ts';
import { liquidationAfter } from './liquidation-estimate.ts';
import { toPositionEffect, type PositionEffect } from './position-effect.ts';

/** What an order is estimated from; what is unknown is absent and leaves its part of the estimate out. */
export interface EstimateBasis {
  readonly instrument: InstrumentTerms;
  readonly quote?: Quote | undefined;
  /** Leverage setting of the instrument; perpetuals only. */
  readonly leverage?: Decimal | undefined;
  readonly marginMode?: MarginMode | undefined;
  /** The position of the slot that the order goes to. */
  readonly position?: Position | undefined;
  readonly figures: AccountFigures;
  /** Account currency for one unit of the quote currency; `1` where they are the same. */
  readonly quoteRate?: Decimal | undefined;
}

/** Amounts of an estimate, all in one currency. */
export interface EstimatedAmounts {
  /** Price × quantity × contract size. */
  readonly value: Decimal;
  /** Trading fee of the order itself; negative is a rebate. Absent while its rate is unknown. */
  readonly fee?: Decimal;
  /**
   * What has to be free for it: margin with the fees to open and to close (as far as their rate is known), or the value
   * of a spot order; 0 when it only closes. Absent while the leverage is unknown.
   */
  readonly cost?: Decimal;
  /** Margin that the position would hold for it; absent while the leverage is unknown. */
  readonly margin?: Decimal;
  /** Loss if the attached stop is hit at its price, both fees included; absent without a stop or a fee rate. */
  readonly risk?: Decimal;
  /** Gain if the attached target is hit, both fees taken off; absent without a target or a fee rate. */
  readonly reward?: Decimal;
}

export interface OrderEstimate {
  readonly price: Decimal;
  readonly quantity: Decimal;
  /** In the quote currency. */
  readonly inQuote: EstimatedAmounts;
  /** Absent while the rate is unknown. */
  readonly inAccount?: EstimatedAmounts;
  /** Of the position as it would stand after the fill; absent where no price liquidates it or too little is known. */
  readonly liquidationPrice?: Decimal;
}

/**
 * What an order would cost and risk if it filled whole at its expected price; undefined while there is no price. An
 * estimate after Bybit's formulas (see `margin/`): slippage, risk tiers and the netting of open orders are not in it.
 */
export function estimateOrder(
  intent: Pick<
    OrderIntent,
    'side' | 'type' | 'limitPrice' | 'triggerPrice' | 'timeInForce' | 'stopLoss' | 'takeProfit' | 'reduceOnly' | 'slot'
  >,
  quantity: Decimal,
  basis: EstimateBasis,
): OrderEstimate | undefined {
  const { instrument, quote, quoteRate } = basis;
  const price = expectedPrice(intent, quote);
  if (price === undefined) return undefined;
  const effect = toPositionEffect(intent, quantity, basis.position);
  const value = valueOf(instrument, quantity, price);
  const feeRate = takesLiquidity(intent, quote) ? instrument.takerFeeRate : instrument.makerFeeRate;
  const amounts: Amounts = {
    value,
    ...(feeRate !== undefined && { fee: value.times(feeRate) }),
    ...fundsFor(intent, basis, { value, openedValue: valueOf(instrument, toDecimal(effect.opened), price) }),
    ...protectionOf(intent, basis, { price, effect, feeRate }),
  };
  const liquidationPrice = liquidationAfter(basis, { price, effect, fee: amounts.fee });
  return {
    price,
    quantity,
    inQuote: inCurrency(amounts, '1'),
    ...(quoteRate !== undefined && { inAccount: inCurrency(amounts, quoteRate) }),
    ...(liquidationPrice !== undefined && { liquidationPrice }),
  };
}

type Amounts = { readonly [Name in keyof EstimatedAmounts]: Big };

function inCurrency({ value, fee, cost, margin, risk, reward }: Amounts, rate: Decimal): EstimatedAmounts {
  const convert = (amount: Big) => toDecimal(amount.times(rate));
  return {
    value: convert(value),
    ...(fee && { fee: convert(fee) }),
    ...(cost && { cost: convert(cost) }),
    ...(margin && { margin: convert(margin) }),
    ...(risk && { risk: convert(risk) }),
    ...(reward && { reward: convert(reward) }),
  };
}

function fundsFor(
  intent: Pick<OrderIntent, 'side'>,
  { instrument, leverage }: EstimateBasis,
  values: { readonly value: Big; readonly openedValue: Big },
): { cost?: Big; margin?: Big } {
  if (instrument.kind === 'spot') return { cost: values.value, margin: new Big(0) };
  if (leverage === undefined) return {};
  const value = toMoney(values.openedValue);
  const terms = { leverageHundredths: toLeverageHundredths(leverage), takerRate: toRate(instrument.takerFeeRate) };
  const side = intent.side === 'buy' ? 'long' : 'short';
  const cost = orderMargin([{ side: intent.side, slot: side, lots: 1, valueOf: () => value }], [], terms);
  return { cost: new Big(formatMoney(cost)), margin: new Big(formatMoney(openingMargin({ side, value, ...terms }))) };
}

function protectionOf(
  intent: Pick<OrderIntent, 'side' | 'stopLoss' | 'takeProfit'>,
  { instrument }: EstimateBasis,
  filled: { readonly price: Decimal; readonly effect: PositionEffect; readonly feeRate: Decimal | undefined },
): { risk?: Big; reward?: Big } {
  const [entryRate, exitRate] = [filled.feeRate, instrument.takerFeeRate];
  if (entryRate === undefined || exitRate === undefined) return {};
  const size = filled.effect.opened.times(instrument.contractSize);
  const direction = intent.side === 'buy' ? 1 : -1;
  const resultAt = (exit: Decimal) => {
    const fees = size.times(filled.price).times(entryRate).plus(size.times(exit).times(exitRate));
    return size.times(new Big(exit).minus(filled.price)).times(direction).minus(fees);
  };
  return {
    ...(intent.stopLoss !== undefined && { risk: resultAt(intent.stopLoss).neg() }),
    ...(intent.takeProfit !== undefined && { reward: resultAt(intent.takeProfit) }),
  };
}
