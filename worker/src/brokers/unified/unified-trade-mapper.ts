import {
  compareDecimals,
  isZero,
  multiplyDecimals,
  toPositionId,
  type BalanceChange,
  type Decimal,
  type Instrument,
  type OrderStatus,
  type OrderType,
  type PositionSlot,
  type QuoteDocument,
  type TimeInForce,
} from '@tapedeck/core';
import type { Execution } from '../broker.ts';
import { readWire, toVenueDataError } from '../bybit-wire.ts';
import { withoutAbsent } from '../ccxt-mapper.ts';
import type { VenueOrder } from '../trading-port.ts';
import type { UnifiedBook } from './unified-book.ts';
import {
  fundingSchema,
  leverageSchema,
  orderSchema,
  tickerSchema,
  tradeSchema,
  type OrderRow,
} from './unified-wire.ts';

const statuses: Readonly<Record<string, OrderStatus>> = {
  open: 'working',
  closed: 'filled',
  canceled: 'cancelled',
  canceling: 'working',
  expired: 'expired',
  rejected: 'rejected',
};

export function toVenueOrder(row: unknown, book: UnifiedBook, toOwnId: (id: string) => string): VenueOrder {
  const told = readWire(orderSchema, row, 'Order');
  const instrument = book.ofSymbol(told.symbol, 'An order');
  const what = `Order ${told.id}`;
  if (told.amount === undefined) throw toVenueDataError(what, 'amount', told.amount, 'an order needs one');
  const createdAtMs = told.timestamp ?? told.lastUpdateTimestamp;
  if (createdAtMs === undefined) throw toVenueDataError(what, 'timestamp', createdAtMs, 'an order needs one');
  const filledQuantity = told.filled ?? '0';
  const type = toOrderType(told);
  return withoutAbsent({
    clientOrderId: told.clientOrderId === undefined ? undefined : toOwnId(told.clientOrderId),
    order: withoutAbsent({
      venueOrderId: told.id,
      instrumentId: instrument.id,
      side: told.side,
      type,
      timeInForce: toTimeInForce(told),
      status: toStatus(told, what, filledQuantity),
      quantity: told.amount,
      filledQuantity,
      averageFillPrice: isZero(filledQuantity) ? undefined : told.average,
      limitPrice: type === 'limit' || type === 'stop-limit' ? told.price : undefined,
      triggerPrice: told.triggerPrice,
      reduceOnly: told.reduceOnly ?? false,
      slot: toSlot(told.info) ?? ('net' as const),
      createdAtMs,
      updatedAtMs: told.lastUpdateTimestamp ?? told.lastTradeTimestamp ?? createdAtMs,
    }),
  });
}

function toStatus(told: OrderRow, what: string, filled: Decimal): OrderStatus {
  const status = statuses[told.status ?? ''];
  if (status === undefined) throw toVenueDataError(what, 'status', told.status, 'not known');
  const part = !isZero(filled) && told.amount !== undefined && compareDecimals(filled, told.amount) < 0;
  if (status === 'working' && part) return 'partly-filled';
  if (status === 'working' && told.triggerPrice !== undefined && isZero(filled)) return 'untriggered';
  // An end short of the quantity is not that of a filled order, whatever it is called.
  return status === 'filled' && part ? 'cancelled' : status;
}

function toOrderType({ type, triggerPrice }: OrderRow): OrderType {
  const name = type?.toLowerCase() ?? '';
  if (name.includes('trailing')) return 'trailing-stop';
  const limited = name.includes('limit');
  if (triggerPrice === undefined) return limited ? 'limit' : 'market';
  if (limited) return 'stop-limit';
  return name.includes('profit') ? 'take-profit' : 'stop';
}

function toTimeInForce({ timeInForce, postOnly }: OrderRow): TimeInForce {
  if (postOnly === true || timeInForce === 'PO') return 'post-only';
  return timeInForce === 'IOC' || timeInForce === 'FOK' ? timeInForce : 'GTC';
}

/** Which of the two sides of hedge mode an order or fill belongs to, in the words of the venues that say it. */
function toSlot(info: Readonly<Record<string, unknown>>): PositionSlot | undefined {
  const told = info['positionSide'] ?? info['posSide'];
  const side = typeof told === 'string' ? told.toLowerCase() : '';
  if (side === 'both' || side === 'net') return 'net';
  return side === 'long' || side === 'short' ? side : undefined;
}

/** `hedged`: whether long and short may stand side by side, so that a fill that does not say is of neither. */
export function toExecution(row: unknown, book: UnifiedBook, hedged: boolean): Execution {
  const told = readWire(tradeSchema, row, 'Fill');
  const instrument = book.ofSymbol(told.symbol, 'A fill');
  const what = `Fill ${told.id}`;
  const { price, amount: quantity, order, fee } = told;
  if (price === undefined || isZero(price)) throw toVenueDataError(what, 'price', price, 'must be above zero');
  if (quantity === undefined || isZero(quantity))
    throw toVenueDataError(what, 'amount', quantity, 'must be above zero');
  if (order === undefined) throw toVenueDataError(what, 'order', order, 'a fill needs one');
  const slot = instrument.kind === 'spot' ? undefined : (toSlot(told.info) ?? (hedged ? undefined : 'net'));
  const liquidity = told.takerOrMaker;
  return withoutAbsent({
    fill: withoutAbsent({
      id: told.id,
      venueOrderId: order,
      instrumentId: instrument.id,
      side: told.side,
      price,
      quantity,
      // A fill counts for more than its fee: where the venue tells none, the ledger's difference shows it.
      fee: fee?.cost ?? '0',
      feeCurrency: fee?.currency ?? instrument.settle,
      liquidity: liquidity === 'maker' || liquidity === 'taker' ? liquidity : undefined,
      venueMs: told.timestamp,
    }),
    positionId: slot && toPositionId(instrument.id, slot),
    cause: 'order' as const,
  });
}

/** Funding: positive came in. */
export function toFunding(row: unknown, book: UnifiedBook): BalanceChange {
  const told = readWire(fundingSchema, row, 'Funding');
  const instrument = book.ofSymbol(told.symbol, 'Funding');
  if (told.amount === undefined) throw toVenueDataError('Funding', 'amount', told.amount, 'needs one');
  return {
    id: told.id ?? `funding-${instrument.id}-${told.timestamp}`,
    kind: 'funding',
    currency: told.code,
    amount: told.amount,
    instrumentId: instrument.id,
    venueMs: told.timestamp,
  };
}

/** Of one instrument: the smaller where its two sides differ, which takes the more margin. `undefined` where untold. */
export function toLeverage(answer: unknown): Decimal | undefined {
  const { longLeverage, shortLeverage } = readWire(leverageSchema, answer, 'Leverage');
  const [first, second] = [longLeverage, shortLeverage].filter((each) => each !== undefined && !isZero(each));
  if (first === undefined || second === undefined) return first;
  return compareDecimals(first, second) <= 0 ? first : second;
}

/** ccxt tells the change of a day in percent. */
export function toQuote(row: unknown, instrument: Instrument, readMs: number): Omit<QuoteDocument, 'committedAt'> {
  const told = readWire(tickerSchema, row, `Ticker ${instrument.venueSymbol}`);
  const markPrice = told.markPrice ?? told.last;
  if (markPrice === undefined)
    throw toVenueDataError(`Ticker ${instrument.venueSymbol}`, 'last', undefined, 'no price');
  return withoutAbsent({
    instrumentId: instrument.id,
    markPrice,
    lastPrice: told.last,
    bidPrice: told.bid,
    askPrice: told.ask,
    dayChangeRatio: told.percentage === undefined ? undefined : multiplyDecimals(told.percentage, '0.01'),
    dayVolume: told.baseVolume,
    venueMs: told.timestamp ?? readMs,
    readMs,
  });
}
