import { Big } from 'big.js';
import { compareDecimals, type Decimal } from '../decimal-arithmetic.ts';
import type { InstrumentTerms } from '../model/instrument-terms.ts';
import { isMultipleOf, neighbours } from '../orders/step-size.ts';
import { valueOf } from '../orders/order-price.ts';
import { deny, sayMoney, type Denial, type DeniedField } from './denial.ts';
import type { OrderDraft } from './order-draft.ts';
import type { TradingContext } from './trading-context.ts';

export function checkKnown({ intent }: OrderDraft, { instrument }: TradingContext): Denial | undefined {
  if (instrument) return undefined;
  return deny(
    'instrument-unknown',
    `This account's venue has no instrument ${intent.instrumentId}. Nothing was sent. Choose one from the list.`,
    'instrumentId',
  );
}

export function checkTrading(_draft: OrderDraft, { instrument }: TradingContext): Denial | undefined {
  if (!instrument || instrument.trading) return undefined;
  return deny(
    'instrument-not-trading',
    `The venue takes no orders for ${instrument.id} at present. Nothing was sent. Try again when it trades, or choose another.`,
    'instrumentId',
  );
}

export function checkResolved({ unresolved }: OrderDraft): Denial | undefined {
  return unresolved;
}

const fieldNames = {
  limitPrice: 'The limit price',
  triggerPrice: 'The trigger price',
  trailingDistance: 'The trailing distance',
  stopLoss: 'The stop',
  takeProfit: 'The target',
} as const satisfies Partial<Record<DeniedField, string>>;

/** One gate for each price of an order, so that every field that is off the tick is told. */
export function checkTick(field: keyof typeof fieldNames) {
  return ({ intent }: OrderDraft, { instrument }: TradingContext): Denial | undefined => {
    const price = intent[field];
    if (!instrument || price === undefined || isMultipleOf(price, instrument.tickSize)) return undefined;
    return deny(
      'off-tick',
      `${fieldNames[field]} ${price} is no multiple of ${instrument.tickSize}, the tick of ${instrument.id}. Nothing was sent. Use ${oneOf(price, instrument.tickSize)}.`,
      field,
    );
  };
}

export function checkStep({ quantity }: OrderDraft, { instrument }: TradingContext): Denial | undefined {
  if (!instrument || quantity === undefined || isMultipleOf(quantity, instrument.stepSize)) return undefined;
  return deny(
    'off-step',
    `The quantity ${quantity} is no multiple of ${instrument.stepSize}, the step of ${instrument.id}. Nothing was sent. Use ${oneOf(quantity, instrument.stepSize)}.`,
    'quantity',
  );
}

function oneOf(value: Decimal, increment: Decimal): string {
  const [below, above] = neighbours(value, increment);
  return below === '0' ? above : `${below} or ${above}`;
}

/** The whole of a position may be closed, however little is left of it. */
export function checkMinQuantity(draft: OrderDraft, { instrument, positions }: TradingContext): Denial | undefined {
  const { quantity, intent, isExit } = draft;
  const least = instrument?.minQuantity;
  if (least === undefined || quantity === undefined || compareDecimals(quantity, least) >= 0) return undefined;
  const isWhole = positions.some(
    (position) => position.instrumentId === intent.instrumentId && compareDecimals(position.quantity, quantity) === 0,
  );
  if (isExit && isWhole) return undefined;
  return deny(
    'below-min-quantity',
    `The quantity ${quantity} is below ${least}, the least that ${intent.instrumentId} is traded in. Nothing was sent. Order at least ${least}.`,
    'quantity',
  );
}

export function checkMaxQuantity({ quantity, intent }: OrderDraft, { instrument }: TradingContext): Denial | undefined {
  if (!instrument || quantity === undefined) return undefined;
  const isLimit = intent.limitPrice !== undefined;
  const most = isLimit ? instrument.maxQuantity : (instrument.maxMarketQuantity ?? instrument.maxQuantity);
  if (most === undefined || compareDecimals(quantity, most) <= 0) return undefined;
  return deny(
    'above-max-quantity',
    `The quantity ${quantity} is above ${most}, the most that the venue takes in one ${isLimit ? 'limit' : 'market'} order of ${instrument.id}. Nothing was sent. Lower it to ${most} or send it in parts.`,
    'quantity',
  );
}

export function checkMinNotional({ quantity, price }: OrderDraft, { instrument }: TradingContext): Denial | undefined {
  const least = instrument?.minNotional;
  if (!instrument || least === undefined || quantity === undefined || price === undefined) return undefined;
  const value = valueOf(instrument, quantity, price);
  if (value.gte(least)) return undefined;
  return deny(
    'below-min-notional',
    `The order is worth ${sayMoney(value, instrument.quote)}; the venue takes none below ${sayMoney(least, instrument.quote)}. Nothing was sent. Raise the quantity.`,
    'quantity',
  );
}

/**
 * The stricter of the venue's band and our own; it bounds paying too much and selling too cheap, nothing else. Measured
 * from the mark price, or from the trigger price where the limit price counts only from there on.
 */
export function checkPriceBand({ intent }: OrderDraft, context: TradingContext): Denial | undefined {
  const { instrument, quote, limits } = context;
  const ratio = narrower(instrument?.priceBandRatio, limits.priceBandRatio);
  if (!instrument || !quote || ratio === undefined || intent.limitPrice === undefined) return undefined;
  const [reference, name] =
    intent.triggerPrice === undefined ? [quote.markPrice, 'mark'] : [intent.triggerPrice, 'trigger'];
  const distance = new Big(reference).times(ratio);
  const worst = new Big(reference)[intent.side === 'buy' ? 'plus' : 'minus'](distance);
  const crossed = intent.side === 'buy' ? worst.lt(intent.limitPrice) : worst.gt(intent.limitPrice);
  if (!crossed) return undefined;
  const percent = new Big(ratio).times(100).toFixed();
  return deny(
    'price-band',
    `The limit price ${intent.limitPrice} lies more than ${percent} percent ${intent.side === 'buy' ? 'above' : 'below'} the ${name} price ${reference}, so you might ${intent.side === 'buy' ? 'pay far too much' : 'sell far too cheap'}. Nothing was sent. Use a price ${intent.side === 'buy' ? 'up to' : 'from'} ${insideBand(worst, intent.side, instrument)}.`,
    'limitPrice',
  );
}

function narrower(a: Decimal | undefined, b: Decimal | undefined): Decimal | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareDecimals(a, b) <= 0 ? a : b;
}

function insideBand(worst: Big, side: 'buy' | 'sell', instrument: InstrumentTerms): Decimal {
  const text = worst.toFixed();
  if (isMultipleOf(text, instrument.tickSize)) return text;
  const [below, above] = neighbours(text, instrument.tickSize);
  return side === 'buy' ? below : above;
}

/** A stop waits for the price to come from the other side; one that the price has passed would fire at once. */
export function checkTrigger({ intent }: OrderDraft, { quote }: TradingContext): Denial | undefined {
  if (!quote || intent.triggerPrice === undefined || intent.type === 'trailing-stop') return undefined;
  const isMark = intent.triggerBy === 'mark' || quote.lastPrice === undefined;
  const reference = isMark ? quote.markPrice : (quote.lastPrice ?? quote.markPrice);
  const isTarget = intent.type === 'take-profit';
  const firesUpwards = (intent.side === 'buy') !== isTarget;
  const distance = compareDecimals(intent.triggerPrice, reference);
  if (firesUpwards ? distance > 0 : distance < 0) return undefined;
  return deny(
    'trigger-passed',
    `The ${isMark ? 'mark' : 'last'} price ${reference} has passed the trigger price ${intent.triggerPrice}, so the order would fire at once. Nothing was sent. Put the trigger ${firesUpwards ? 'above' : 'below'} ${reference}, or send a market order.`,
    'triggerPrice',
  );
}

/** An attached stop lies on the losing side of the price the order fills at, a target on the winning side. */
export function checkProtection(field: 'stopLoss' | 'takeProfit') {
  return ({ intent, price }: OrderDraft): Denial | undefined => {
    const exit = intent[field];
    if (exit === undefined || price === undefined) return undefined;
    const belongsAbove = (intent.side === 'buy') === (field === 'takeProfit');
    const distance = compareDecimals(exit, price);
    if (belongsAbove ? distance > 0 : distance < 0) return undefined;
    const [side, position] = [belongsAbove ? 'above' : 'below', intent.side === 'buy' ? 'long' : 'short'];
    return deny(
      'protection-wrong-side',
      `${fieldNames[field]} ${exit} of a ${position} position has to lie ${side} the price ${price}; it would close the position at once. Nothing was sent. Put it ${side} ${price}.`,
      field,
    );
  };
}
