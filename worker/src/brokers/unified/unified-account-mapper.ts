import {
  AppError,
  addDecimals,
  compareDecimals,
  createBalance,
  createPosition,
  isZero,
  multiplyDecimals,
  subtractDecimals,
  type AccountFigures,
  type Balance,
  type Decimal,
  type Position,
} from '@tapedeck/core';
import { readWire, toVenueDataError } from '../bybit-wire.ts';
import { withoutAbsent } from '../ccxt-mapper.ts';
import type { UnifiedBook } from './unified-book.ts';
import { balanceSchema, positionSchema, type PositionRow } from './unified-wire.ts';

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

/** Currencies with something in them that a sum over the account has to count. */
export function currenciesHeld(balances: readonly Balance[], pnl: Amounts | undefined): readonly string[] {
  const held = balances.filter(({ total }) => !isZero(total)).map(({ currency }) => currency);
  return [...new Set([...held, ...Object.keys(pnl ?? {})])];
}

/** Sums over all currencies at their prices in the account currency; none where the price of one is not known. */
export function toFigures(
  balances: readonly Balance[],
  pnl: Amounts | undefined,
  prices: ReadonlyMap<string, Decimal>,
): AccountFigures {
  if (pnl === undefined || currenciesHeld(balances, pnl).some((currency) => !prices.has(currency))) return {};
  const valueOf = (currency: string, sum: Decimal) => multiplyDecimals(sum, prices.get(currency) ?? '0');
  const walletBalance = addDecimals('0', ...balances.map(({ currency, total }) => valueOf(currency, total)));
  const unrealisedPnl = addDecimals(
    '0',
    ...Object.entries(pnl).map(([currency, sum]) => valueOf(currency, sum ?? '0')),
  );
  return { walletBalance, unrealisedPnl, equity: addDecimals(walletBalance, unrealisedPnl) };
}

/** What ccxt tells as free of a currency: where positions stand, what the venue lets new ones use. */
export function toFree(answer: unknown, currency: string): Decimal {
  return readWire(balanceSchema, answer, 'Balance').free[currency] ?? '0';
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
        unrealisedPnl: told.unrealizedPnl ?? linearPnl(told, instrument.contractSize),
        liquidationPrice: aboveZero(told.liquidationPrice),
        initialMargin: told.initialMargin,
      }),
    ),
  );
  return { position, hedged };
}

/** By the mark price; ccxt leaves out what a venue tells as zero. `undefined` without a mark price. */
function linearPnl(
  { side, contracts, entryPrice, markPrice }: PositionRow,
  contractSize: Decimal,
): Decimal | undefined {
  if (contracts === undefined || entryPrice === undefined || markPrice === undefined) return undefined;
  const gain = side === 'long' ? subtractDecimals(markPrice, entryPrice) : subtractDecimals(entryPrice, markPrice);
  return multiplyDecimals(multiplyDecimals(gain, contracts), contractSize);
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
