import { Big } from 'big.js';
import { divideDecimals, toDecimal, type Decimal } from '../decimal-arithmetic.ts';
import type { Instrument } from '../model/instrument.ts';
import type { Fill } from '../model/order.ts';
import { toPositionId, type PositionSide, type PositionSlot } from '../model/position.ts';
import { divideDown } from './step-size.ts';

/** A fill and the position it moved. */
export interface LedgerFill extends Fill {
  readonly slot: PositionSlot;
  /** The venue's own count, which orders fills of the same millisecond; absent where it has none. */
  readonly sequence?: number | undefined;
  /** True when no command of this desk made it; absent where nobody knows. */
  readonly external?: boolean | undefined;
}

/** Amounts by currency. */
export type AmountsByCurrency = Readonly<Record<string, Decimal>>;

interface PositionLife {
  /** Instrument, slot and first fill. */
  readonly id: string;
  readonly positionId: string;
  readonly instrumentId: string;
  readonly slot: PositionSlot;
  readonly side: PositionSide;
  /** Fees paid, by currency; negative is a rebate. */
  readonly fees: AmountsByCurrency;
  /** In the settle currency; positive was received. */
  readonly funding: Decimal;
  readonly openedAtMs: number;
  readonly fillCount: number;
}

/**
 * An open position as our ledger knows it. `cost` is exact: the average entry price is never stored, because it would
 * have to be rounded.
 */
export interface LedgerPosition extends PositionLife {
  readonly quantity: Decimal;
  /** What the open quantity cost, in the settle currency. */
  readonly cost: Decimal;
  readonly entered: { readonly quantity: Decimal; readonly value: Decimal };
  readonly exited: { readonly quantity: Decimal; readonly value: Decimal };
  /** P&L of the part closed so far, without fees and funding. */
  readonly realisedPnl: Decimal;
  /** True when no command of this desk made the fill that opened it; absent where nobody knows. */
  readonly external?: boolean | undefined;
}

/** A position from its first fill until it was flat. */
export interface ClosedPosition extends PositionLife {
  /** All that was ever entered. */
  readonly quantity: Decimal;
  /** Averages, rounded to 12 digits behind the point. */
  readonly entryPrice: Decimal;
  readonly exitPrice: Decimal;
  /** In the settle currency, without fees and funding. */
  readonly pnl: Decimal;
  /** `pnl` less the fees in the settle currency, plus funding; fees in other currencies stand in `fees` alone. */
  readonly netPnl: Decimal;
  readonly closedAtMs: number;
}

export interface BookedFill {
  /** Absent when nothing is left open. */
  readonly position?: LedgerPosition;
  readonly closed?: ClosedPosition;
  readonly realisedPnl: Decimal;
}

type Contract = Pick<Instrument, 'contractSize' | 'settle'>;

/**
 * What a fill makes of a position, by average entry. A part that closes takes its share of the cost cut off behind the
 * 18th digit, the rest keeps the remainder: over a whole life P&L is what was received less what was paid, to the last
 * digit, and equal to the matching engine's. A fill that reverses closes one position and opens the next; its fee is
 * shared by quantity.
 */
export function bookFill(before: LedgerPosition | undefined, fill: LedgerFill, contract: Contract): BookedFill {
  const side = fill.side === 'buy' ? 'long' : 'short';
  if (!before || before.side === side) {
    return { position: entered(before ?? openAt(fill, side), fill, contract), realisedPnl: '0' };
  }
  const closing = new Big(fill.quantity).gt(before.quantity) ? new Big(before.quantity) : new Big(fill.quantity);
  const closingFee = closing.eq(fill.quantity)
    ? fill.fee
    : toDecimal(divideDown(closing.times(fill.fee), fill.quantity));
  const reduced = exited(before, { ...fill, quantity: toDecimal(closing), fee: closingFee }, contract);
  const realisedPnl = toDecimal(new Big(reduced.realisedPnl).minus(before.realisedPnl));
  if (reduced.quantity !== '0') return { position: reduced, realisedPnl };
  const closed = toClosed(reduced, fill, contract);
  const left = new Big(fill.quantity).minus(closing);
  if (left.eq(0)) return { closed, realisedPnl };
  const rest = { ...fill, quantity: toDecimal(left), fee: toDecimal(new Big(fill.fee).minus(closingFee)) };
  return { position: entered(openAt(fill, side), rest, contract), closed, realisedPnl };
}

/** Funding or swap that a position received, or paid when negative. */
export function bookFunding(position: LedgerPosition, amount: Decimal): LedgerPosition {
  return { ...position, funding: plus(position.funding, amount) };
}

/** The average entry price, for the eye: rounded to 12 digits behind the point. */
export function entryPriceOf(position: LedgerPosition, contract: Pick<Instrument, 'contractSize'>): Decimal {
  return average(position.cost, position.quantity, contract);
}

/**
 * The venue's figure of a closed position's P&L beside ours. Bybit's closed P&L holds fees and funding, as `netPnl` does
 * (Help Center, "Why Did My Closed P&L Record A Loss").
 */
export function compareWithVenue(
  closed: ClosedPosition,
  venuePnl: Decimal,
): { readonly ours: Decimal; readonly venue: Decimal; readonly difference: Decimal } {
  return { ours: closed.netPnl, venue: venuePnl, difference: toDecimal(new Big(venuePnl).minus(closed.netPnl)) };
}

export function addAmount(amounts: AmountsByCurrency, currency: string, amount: Decimal): AmountsByCurrency {
  return { ...amounts, [currency]: plus(amounts[currency] ?? '0', amount) };
}

export function addAmounts(a: AmountsByCurrency, b: AmountsByCurrency): AmountsByCurrency {
  return Object.entries(b).reduce((sums, [currency, amount]) => addAmount(sums, currency, amount), a);
}

function openAt(fill: LedgerFill, side: PositionSide): LedgerPosition {
  const positionId = toPositionId(fill.instrumentId, fill.slot);
  const nothing = { quantity: '0', value: '0' };
  return {
    id: `${positionId}_${fill.id}`,
    positionId,
    instrumentId: fill.instrumentId,
    slot: fill.slot,
    side,
    quantity: '0',
    cost: '0',
    entered: nothing,
    exited: nothing,
    realisedPnl: '0',
    fees: {},
    funding: '0',
    openedAtMs: fill.venueMs,
    fillCount: 0,
    ...(fill.external !== undefined && { external: fill.external }),
  };
}

function entered(position: LedgerPosition, fill: LedgerFill, contract: Contract): LedgerPosition {
  const value = valueOfFill(fill, contract);
  return {
    ...position,
    quantity: plus(position.quantity, fill.quantity),
    cost: plus(position.cost, value),
    entered: { quantity: plus(position.entered.quantity, fill.quantity), value: plus(position.entered.value, value) },
    fees: addAmount(position.fees, fill.feeCurrency, fill.fee),
    fillCount: position.fillCount + 1,
  };
}

function exited(position: LedgerPosition, fill: LedgerFill, contract: Contract): LedgerPosition {
  const value = valueOfFill(fill, contract);
  const isWhole = new Big(fill.quantity).eq(position.quantity);
  const releasedCost = isWhole
    ? position.cost
    : toDecimal(divideDown(new Big(position.cost).times(fill.quantity), position.quantity));
  const pnl = new Big(value).minus(releasedCost).times(position.side === 'long' ? 1 : -1);
  return {
    ...position,
    quantity: minus(position.quantity, fill.quantity),
    cost: minus(position.cost, releasedCost),
    exited: { quantity: plus(position.exited.quantity, fill.quantity), value: plus(position.exited.value, value) },
    realisedPnl: toDecimal(pnl.plus(position.realisedPnl)),
    fees: addAmount(position.fees, fill.feeCurrency, fill.fee),
    fillCount: position.fillCount + 1,
  };
}

function toClosed(position: LedgerPosition, fill: LedgerFill, contract: Contract): ClosedPosition {
  const { quantity: _open, cost: _cost, external: _by, entered: entry, exited: exit, realisedPnl, ...life } = position;
  const settleFees = life.fees[contract.settle] ?? '0';
  return {
    ...life,
    quantity: entry.quantity,
    entryPrice: average(entry.value, entry.quantity, contract),
    exitPrice: average(exit.value, exit.quantity, contract),
    pnl: realisedPnl,
    netPnl: toDecimal(new Big(realisedPnl).minus(settleFees).plus(life.funding)),
    closedAtMs: fill.venueMs,
  };
}

function valueOfFill(fill: LedgerFill, { contractSize }: Contract): Decimal {
  return toDecimal(new Big(fill.price).times(fill.quantity).times(contractSize));
}

function average(value: Decimal, quantity: Decimal, { contractSize }: Pick<Instrument, 'contractSize'>): Decimal {
  return divideDecimals(value, toDecimal(new Big(quantity).times(contractSize)), 12);
}

function plus(a: Decimal, b: Decimal): Decimal {
  return toDecimal(new Big(a).plus(b));
}

function minus(a: Decimal, b: Decimal): Decimal {
  return toDecimal(new Big(a).minus(b));
}
