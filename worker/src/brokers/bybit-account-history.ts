import type { BalanceChange, Instrument } from '@tapedeck/core';
import { isZero } from '@tapedeck/core';
import type { ClosedPnlRow, TransactionRow } from './bybit-trading-wire.ts';
import { withoutAbsent } from './ccxt-mapper.ts';
import type { InstrumentBook } from './instrument-book.ts';
import type { VenueClose } from './trading-port.ts';

/** Entries of the transaction log that a trade made: the fills account for them. */
const fillTypes = ['TRADE', 'DELIVERY', 'ADL', 'BLOCK_TRADE', 'MOVE_POSITION'];

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
export function toBalanceChange(row: TransactionRow, instruments: InstrumentBook): BalanceChange | undefined {
  const traded = row.tradeId !== undefined && row.tradeId !== '' && row.type !== 'SETTLEMENT';
  if (traded || fillTypes.includes(row.type) || isZero(row.change)) return undefined;
  return withoutAbsent({
    id: row.id,
    kind: kinds[row.type] ?? 'transfer',
    currency: row.currency,
    amount: row.change,
    instrumentId: findInstrument(row, instruments)?.id,
    venueMs: row.transactionTime,
  });
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
