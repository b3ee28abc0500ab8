import { Big } from 'big.js';
import { orderMargin } from '../margin/order-margin.ts';
import { toDecimal, type Decimal } from '../decimal-arithmetic.ts';
import type { InstrumentTerms } from '../model/instrument-terms.ts';
import type { OrderSide } from '../model/order.ts';
import { deny, sayMoney, type Denial } from '../risk/denial.ts';
import type { OrderIntent } from './order-intent.ts';
import { toLeverageHundredths, toMoney, toRate } from './order-money.ts';
import { divideDown, roundDownTo } from './step-size.ts';

/** What a requested quantity is measured against; figures are absent while they are unknown. */
export interface QuantityBasis {
  readonly instrument: InstrumentTerms;
  /** The price that the order is expected to trade at. */
  readonly price: Decimal | undefined;
  readonly leverage: Decimal | undefined;
  /** What the order may be paid from, in its own currency: settle for a perpetual, quote or base for spot. */
  readonly available: Decimal | undefined;
}

/** How much is ordered, in steps of the instrument, or why that cannot be said. */
export type QuantityResolution =
  { readonly ok: true; readonly quantity: Decimal } | { readonly ok: false; readonly denial: Denial };

/**
 * The quantity that a request comes to, rounded down to the step, so that it never costs more than was asked for. A
 * quantity in base units is left as it is when it is off the step: a person who typed it is told, not corrected.
 */
export function resolveQuantity(
  intent: Pick<OrderIntent, 'side' | 'quantity'>,
  basis: QuantityBasis,
): QuantityResolution {
  const { instrument, price } = basis;
  const { unit, value } = intent.quantity;
  if (unit === 'base') {
    const contracts = divideDown(value, instrument.contractSize);
    if (contracts.times(instrument.contractSize).eq(value)) return accepted(toDecimal(contracts));
    return accepted(roundDownTo(contracts, instrument.stepSize));
  }
  if (price === undefined) return { ok: false, denial: withoutPrice(instrument) };
  if (unit === 'quote') return rounded(intent, basis, divideDown(value, new Big(price).times(instrument.contractSize)));
  if (basis.available === undefined || (instrument.kind === 'perpetual' && basis.leverage === undefined)) {
    const what = basis.available === undefined ? 'free margin' : 'leverage';
    const message = `The ${what} is not known yet, so ${value} percent of it cannot be worked out. Nothing was sent. Give a quantity, or wait for the next sync.`;
    return { ok: false, denial: deny('figure-unknown', message, 'quantity') };
  }
  const budget = new Big(basis.available).times(value).div(100);
  return rounded(intent, basis, affordable(intent.side, budget, basis, price));
}

function withoutPrice(instrument: InstrumentTerms): Denial {
  return deny(
    'price-unknown',
    `There is no price of ${instrument.id} yet, so the quantity cannot be worked out. Nothing was sent. Give a limit price or a quantity in ${instrument.base}.`,
    'quantity',
  );
}

function accepted(quantity: Decimal): QuantityResolution {
  return { ok: true, quantity };
}

function rounded(
  intent: Pick<OrderIntent, 'quantity'>,
  { instrument, price }: QuantityBasis,
  exact: Big,
): QuantityResolution {
  const quantity = exact.gt(0) ? roundDownTo(exact, instrument.stepSize) : '0';
  if (quantity !== '0') return accepted(quantity);
  const { unit, value } = intent.quantity;
  const asked = unit === 'quote' ? sayMoney(value, instrument.quote) : `${value} percent of what is free`;
  const step = new Big(instrument.stepSize).times(instrument.contractSize);
  const oneStep = sayMoney(step.times(price ?? '0'), instrument.quote);
  return {
    ok: false,
    denial: deny(
      'quantity-zero',
      `${asked} comes to less than one step of ${toDecimal(step)} ${instrument.base} (about ${oneStep}). Nothing was sent. Ask for more.`,
      'quantity',
    ),
  };
}

/** The largest quantity that the budget pays for, in multiples of the step. */
function affordable(side: OrderSide, budget: Big, basis: QuantityBasis, price: Decimal): Big {
  const { instrument, leverage } = basis;
  if (budget.lte(0)) return new Big(0);
  if (instrument.kind === 'spot') {
    return divideDown(budget, side === 'buy' ? new Big(price).times(instrument.contractSize) : instrument.contractSize);
  }
  const stepValue = new Big(price).times(instrument.contractSize).times(instrument.stepSize);
  const terms = {
    leverageHundredths: toLeverageHundredths(leverage ?? '1'),
    takerRate: toRate(instrument.takerFeeRate),
  };
  const slot = side === 'buy' ? 'long' : 'short';
  const marginOf = (steps: bigint) =>
    orderMargin([{ side, slot, lots: 1, valueOf: () => toMoney(stepValue.times(steps.toString())) }], [], terms);
  const limit = toMoney(budget);
  const withoutFees = BigInt(divideDown(budget.times(terms.leverageHundredths), stepValue.times(100)).toFixed(0, 0));
  if (withoutFees === 0n) return new Big(0);
  // Margin grows with the quantity but for rounding, so that this is off by a step at most.
  let steps = (withoutFees * limit) / marginOf(withoutFees);
  while (marginOf(steps + 1n) <= limit) steps += 1n;
  while (steps > 0n && marginOf(steps) > limit) steps -= 1n;
  return new Big(steps.toString()).times(instrument.stepSize);
}

/** Parts that a quantity is sent in where the venue takes no more than `largest` at once; they add up to it exactly. */
export function splitQuantity(quantity: Decimal, largest: Decimal | undefined, stepSize: Decimal): Decimal[] {
  if (largest === undefined || new Big(quantity).lte(largest)) return [quantity];
  const part = new Big(roundDownTo(largest, stepSize));
  if (part.eq(0)) return [quantity];
  const parts: Decimal[] = [];
  let left = new Big(quantity);
  while (left.gt(0)) {
    const next = left.gt(part) ? part : left;
    parts.push(toDecimal(next));
    left = left.minus(next);
  }
  return parts;
}
