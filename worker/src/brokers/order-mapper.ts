import { AppError, isZero, type Instrument, type OrderReason, type OrderStatus, type OrderType } from '@tapedeck/core';
import type { OrderRow } from './bybit-trading-wire.ts';
import { toVenueDataError } from './bybit-wire.ts';
import { withoutAbsent } from './ccxt-mapper.ts';
import type { InstrumentBook } from './instrument-book.ts';
import type { VenueOrder } from './trading-port.ts';

export interface OrderContext {
  readonly instruments: InstrumentBook;
  /** What the page says for all its rows; the stream says it in each row. */
  readonly category?: string | undefined;
}

const timesInForce = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK', PostOnly: 'post-only', RPI: 'post-only' } as const;
const slotOfIndex = { 0: 'net', 1: 'long', 2: 'short' } as const;

/** Stops that belong to a position and follow it; Bybit lists them among the orders. */
const positionStops = [
  'StopLoss',
  'TakeProfit',
  'TrailingStop',
  'PartialStopLoss',
  'PartialTakeProfit',
  'tpslOrder',
  'MmRateClose',
];

/**
 * `undefined` for a stop of a position that has not fired: it is told with its position and ends with it. Once it has
 * fired it is an order like any other. Throws `unsupported` for instruments that we do not trade.
 */
export function toVenueOrder(row: OrderRow, context: OrderContext): VenueOrder | undefined {
  const ofPosition = positionStops.includes(row.stopOrderType ?? '');
  if (ofPosition && (row.orderStatus === 'Untriggered' || row.orderStatus === 'Deactivated')) return undefined;
  const instrument = findInstrument(row, context);
  const status = toStatus(row);
  const type = toType(row);
  return withoutAbsent({
    clientOrderId: row.orderLinkId === '' ? undefined : row.orderLinkId,
    order: withoutAbsent({
      venueOrderId: row.orderId,
      instrumentId: instrument.id,
      side: row.side === 'Buy' ? ('buy' as const) : ('sell' as const),
      type,
      timeInForce: timesInForce[row.timeInForce],
      status,
      quantity: toQuantity(row),
      filledQuantity: row.cumExecQty ?? '0',
      averageFillPrice: row.avgPrice,
      limitPrice: row.orderType === 'Limit' ? row.price : undefined,
      triggerPrice: row.triggerPrice,
      reduceOnly: row.reduceOnly ?? false,
      slot: slotOfIndex[row.positionIdx ?? 0],
      createdAtMs: row.createdTime,
      updatedAtMs: row.updatedTime,
    }),
    reason: toReason(row, status),
  });
}

function findInstrument(row: OrderRow, context: OrderContext): Instrument {
  const category = row.category ?? context.category;
  const kinds = { linear: 'perpetual', spot: 'spot' } as const;
  const kind = category === 'linear' || category === 'spot' ? kinds[category] : undefined;
  const instrument = kind && context.instruments.find(kind, row.symbol);
  if (instrument) return instrument;
  throw new AppError('unsupported', `An order in ${row.symbol} (${category ?? 'no category'}) is not shown.`, {
    details: { symbol: row.symbol, category, orderId: row.orderId },
  });
}

const statuses = {
  New: 'working',
  PartiallyFilled: 'partly-filled',
  Untriggered: 'untriggered',
  Triggered: 'working',
  Rejected: 'rejected',
  PartiallyFilledCanceled: 'cancelled',
  Filled: 'filled',
  Cancelled: 'cancelled',
  Deactivated: 'cancelled',
} as const satisfies Record<OrderRow['orderStatus'], OrderStatus>;

/** Bybit takes a post-only order that would trade and then cancels it, where others reject it. */
function toStatus(row: OrderRow): Exclude<OrderStatus, 'pending' | 'unknown'> {
  const refused = row.rejectReason === 'EC_PostOnlyWillTakeLiquidity' && isZero(row.cumExecQty ?? '0');
  return refused ? 'rejected' : statuses[row.orderStatus];
}

/** A limit order with a trigger against the market has no name of its own here and is told as a stop-limit. */
function toType(row: OrderRow): OrderType {
  const limited = row.orderType === 'Limit';
  if (row.stopOrderType === 'TrailingStop') return 'trailing-stop';
  if (row.triggerPrice === undefined) return limited ? 'limit' : 'market';
  if (limited) return 'stop-limit';
  const rises = row.triggerDirection === 1;
  const against = row.triggerDirection !== undefined && row.triggerDirection !== 0 && (row.side === 'Buy') !== rises;
  return against ? 'take-profit' : 'stop';
}

/** What Bybit counts in other units (zero for a whole position, quote currency) is told by what was filled of it. */
function toQuantity(row: OrderRow): string {
  const inBase = !isZero(row.qty) && row.marketUnit !== 'quoteCoin';
  if (inBase) return row.qty;
  if (row.cumExecQty !== undefined && !isZero(row.cumExecQty)) return row.cumExecQty;
  throw toVenueDataError(`Order ${row.orderId}`, 'qty', row.qty, 'no quantity of the base currency');
}

const reasons: Readonly<Record<string, string>> = {
  EC_PostOnlyWillTakeLiquidity: 'The post-only order would have traded at once, so it was not placed.',
  EC_NoImmediateQtyToFill: 'The book had not enough to fill it at once.',
  EC_NoEnoughQtyToFill: 'The book had not enough to fill it.',
  EC_ReachMaxPendingOrderNum: 'The account has too many open orders in this instrument.',
  EC_InvalidPrice: 'The price is not allowed.',
  CancelByReduceOnly: 'It would no longer have reduced the position.',
  CancelByPrepareLiq: 'The account is close to liquidation, so its orders were cancelled.',
  CancelAllBeforeLiq: 'The account is close to liquidation, so its orders were cancelled.',
  CancelByPrepareAdl: 'The position is about to be deleveraged, so its orders were cancelled.',
  CancelAllBeforeAdl: 'The position is about to be deleveraged, so its orders were cancelled.',
  CancelByAdmin: 'The venue cancelled it.',
  CancelBySettle: 'The contract was settled.',
  CancelByTpSlTsClear: 'The position that it belonged to was closed.',
  CancelBySmp: 'It would have traded with an order of the same account.',
  CancelByDCP: 'The connection to the venue was lost, and it cancels orders then.',
};

/** Absent where it ended as was asked for, and while it has not ended. */
function toReason(row: OrderRow, status: OrderStatus): OrderReason | undefined {
  if (status !== 'cancelled' && status !== 'rejected') return undefined;
  const { rejectReason = '', cancelType = '' } = row;
  const unsaid = ['', 'EC_NoError', 'EC_PerCancelRequest', 'UNKNOWN', 'CancelByUser'];
  const code = [rejectReason, cancelType].find((given) => !unsaid.includes(given));
  return code === undefined ? undefined : { code, message: reasons[code] ?? `Bybit ended it: ${code}.` };
}
