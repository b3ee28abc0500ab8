import {
  AppError,
  createBalance,
  createPosition,
  divideDecimals,
  isZero,
  subtractDecimals,
  addDecimals,
  compareDecimals,
  toPositionId,
  type AccountFigures,
  type Balance,
  type Decimal,
  type Instrument,
  type Position,
  type PositionSlot,
} from '@tapedeck/core';
import {
  toVenueDataError,
  type AccountInfo,
  type PositionRow,
  type WalletAccount,
  type WalletCoin,
} from './bybit-wire.ts';
import type { InstrumentBook } from './instrument-book.ts';

/** The margin mode set for the whole account; `undefined` in portfolio margin, which is neither. */
export type AccountMarginMode = 'cross' | 'isolated' | undefined;

export interface PositionContext {
  readonly instruments: InstrumentBook;
  readonly marginMode: AccountMarginMode;
  /** What the page says for all its rows; the stream says it in each row. */
  readonly category?: string | undefined;
}

/** What one row says of one position: the new whole of it, or that there is none. */
export interface PositionReading {
  readonly id: string;
  readonly venueSymbol: string;
  readonly slot: PositionSlot;
  readonly position: Position | undefined;
  /** Grows with each change by a trade. */
  readonly sequence: number | undefined;
}

/**
 * Figures of the account as Bybit values it, in USD. Those that Bybit leaves empty (isolated margin) are absent.
 * `marginLevelRatio` is calculated, to four places.
 */
export function toFigures(account: WalletAccount): AccountFigures {
  const { totalEquity: equity, totalInitialMargin: initialMargin } = account;
  return withoutAbsent({
    equity,
    walletBalance: account.totalWalletBalance,
    unrealisedPnl: account.totalPerpUPL ?? account.totalPerpUpl,
    initialMargin,
    maintenanceMargin: account.totalMaintenanceMargin,
    freeMargin: account.totalAvailableBalance,
    marginLevelRatio: toMarginLevel(equity, initialMargin),
  });
}

function toMarginLevel(equity: Decimal | undefined, initialMargin: Decimal | undefined): Decimal | undefined {
  if (equity === undefined || initialMargin === undefined || compareDecimals(initialMargin, '0') <= 0) return undefined;
  return divideDecimals(equity, initialMargin, 4);
}

export function toMarginMode(account: AccountInfo): AccountMarginMode {
  if (account.marginMode === 'REGULAR_MARGIN') return 'cross';
  return account.marginMode === 'ISOLATED_MARGIN' ? 'isolated' : undefined;
}

/** One balance for each coin that the account names, those at zero included. */
export function toBalances(account: WalletAccount): Balance[] {
  return account.coin.map(toBalance);
}

/**
 * `total` is what is held less what was borrowed for it, which is Bybit's coin equity less unrealised P&L; `locked` is
 * what spot orders, derivative orders and positions hold back. Where Bybit leaves a coin's margin empty it holds none.
 */
function toBalance(coin: WalletCoin): Balance {
  const locked = [coin.locked, coin.totalOrderIM, coin.totalPositionIM].filter((part) => part !== undefined);
  const negative = locked.find((part) => part.startsWith('-'));
  if (negative !== undefined) throw toVenueDataError(`${coin.coin} balance`, 'locked', negative, 'below zero');
  return createBalance({
    currency: coin.coin,
    total: subtractDecimals(coin.walletBalance, coin.spotBorrow ?? '0'),
    locked: addDecimals(...locked),
  });
}

const slotOfIndex = { 0: 'net', 1: 'long', 2: 'short' } as const;

/** Throws `invalid-venue-data` where the row contradicts itself and `unsupported` where we do not trade its kind. */
export function toPositionReading(row: PositionRow, context: PositionContext): PositionReading {
  const instrument = findPerpetual(row, context);
  const slot = slotOfIndex[row.positionIdx];
  const reading = { id: toPositionId(instrument.id, slot), venueSymbol: row.symbol, slot, sequence: row.seq };
  return { ...reading, position: isClosed(row) ? undefined : toPosition(row, instrument, slot, context) };
}

function findPerpetual(row: PositionRow, context: PositionContext): Instrument {
  const category = row.category ?? context.category;
  if (category !== undefined && category !== 'linear') {
    throw new AppError('unsupported', `The ${category} position ${row.symbol} is not shown: only linear ones are.`, {
      details: { symbol: row.symbol, category },
    });
  }
  const instrument = context.instruments.find('perpetual', row.symbol);
  if (instrument) return instrument;
  throw new AppError('unsupported', `The position ${row.symbol} is not shown: it is no perpetual that is known.`, {
    details: { symbol: row.symbol },
  });
}

function isClosed(row: PositionRow): boolean {
  const sideless = row.side === '' || row.side === 'None';
  if (sideless !== isZero(row.size)) {
    throw toVenueDataError(`Position ${row.symbol}`, 'side', row.side, `contradicts size ${row.size}`);
  }
  return sideless;
}

function toPosition(row: PositionRow, instrument: Instrument, slot: PositionSlot, context: PositionContext): Position {
  const entryPrice = row.entryPrice ?? row.avgPrice;
  if (entryPrice === undefined) {
    throw toVenueDataError(`Position ${row.symbol}`, 'entryPrice', entryPrice, 'an open position needs one');
  }
  try {
    return createPosition(
      withoutAbsent({
        instrumentId: instrument.id,
        slot,
        side: row.side === 'Buy' ? ('long' as const) : ('short' as const),
        quantity: row.size,
        entryPrice,
        leverage: row.leverage,
        marginMode: row.tradeMode === 1 ? ('isolated' as const) : context.marginMode,
        stopLoss: row.stopLoss,
        takeProfit: row.takeProfit,
        trailingStop: row.trailingStop,
        openedAtMs: row.openTime === 0 ? undefined : row.openTime,
        tickSize: instrument.tickSize,
        stepSize: instrument.stepSize,
        contractSize: instrument.contractSize,
        markPrice: row.markPrice,
        unrealisedPnl: row.unrealisedPnl,
        liquidationPrice: row.liqPrice,
        initialMargin: row.positionIM,
      }),
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError('invalid-venue-data', error.message, { details: { ...error.details, symbol: row.symbol } });
  }
}

/** Drops fields that are `undefined`, so that what is unknown is absent everywhere. */
export function withoutAbsent<T extends object>(parts: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const present: Partial<T> = {};
  for (const key in parts) if (parts[key] !== undefined) present[key] = parts[key];
  return present as { [K in keyof T]: Exclude<T[K], undefined> };
}
