import { describe, expect, it } from '@jest/globals';
import {
  bookFill,
  bookFunding,
  compareWithVenue,
  entryPriceOf,
  type BookedFill,
  type LedgerFill,
} from './position-ledger.ts';

const contract = { contractSize: '1', settle: 'USDT' };

function fill(id: string, side: 'buy' | 'sell', quantity: string, price: string, fee = '0.3'): LedgerFill {
  return {
    id,
    venueOrderId: 'v-1',
    instrumentId: 'BTC-USDT-PERP',
    slot: 'net',
    side,
    quantity,
    price,
    fee,
    feeCurrency: 'USDT',
    venueMs: Number(id),
  };
}

function book(...fills: LedgerFill[]): BookedFill {
  return fills.reduce<BookedFill>((booked, next) => bookFill(booked.position, next, contract), { realisedPnl: '0' });
}

describe('a position in the ledger', () => {
  it('averages its entries and closes with the difference', () => {
    const { closed, position } = book(
      fill('1', 'buy', '1', '100'),
      fill('2', 'buy', '2', '103'),
      fill('3', 'sell', '3', '110'),
    );
    expect(position).toBeUndefined();
    expect(closed).toEqual({
      id: 'BTC-USDT-PERP_net_1',
      positionId: 'BTC-USDT-PERP_net',
      instrumentId: 'BTC-USDT-PERP',
      slot: 'net',
      side: 'long',
      quantity: '3',
      entryPrice: '102',
      exitPrice: '110',
      pnl: '24',
      fees: { USDT: '0.9' },
      funding: '0',
      netPnl: '23.1',
      openedAtMs: 1,
      closedAtMs: 3,
      fillCount: 3,
    });
  });

  it('closes in parts whose P&L adds up though the average has no end', () => {
    const start = book(fill('1', 'sell', '1', '100'), fill('2', 'sell', '2', '100.1'));
    expect(start.position && entryPriceOf(start.position, contract)).toBe('100.066666666667');
    const first = bookFill(start.position, fill('3', 'buy', '1', '100'), contract);
    const second = bookFill(first.position, fill('4', 'buy', '1', '100'), contract);
    const third = bookFill(second.position, fill('5', 'buy', '1', '100'), contract);
    expect([first.realisedPnl, second.realisedPnl, third.realisedPnl]).toEqual([
      '0.066666666666666666',
      '0.066666666666666667',
      '0.066666666666666667',
    ]);
    expect(third.closed).toMatchObject({ side: 'short', pnl: '0.2', netPnl: '-1.3' });
  });

  it('is closed and opened anew by a fill that reverses it, the fee shared by quantity', () => {
    const { closed, position } = book(fill('1', 'buy', '1', '100'), fill('2', 'sell', '3', '90', '0.1'));
    expect(closed).toMatchObject({ side: 'long', pnl: '-10', fees: { USDT: '0.333333333333333333' } });
    expect(position).toMatchObject({
      side: 'short',
      quantity: '2',
      cost: '180',
      fees: { USDT: '0.066666666666666667' },
    });
  });

  it('holds funding, and fees of another currency apart', () => {
    const { position } = book({ ...fill('1', 'buy', '1', '100', '0.001'), feeCurrency: 'BNB' });
    if (!position) throw new Error('No position is open.');
    const { closed } = bookFill(bookFunding(position, '-0.5'), fill('2', 'sell', '1', '110', '0'), contract);
    expect(closed).toMatchObject({ pnl: '10', funding: '-0.5', netPnl: '9.5', fees: { BNB: '0.001', USDT: '0' } });
    expect(closed && compareWithVenue(closed, '9.49')).toEqual({ ours: '9.5', venue: '9.49', difference: '-0.01' });
  });

  it('counts what a contract holds', () => {
    const small = { contractSize: '0.01', settle: 'USDT' };
    const { position } = bookFill(undefined, fill('1', 'buy', '5', '100'), small);
    expect(position).toMatchObject({ quantity: '5', cost: '5' });
    expect(bookFill(position, fill('2', 'sell', '5', '110'), small).closed).toMatchObject({
      entryPrice: '100',
      pnl: '0.5',
    });
  });
});
