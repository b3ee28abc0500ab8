import {
  AppError,
  addDecimals,
  compareDecimals,
  createBalance,
  createPosition,
  isZero,
  multiplyDecimals,
  subtractDecimals,
  toPositionId,
  type AccountFigures,
  type Balance,
  type BalanceChange,
  type Decimal,
  type Instrument,
  type OrderStatus,
  type OrderType,
  type Position,
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
  balanceSchema,
  fundingSchema,
  orderSchema,
  positionSchema,
  tickerSchema,
  tradeSchema,
  type OrderRow,
} from './unified-wire.ts';

type Amounts = Readonly<Record<string, Decimal | undefined>>;

/** What a currency holds and what of it is held back; where a venue tells totals alone nothing counts as held back. */
export function toBalances(answer: unknown): Balance[] {
  const { total, used, free } = readWire(balanceSchema, answer, 'Balance');
  return Object.entries(total).flatMap(([currency, held]) => {
    if (held === undefined) return [];
    const locked = used[currency] ?? subtractDecimals(held, free[currency] ?? held);
    if (isZero(held) && isZero(locked)) return [];
    // Margin that is backed by profit may leave more free than is held.
    return [createBalance({ currency, total: held, locked: compareDecimals(locked, '0') < 0 ? '0' : locked })];
  });
}

/** The same currency in several wallets of a venue is one balance. */
export function sumBalances(wallets: readonly (readonly Balance[])[]): Balance[] {
  const sums = new Map<string, Balance>();
  for (const { currency, total, locked } of wallets.flat()) {
    const known = sums.get(currency);
    const parts = known
      ? { total: addDecimals(known.total, total), locked: addDecimals(known.locked, locked) }
      : { total, locked };
    sums.set(currency, createBalance({ currency, ...parts }));
  }
  return [...sums.values()];
}

/** Takes the unrealised P&L out of totals that hold it: a balance is what is there without it. */
export function withoutPnl(balances: readonly Balance[], pnlByCurrency: Amounts): Balance[] {
  return balances.map((balance) => {
    const pnl = pnlByCurrency[balance.currency];
    if (pnl === undefined) return balance;
    return createBalance({ ...balance, total: subtractDecimals(balance.total, pnl) });
  });
}

/** Unrealised P&L by settle currency; `undefined` where a position does not tell it. */
export function sumPnl(positions: readonly Position[], book: UnifiedBook): Amounts | undefined {
  const sums: Record<string, Decimal> = {};
  for (const { instrumentId, unrealisedPnl } of positions) {
    const settle = book.byId.get(instrumentId)?.settle;
    if (unrealisedPnl === undefined || settle === undefined) return undefined;
    sums[settle] = addDecimals(sums[settle] ?? '0', unrealisedPnl);
  }
  return sums;
}

/**
 * Figures of an account that holds nothing but its own currency. With other currencies in it the sum would need prices
 * that the venue does not give here, so that it stays unknown.
 */
export function toFigures(balances: readonly Balance[], pnl: Amounts | undefined, currency: string): AccountFigures {
  const foreign = balances.some((balance) => balance.currency !== currency && !isZero(balance.total));
  const foreignPnl = Object.keys(pnl ?? {}).some((settle) => settle !== currency);
  const own = balances.find((balance) => balance.currency === currency);
  if (foreign || foreignPnl || pnl === undefined) return {};
  const walletBalance = own?.total ?? '0';
  const unrealisedPnl = pnl[currency] ?? '0';
  return { walletBalance, unrealisedPnl, equity: addDecimals(walletBalance, unrealisedPnl) };
}

export interface PositionReading {
  readonly position: Position;
  readonly hedged: boolean;
}

/** `undefined` for one that is closed. Throws `invalid-venue-data` where the row contradicts itself. */
export function toPositionReading(row: unknown, book: UnifiedBook): PositionReading | undefined {
  const told = readWire(positionSchema, row, 'Position');
  if (told.contracts === undefined || isZero(told.contracts)) return undefined;
  const instrument = book.ofSymbol(told.symbol, 'A position');
  const { side, entryPrice } = told;
  const what = `Position ${told.symbol}`;
  if (side !== 'long' && side !== 'short') throw toVenueDataError(what, 'side', side, 'neither long nor short');
  if (entryPrice === undefined) throw toVenueDataError(what, 'entryPrice', entryPrice, 'an open position needs one');
  const hedged = told.hedged === true;
  const aboveZero = (price: Decimal | undefined) =>
    price !== undefined && compareDecimals(price, '0') > 0 ? price : undefined;
  const position = refusingInvalid(() =>
    createPosition(
      withoutAbsent({
        instrumentId: instrument.id,
        slot: hedged ? side : ('net' as const),
        side,
        quantity: told.contracts ?? '0',
        entryPrice,
        leverage: aboveZero(told.leverage),
        marginMode: told.marginMode === 'cross' || told.marginMode === 'isolated' ? told.marginMode : undefined,
        stopLoss: aboveZero(told.stopLossPrice),
        takeProfit: aboveZero(told.takeProfitPrice),
        tickSize: instrument.tickSize,
        stepSize: instrument.stepSize,
        contractSize: instrument.contractSize,
        markPrice: aboveZero(told.markPrice),
        unrealisedPnl: told.unrealizedPnl,
        liquidationPrice: aboveZero(told.liquidationPrice),
        initialMargin: told.initialMargin,
      }),
    ),
  );
  return { position, hedged };
}

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
      liquidity: liquidity === 'maker' || liquidity === 'taker' ? (liquidity as 'maker' | 'taker') : undefined,
      venueMs: told.timestamp,
    }),
    positionId: slot && toPositionId(instrument.id, slot),
    cause: 'order' as const,
  });
}

/** Funding: positive came in. `undefined` for instruments that are not traded here. */
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

/** A noun that cannot be built of what a venue told is the venue's contradiction. */
function refusingInvalid<T>(build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError('invalid-venue-data', error.message, { details: error.details });
  }
}

/** The rows of an answer that has to be a list. */
export function toRows(answer: unknown, what: string): readonly unknown[] {
  if (Array.isArray(answer)) return answer as readonly unknown[];
  throw toVenueDataError(what, 'answer', typeof answer, 'not a list');
}
