import { toBalanceChange, toVenueClose } from './bybit-account-history.ts';
import { closedPnlRowSchema, transactionRowSchema } from './bybit-trading-wire.ts';
import { readWire } from './bybit-wire.ts';
import { perpetuals } from './testing/instruments.ts';

const instruments = perpetuals('BTCUSDT');
const transaction = {
  id: '592324_XRPUSDT_161440249321',
  symbol: 'BTCUSDT',
  category: 'linear',
  type: 'SETTLEMENT',
  currency: 'USDT',
  change: '-0.00560',
  tradeId: '534c0003',
  transactionTime: '1684738540559',
};
const change = (parts: object = {}, hedged = false) =>
  toBalanceChange(readWire(transactionRowSchema, { ...transaction, ...parts }, 'Transaction'), {
    instruments,
    isHedged: () => hedged,
  });

describe('toBalanceChange', () => {
  it('tells funding with its instrument', () => {
    expect(change()).toEqual({
      id: '592324_XRPUSDT_161440249321-534c0003',
      kind: 'funding',
      currency: 'USDT',
      amount: '-0.0056',
      instrumentId: 'BTC-USDT-PERP',
      venueMs: 1_684_738_540_559,
    });
  });

  it('tells which of two positions funding was for', () => {
    expect(change({ size: '100' }, true)?.slot).toBe('long');
    expect(change({ size: '-100' }, true)?.slot).toBe('short');
    expect(change({ size: '-100' })).not.toHaveProperty('slot');
  });

  it('tells entries apart that Bybit gives one id', () => {
    expect(change({ tradeId: '6b1d0004' })?.id).not.toBe(change()?.id);
    expect(change({ tradeId: '' })?.id).toBe('592324_XRPUSDT_161440249321-1684738540559');
  });

  it.each([
    ['TRANSFER_IN', 'transfer'],
    ['DEPOSIT', 'deposit'],
    ['WITHDRAW', 'withdrawal'],
    ['LIQUIDATION', 'liquidation'],
    ['INTEREST', 'transfer'],
  ])('tells %s as %s', (type, kind) => {
    expect(change({ type, symbol: '', tradeId: '' })).toMatchObject({ kind });
  });

  it('passes over what fills account for, and what moved nothing', () => {
    expect(change({ type: 'TRADE' })).toBeUndefined();
    expect(change({ type: 'LIQUIDATION', tradeId: 't-1' })).toBeUndefined();
    expect(change({ change: '0' })).toBeUndefined();
  });
});

describe('toVenueClose', () => {
  const row = {
    symbol: 'BTCUSDT',
    orderId: '5a373bfe',
    closedSize: '0.010',
    closedPnl: '-47.4065',
    createdTime: '1672214887231',
    updatedTime: '1672214887236',
  };
  const close = (parts: object = {}) =>
    toVenueClose(readWire(closedPnlRowSchema, { ...row, ...parts }, 'Closed P&L'), instruments);

  it('tells what an order closed', () => {
    expect(close()).toEqual({
      id: '5a373bfe-1672214887231',
      venueOrderId: '5a373bfe',
      instrumentId: 'BTC-USDT-PERP',
      quantity: '0.01',
      pnl: '-47.4065',
      venueMs: 1_672_214_887_236,
    });
  });

  it('passes over what is not traded here', () => {
    expect(close({ symbol: 'BTCUSD' })).toBeUndefined();
  });
});
