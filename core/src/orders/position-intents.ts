import { Big } from 'big.js';
import { AppError } from '../app-error.ts';
import { toDecimal, type Decimal } from '../decimal-arithmetic.ts';
import type { Instrument } from '../model/instrument.ts';
import type { PositionStructure } from '../model/position.ts';
import type { OrderIntent } from './order-intent.ts';
import type { OrderRecord, OrderTerms } from './order-record.ts';
import { roundDownTo } from './step-size.ts';

/** How much of a position: base units, or percent of it. */
export interface PositionPart {
  readonly unit: 'base' | 'percent';
  readonly value: Decimal;
}

/** The order that closes a position or a part of it: reduce-only, at the market unless a limit price is given. */
export function toCloseIntent(
  position: PositionStructure,
  close: {
    readonly accountId: string;
    readonly part?: PositionPart | undefined;
    readonly limitPrice?: Decimal | undefined;
  },
): OrderIntent {
  const { accountId, part, limitPrice } = close;
  return {
    accountId,
    instrumentId: position.instrumentId,
    side: position.side === 'long' ? 'sell' : 'buy',
    quantity: { unit: 'base', value: closedQuantity(position, part) },
    slot: position.slot,
    reduceOnly: true,
    ...(limitPrice === undefined ? { type: 'market' } : { type: 'limit', limitPrice }),
  };
}

/** In base units, never more than the position. */
function closedQuantity(position: PositionStructure, part: PositionPart | undefined): Decimal {
  const { quantity, contractSize, stepSize } = position;
  const whole = new Big(quantity).times(contractSize);
  if (!part || (part.unit === 'base' && whole.lte(part.value))) return toDecimal(whole);
  if (part.unit === 'base') return part.value;
  const contracts = roundDownTo(new Big(quantity).times(part.value).div(100), stepSize);
  if (contracts !== '0') return toDecimal(new Big(contracts).times(contractSize));
  throw new AppError(
    'invalid-input',
    `${part.value} percent of the position of ${quantity} is less than one step of ${stepSize}. Nothing was sent. Close a larger part.`,
    { details: { quantity, percent: part.value, stepSize } },
  );
}

/**
 * The two orders that turn a position round: the second goes out when the first is filled, so that what was closed by
 * somebody else meanwhile is not opened twice. In hedge mode the other slot is opened.
 */
export function toReverseIntents(
  position: PositionStructure,
  accountId: string,
): { readonly close: OrderIntent; readonly open: OrderIntent } {
  const close = toCloseIntent(position, { accountId });
  const { reduceOnly: _reduceOnly, ...opening } = close;
  const otherSlot = position.slot === 'long' ? 'short' : position.slot === 'short' ? 'long' : 'net';
  return { close, open: { ...opening, slot: otherSlot } };
}

/**
 * What is left of a working order after an amendment, as the gates see it: what is filled already stands in the
 * position. Throws `invalid-input` when nothing would be left.
 */
export function toAmendedIntent(
  order: OrderRecord,
  changes: Partial<OrderTerms>,
  context: { readonly accountId: string; readonly instrument: Pick<Instrument, 'contractSize'> },
): OrderIntent {
  const { instrumentId, side, type, timeInForce, reduceOnly, slot, filledQuantity } = order;
  const quantity = changes.quantity ?? order.quantity;
  const left = new Big(quantity).minus(filledQuantity);
  if (left.lte(0)) {
    throw new AppError(
      'invalid-input',
      `${filledQuantity} of the order is filled already, so its quantity cannot become ${quantity}. Nothing was changed. Cancel what is left instead.`,
      { details: { clientOrderId: order.clientOrderId, filledQuantity, quantity } },
    );
  }
  const limitPrice = changes.limitPrice ?? order.limitPrice;
  const fired = hasFired(order);
  if (fired && changes.triggerPrice !== undefined) {
    throw new AppError(
      'invalid-input',
      'The trigger of the order has fired, so its trigger price cannot be changed. Nothing was changed. Change its limit price, or cancel it.',
      { details: { clientOrderId: order.clientOrderId } },
    );
  }
  const triggerPrice = fired ? undefined : (changes.triggerPrice ?? order.triggerPrice);
  const triggerBy = fired ? undefined : order.triggerBy;
  const trailingDistance = changes.trailingDistance ?? order.trailingDistance;
  return {
    accountId: context.accountId,
    instrumentId,
    side,
    type: fired ? 'limit' : type,
    timeInForce,
    reduceOnly,
    slot,
    quantity: { unit: 'base', value: toDecimal(left.times(context.instrument.contractSize)) },
    ...(limitPrice !== undefined && { limitPrice }),
    ...(triggerPrice !== undefined && { triggerPrice }),
    ...(triggerBy !== undefined && { triggerBy }),
    ...(trailingDistance !== undefined && { trailingDistance }),
  };
}

/** A stop-limit order that is in the book: from then on it is a limit order like any other. */
export function hasFired({ type, evidence }: Pick<OrderRecord, 'type' | 'evidence'>): boolean {
  return type === 'stop-limit' && evidence.moments.triggered !== undefined;
}
