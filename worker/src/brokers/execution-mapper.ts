import {
  AppError,
  isZero,
  toPositionId,
  type ExecutionCause,
  type Fill,
  type Instrument,
  type PositionSlot,
} from '@tapedeck/core';
import type { Execution } from './broker.ts';
import { toVenueDataError, type ExecutionRow } from './bybit-wire.ts';
import { withoutAbsent } from './ccxt-mapper.ts';
import type { InstrumentBook } from './instrument-book.ts';

export interface ExecutionContext {
  readonly instruments: InstrumentBook;
  /** What the page says for all its rows; the stream says it in each row. */
  readonly category?: string | undefined;
  /** Whether the symbol's long and short stand side by side; `undefined` when it is not known. */
  isHedged(venueSymbol: string): boolean | undefined;
}

/** Executions that move a position or a balance by trading. */
const fillTypes = ['Trade', 'AdlTrade', 'BustTrade', 'BlockTrade', 'MovePosition', 'FutureSpread'];
/** Entries of the same list by which nothing was traded: they belong to the ledger. */
const otherTypes = ['Funding', 'Settle', 'SessionSettlePnL', 'Delivery'];

/**
 * `undefined` for an entry that is no fill, such as funding. Throws `invalid-venue-data` for a type that we do not know
 * and for fields that contradict it, `unsupported` for instruments that we do not trade.
 */
export function toExecution(row: ExecutionRow, context: ExecutionContext): Execution | undefined {
  if (otherTypes.includes(row.execType)) return undefined;
  const what = `Execution ${row.execId}`;
  if (!fillTypes.includes(row.execType)) throw toVenueDataError(what, 'execType', row.execType, 'not known');
  const instrument = findInstrument(row, context);
  const fill = toFill(row, instrument, what);
  const closed = row.closedSize !== undefined && !isZero(row.closedSize) ? row.closedSize : undefined;
  const slot = instrument.kind === 'perpetual' ? toSlot(fill.side, closed !== undefined, context, row) : undefined;
  return withoutAbsent({
    fill,
    positionId: slot && toPositionId(instrument.id, slot),
    cause: toCause(row),
    withoutClientOrderId: row.orderLinkId === '' ? (true as const) : undefined,
    closedQuantity: closed,
    realisedPnl: closed === undefined ? undefined : row.execPnl,
    sequence: row.seq,
  });
}

function findInstrument(row: ExecutionRow, context: ExecutionContext): Instrument {
  const category = row.category ?? context.category;
  const kinds = { linear: 'perpetual', spot: 'spot' } as const;
  const kind = category === 'linear' || category === 'spot' ? kinds[category] : undefined;
  const instrument = kind && context.instruments.find(kind, row.symbol);
  if (instrument) return instrument;
  throw new AppError('unsupported', `An execution in ${row.symbol} (${category ?? 'no category'}) is not shown.`, {
    details: { symbol: row.symbol, category, execId: row.execId },
  });
}

function toFill(row: ExecutionRow, instrument: Instrument, what: string): Fill {
  if (row.side !== 'Buy' && row.side !== 'Sell') throw toVenueDataError(what, 'side', row.side, 'neither Buy nor Sell');
  for (const field of ['execPrice', 'execQty'] as const) {
    if (isZero(row[field]) || row[field].startsWith('-')) {
      throw toVenueDataError(what, field, row[field], 'must be above zero');
    }
  }
  if (row.orderId === '') throw toVenueDataError(what, 'orderId', row.orderId, 'a fill needs one');
  return withoutAbsent({
    id: row.execId,
    clientOrderId: row.orderLinkId === '' ? undefined : row.orderLinkId,
    venueOrderId: row.orderId,
    instrumentId: instrument.id,
    side: row.side === 'Buy' ? ('buy' as const) : ('sell' as const),
    price: row.execPrice,
    quantity: row.execQty,
    fee: row.execFee,
    feeCurrency: toFeeCurrency(row, instrument),
    liquidity: row.isMaker === undefined ? undefined : row.isMaker ? ('maker' as const) : ('taker' as const),
    venueMs: row.execTime,
  });
}

/**
 * Derivatives pay in the settle currency. Spot pays in what is received, save that a maker's rebate (negative rate) is
 * paid in the other one. Bybit names the currency only sometimes.
 * Source: https://bybit-exchange.github.io/docs/v5/enum#spot-fee-currency-instruction
 */
function toFeeCurrency(row: ExecutionRow, instrument: Instrument): string {
  if (row.feeCurrency !== undefined && row.feeCurrency !== '') return row.feeCurrency;
  if (instrument.kind === 'perpetual') return instrument.settle;
  const rebate = row.isMaker === true && row.feeRate?.startsWith('-') === true;
  return (row.side === 'Buy') === rebate ? instrument.quote : instrument.base;
}

/** Bybit names no position in an execution; in hedge mode side and whether it closes tell. */
function toSlot(
  side: Fill['side'],
  closes: boolean,
  context: ExecutionContext,
  row: ExecutionRow,
): PositionSlot | undefined {
  const hedged = context.isHedged(row.symbol);
  if (hedged === undefined) return undefined;
  if (!hedged) return 'net';
  return (side === 'buy') === closes ? 'short' : 'long';
}

/**
 * What the order's origin says. `Stop` is a conditional order of the trader's own and counts as an order.
 * Source: https://bybit-exchange.github.io/docs/v5/enum#createtype
 */
const causes: Readonly<Record<string, ExecutionCause>> = {
  StopLoss: 'stop-loss',
  PartialStopLoss: 'stop-loss',
  CreateByStopLoss: 'stop-loss',
  CreateByPartialStopLoss: 'stop-loss',
  TakeProfit: 'take-profit',
  PartialTakeProfit: 'take-profit',
  CreateByTakeProfit: 'take-profit',
  CreateByPartialTakeProfit: 'take-profit',
  TrailingStop: 'trailing-stop',
  TrailingProfit: 'trailing-stop',
  CreateByTrailingStop: 'trailing-stop',
  CreateByTrailingProfit: 'trailing-stop',
  CreateByLiq: 'liquidation',
  CreateByTakeOver_PassThrough: 'liquidation',
  CreateByAdl_PassThrough: 'auto-deleverage',
  BustTrade: 'liquidation',
  AdlTrade: 'auto-deleverage',
};

function toCause(row: ExecutionRow): ExecutionCause {
  return causes[row.execType] ?? causes[row.createType ?? ''] ?? causes[row.stopOrderType ?? ''] ?? 'order';
}
