import { AppError } from '../app-error.ts';
import { isZero, multiplyDecimals, subtractDecimals, type Decimal } from '../decimal-arithmetic.ts';
import type { Instrument } from '../model/instrument.ts';
import type { LedgerEntry } from '../model/order.ts';
import { toPositionId, type PositionSlot } from '../model/position.ts';
import {
  addAmount,
  bookFill,
  bookFunding,
  type AmountsByCurrency,
  type ClosedPosition,
  type LedgerFill,
  type LedgerPosition,
} from './position-ledger.ts';

/** A change of a balance that is no trade: funding, swap, deposit, withdrawal, transfer, or what a liquidation left. */
export interface BalanceChange extends Omit<LedgerEntry, 'kind' | 'fillId'> {
  readonly kind: Exclude<LedgerEntry['kind'], 'fill' | 'fee'>;
  /** Which position funding was for; `net` when absent. */
  readonly slot?: PositionSlot | undefined;
  readonly sequence?: number | undefined;
}

export type LedgerEvent =
  { readonly kind: 'fill'; readonly fill: LedgerFill } | { readonly kind: 'change'; readonly change: BalanceChange };

/** What a ledger has to know of an instrument. */
export type LedgerInstrument = Pick<Instrument, 'kind' | 'base' | 'quote' | 'settle' | 'contractSize'>;

export interface Ledger {
  /** Oldest first; none of amount zero. */
  readonly entries: readonly LedgerEntry[];
  /** The sum of the entries of each currency. */
  readonly balances: AmountsByCurrency;
  /** By position id. */
  readonly positions: ReadonlyMap<string, LedgerPosition>;
  /** Oldest first. */
  readonly closed: readonly ClosedPosition[];
}

/**
 * The ledger of an account from all that happened to it, in whatever order it was heard and however often: events are
 * told apart by the venue's ids and taken by the venue's time. Exact to the last digit. `opening` are the positions, by id,
 * that stood before the first of them. Throws `not-found` for a fill of an instrument that is not known.
 */
export function buildLedger(
  events: Iterable<LedgerEvent>,
  instruments: ReadonlyMap<string, LedgerInstrument>,
  opening: ReadonlyMap<string, LedgerPosition> = new Map(),
): Ledger {
  const entries: LedgerEntry[] = [];
  const closed: ClosedPosition[] = [];
  const positions = new Map(opening);
  for (const event of inVenueOrder(events)) {
    if (event.kind === 'change') {
      entries.push(toEntry(event.change));
      fundPosition(positions, event.change);
      continue;
    }
    const { fill } = event;
    const instrument = instruments.get(fill.instrumentId);
    if (!instrument) {
      throw new AppError(
        'not-found',
        `Fill ${fill.id} is of ${fill.instrumentId}, which is not known. The ledger was not built. Load the venue's instruments and build it again.`,
      );
    }
    if (instrument.kind === 'spot') {
      entries.push(...spotEntries(fill, instrument));
      continue;
    }
    const positionId = toPositionId(fill.instrumentId, fill.slot);
    const booked = bookFill(positions.get(positionId), fill, instrument);
    if (booked.position) positions.set(positionId, booked.position);
    else positions.delete(positionId);
    if (booked.closed) closed.push(booked.closed);
    entries.push(fillEntry(fill, 'pnl', instrument.settle, booked.realisedPnl), feeEntry(fill));
  }
  const moving = entries.filter((entry) => !isZero(entry.amount));
  return { entries: moving, balances: sumByCurrency(moving), positions, closed };
}

export function sumByCurrency(entries: Iterable<Pick<LedgerEntry, 'currency' | 'amount'>>): AmountsByCurrency {
  let sums: AmountsByCurrency = {};
  for (const { currency, amount } of entries) sums = addAmount(sums, currency, amount);
  return sums;
}

function inVenueOrder(events: Iterable<LedgerEvent>): LedgerEvent[] {
  const byId = new Map([...events].map((event) => [`${event.kind} ${subjectOf(event).id}`, event]));
  return [...byId.values()].toSorted(compareEvents);
}

/** Below zero where the first is booked before the second: by the venue's time, then its own count, then the id. */
export function compareEvents(first: LedgerEvent, second: LedgerEvent): number {
  const [a, b] = [subjectOf(first), subjectOf(second)];
  return a.venueMs - b.venueMs || (a.sequence ?? 0) - (b.sequence ?? 0) || (a.id < b.id ? -1 : 1);
}

/** What an event tells of: it has the venue's id and time. */
export function subjectOf(event: LedgerEvent): LedgerFill | BalanceChange {
  return event.kind === 'fill' ? event.fill : event.change;
}

function toEntry({ id, kind, currency, amount, instrumentId, venueMs }: BalanceChange): LedgerEntry {
  return { id, kind, currency, amount, ...(instrumentId !== undefined && { instrumentId }), venueMs };
}

function fundPosition(positions: Map<string, LedgerPosition>, change: BalanceChange): void {
  if ((change.kind !== 'funding' && change.kind !== 'swap') || change.instrumentId === undefined) return;
  const positionId = toPositionId(change.instrumentId, change.slot ?? 'net');
  const position = positions.get(positionId);
  if (position) positions.set(positionId, bookFunding(position, change.amount));
}

/** A spot trade moves both currencies. */
function spotEntries(fill: LedgerFill, instrument: LedgerInstrument): LedgerEntry[] {
  const quantity = multiplyDecimals(fill.quantity, instrument.contractSize);
  const value = multiplyDecimals(fill.price, quantity);
  const buys = fill.side === 'buy';
  return [
    fillEntry(fill, 'base', instrument.base, buys ? quantity : negated(quantity)),
    fillEntry(fill, 'quote', instrument.quote, buys ? negated(value) : value),
    feeEntry(fill),
  ];
}

function fillEntry(fill: LedgerFill, part: string, currency: string, amount: Decimal): LedgerEntry {
  const { id, instrumentId, venueMs } = fill;
  return { id: `${id}_${part}`, kind: 'fill', currency, amount, instrumentId, fillId: id, venueMs };
}

function feeEntry(fill: LedgerFill): LedgerEntry {
  return { ...fillEntry(fill, 'fee', fill.feeCurrency, negated(fill.fee)), kind: 'fee' };
}

function negated(amount: Decimal): Decimal {
  return subtractDecimals('0', amount);
}
