import { isZero, type BalanceChange, type Instrument, type PositionSlot } from '@tapedeck/core';
import { named, readEach, type Page } from './bybit-messages.ts';
import {
  closedPnlRowSchema,
  transactionRowSchema,
  type ClosedPnlRow,
  type TransactionRow,
} from './bybit-trading-wire.ts';
import { readWire } from './bybit-wire.ts';
import { withoutAbsent } from './ccxt-mapper.ts';
import type { InstrumentBook } from './instrument-book.ts';
import type { VenueClose } from './trading-port.ts';
import type { VenueAccess } from './venue-access.ts';

const transactionsPerPage = 50;
const closesPerPage = 100;

/** Changes of balances that are no trades from `sinceMs` (the venue's clock) on, oldest first. */
export async function fetchBalanceChanges(venue: VenueAccess, sinceMs: number): Promise<readonly BalanceChange[]> {
  const pages = await venue.client.allWindows(
    (query) => venue.client.exchange.privateGetV5AccountTransactionLog(query),
    { accountType: 'UNIFIED', limit: transactionsPerPage },
    sinceMs,
    'Transactions',
  );
  return readOldestFirst(venue, pages, (row) =>
    toBalanceChange(readWire(transactionRowSchema, row, named('Transaction', row, 'id')), {
      instruments: venue.instruments(),
      isHedged: venue.isHedged,
    }),
  );
}

/** Closes by the venue's own count from `sinceMs` (the venue's clock) on, oldest first. */
export async function fetchCloses(venue: VenueAccess, sinceMs: number): Promise<readonly VenueClose[]> {
  const pages = await venue.client.allWindows(
    (query) => venue.client.exchange.privateGetV5PositionClosedPnl(query),
    { category: 'linear', limit: closesPerPage },
    sinceMs,
    'Closed P&L',
  );
  return readOldestFirst(venue, pages, (row) =>
    toVenueClose(readWire(closedPnlRowSchema, row, named('Closed P&L', row, 'orderId')), venue.instruments()),
  );
}

function readOldestFirst<T extends { readonly venueMs: number }>(
  venue: VenueAccess,
  pages: readonly Page[],
  read: (row: unknown) => T | undefined,
): readonly T[] {
  return pages
    .flatMap((page) => readEach(page.rows, read, venue.onRefused))
    .filter((result) => result !== undefined)
    .toSorted((a, b) => a.venueMs - b.venueMs);
}

/** Entries of the transaction log that a trade made: the fills account for them. */
const fillTypes = ['TRADE', 'DELIVERY', 'ADL', 'BLOCK_TRADE', 'MOVE_POSITION'];

export interface TransactionContext {
  readonly instruments: InstrumentBook;
  readonly isHedged: VenueAccess['isHedged'];
}

const kinds: Readonly<Record<string, BalanceChange['kind']>> = {
  SETTLEMENT: 'funding',
  LIQUIDATION: 'liquidation',
  DEPOSIT: 'deposit',
  WITHDRAW: 'withdrawal',
};

/**
 * `undefined` for an entry that fills account for or that moved nothing. Bybit's many other types (interest, bonus,
 * conversion, …) are told as transfers: they too came from, or went, outside of trading.
 */
export function toBalanceChange(row: TransactionRow, context: TransactionContext): BalanceChange | undefined {
  const tradeId = row.tradeId === '' ? undefined : row.tradeId;
  const traded = fillTypes.includes(row.type) || (row.type === 'LIQUIDATION' && tradeId !== undefined);
  if (traded || isZero(row.change)) return undefined;
  return withoutAbsent({
    // Bybit counts trades in its ids, so that funding has the id of the trade before it.
    id: `${row.id}-${tradeId ?? row.transactionTime}`,
    kind: kinds[row.type] ?? 'transfer',
    currency: row.currency,
    amount: row.change,
    instrumentId: findInstrument(row, context.instruments)?.id,
    slot: row.type === 'SETTLEMENT' ? toSlot(row, context) : undefined,
    venueMs: row.transactionTime,
  });
}

/** The rest of the position has a sign, by which the two of hedge mode are told apart. */
function toSlot({ symbol = '', size = '0' }: TransactionRow, context: TransactionContext): PositionSlot | undefined {
  if (context.isHedged(symbol) !== true || isZero(size)) return undefined;
  return size.startsWith('-') ? 'short' : 'long';
}

function findInstrument(row: TransactionRow, instruments: InstrumentBook): Instrument | undefined {
  if (row.symbol === undefined || row.symbol === '') return undefined;
  return instruments.find(row.category === 'spot' ? 'spot' : 'perpetual', row.symbol);
}

/** `undefined` for an instrument that we do not trade. One order may close in several rows, told apart by their time. */
export function toVenueClose(row: ClosedPnlRow, instruments: InstrumentBook): VenueClose | undefined {
  const instrument = instruments.find('perpetual', row.symbol);
  if (!instrument) return undefined;
  return {
    id: `${row.orderId}-${row.createdTime}`,
    venueOrderId: row.orderId,
    instrumentId: instrument.id,
    quantity: row.closedSize,
    pnl: row.closedPnl,
    venueMs: row.updatedTime,
  };
}
