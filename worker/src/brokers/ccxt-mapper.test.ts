import { positionRowSchema, readWire, walletAccountSchema } from './bybit-wire.ts';
import { toBalances, toFigures, toMarginMode, toPositionReading } from './ccxt-mapper.ts';
import { perpetuals } from './testing/instruments.ts';

const coin = { coin: 'USDT', walletBalance: '1000.50', locked: '0', totalOrderIM: '0', totalPositionIM: '0' };
const wallet = (coins: readonly object[], figures: object = {}) =>
  readWire(walletAccountSchema, { accountType: 'UNIFIED', ...figures, coin: coins }, 'Wallet');

describe('toBalances', () => {
  it('adds up what spot orders, derivative orders and positions hold back', () => {
    const [balance] = toBalances(
      wallet([{ ...coin, locked: '10.10', totalOrderIM: '20.02', totalPositionIM: '30.003' }]),
    );
    expect(balance).toEqual({ currency: 'USDT', total: '1000.5', locked: '60.123', free: '940.377' });
  });

  it('takes off what is borrowed', () => {
    const [lent, short] = toBalances(
      wallet([
        { ...coin, walletBalance: '1200.00', spotBorrow: '200.00' },
        { ...coin, coin: 'ETH', walletBalance: '0', spotBorrow: '0.06142' },
      ]),
    );
    expect(lent).toMatchObject({ total: '1000', free: '1000' });
    expect(short).toMatchObject({ currency: 'ETH', total: '-0.06142', free: '-0.06142' });
  });

  it('lets free fall below zero where more is held back than there is', () => {
    const [balance] = toBalances(wallet([{ ...coin, walletBalance: '5', totalPositionIM: '127.86' }]));
    expect(balance).toMatchObject({ total: '5', locked: '127.86', free: '-122.86' });
  });

  it('holds nothing back where the venue leaves margin by coin empty', () => {
    const [balance] = toBalances(wallet([{ ...coin, totalOrderIM: '', totalPositionIM: '' }]));
    expect(balance).toMatchObject({ locked: '0', free: '1000.5' });
  });

  it('refuses a negative amount held back, by name', () => {
    expect(() => toBalances(wallet([{ ...coin, locked: '-1' }]))).toThrow(/USDT balance: locked is "-1"/);
  });

  it('reads exponents', () => {
    expect(toBalances(wallet([{ ...coin, walletBalance: '1E-8' }]))[0]?.total).toBe('0.00000001');
  });

  it.each([undefined, null, '', 'NaN', '1,000', 12.5])('refuses the wallet balance %j', (walletBalance) => {
    expect(() => wallet([{ ...coin, walletBalance }])).toThrow(
      expect.objectContaining({
        code: 'invalid-venue-data',
        message: expect.stringContaining('coin.0.walletBalance') as string,
      }),
    );
  });
});

describe('toFigures', () => {
  it('takes the venue at its word and calculates the margin level', () => {
    const figures = toFigures(
      wallet([], {
        totalEquity: '10262.91335023',
        totalWalletBalance: '9684.46297164',
        totalPerpUpl: '-5.10',
        totalInitialMargin: '127.8573161',
        totalMaintenanceMargin: '12.78573161',
        totalAvailableBalance: '9556.6056555',
      }),
    );
    expect(figures).toEqual({
      equity: '10262.91335023',
      walletBalance: '9684.46297164',
      unrealisedPnl: '-5.1',
      initialMargin: '127.8573161',
      maintenanceMargin: '12.78573161',
      freeMargin: '9556.6056555',
      marginLevelRatio: '80.2685',
    });
  });

  it('leaves out what the venue leaves empty, and the margin level without margin', () => {
    expect(toFigures(wallet([], { totalEquity: '3.30', totalInitialMargin: '0', totalAvailableBalance: '' }))).toEqual({
      equity: '3.3',
      initialMargin: '0',
    });
  });

  it('refuses an account that is not unified', () => {
    expect(() => wallet([], { accountType: 'CONTRACT' })).toThrow(/accountType is "CONTRACT"/);
  });
});

const open = {
  symbol: 'BTCUSDT',
  positionIdx: 0,
  side: 'Buy',
  size: '0.500',
  avgPrice: '50000.00',
  leverage: '10',
  tradeMode: 0,
  markPrice: '50500.00',
  liqPrice: '45000.00',
  positionIM: '2500.00',
  unrealisedPnl: '250.00',
  takeProfit: '55000.00',
  stopLoss: '0.00',
  trailingStop: '',
  createdTime: '1676538056258',
};
const context = { instruments: perpetuals('BTCUSDT', 'ETHUSDT'), marginMode: 'cross', category: 'linear' } as const;
const read = (row: object, of = context) => toPositionReading(readWire(positionRowSchema, row, 'Position'), of);

describe('toPositionReading', () => {
  it('maps an open position and leaves out what the venue leaves empty or zero', () => {
    expect(read(open)).toEqual({
      id: 'BTC-USDT-PERP_net',
      venueSymbol: 'BTCUSDT',
      slot: 'net',
      position: {
        id: 'BTC-USDT-PERP_net',
        instrumentId: 'BTC-USDT-PERP',
        slot: 'net',
        side: 'long',
        quantity: '0.5',
        entryPrice: '50000',
        leverage: '10',
        marginMode: 'cross',
        takeProfit: '55000',
        tickSize: '0.1',
        stepSize: '0.001',
        contractSize: '1',
        markPrice: '50500',
        unrealisedPnl: '250',
        liquidationPrice: '45000',
        initialMargin: '2500',
      },
    });
  });

  it('finds the entry under both of its names and the opening time in digits or as a number', () => {
    const { avgPrice, ...row } = open;
    const pushed = read({ ...row, entryPrice: avgPrice, category: 'linear', openTime: 1_700_000_000_123 });
    expect(pushed.position).toMatchObject({ entryPrice: '50000', openedAtMs: 1_700_000_000_123 });
    expect(read({ ...open, openTime: '1700000000123' }).position?.openedAtMs).toBe(1_700_000_000_123);
    expect(read({ ...open, openTime: '' }).position).not.toHaveProperty('openedAtMs');
  });

  it.each([
    [0, 'Sell', 'net', 'short'],
    [1, 'Buy', 'long', 'long'],
    [2, 'Sell', 'short', 'short'],
  ])('reads index %i with side %s as the %s slot, %s', (positionIdx, side, slot, ours) => {
    const reading = read({ ...open, positionIdx, side });
    expect(reading.id).toBe(`BTC-USDT-PERP_${slot}`);
    expect(reading.position).toMatchObject({ slot, side: ours });
  });

  it.each(['', 'None'])('reads side %j with size 0 as closed', (side) => {
    expect(read({ ...open, side, size: '0', avgPrice: '0', positionIdx: 2 })).toEqual({
      id: 'BTC-USDT-PERP_short',
      venueSymbol: 'BTCUSDT',
      slot: 'short',
      position: undefined,
    });
  });

  it('takes the margin mode from the account, or from the row where that says isolated', () => {
    expect(read({ ...open, tradeMode: 1 }).position?.marginMode).toBe('isolated');
    expect(read(open, { ...context, marginMode: 'isolated' } as never).position?.marginMode).toBe('isolated');
    expect(toMarginMode({ marginMode: 'PORTFOLIO_MARGIN', unifiedMarginStatus: 5 })).toBeUndefined();
  });

  it.each([
    ['a side without a size', { side: 'Buy', size: '0' }, /side is "Buy": contradicts size 0/],
    ['a size without a side', { side: '' }, /side is "": contradicts size 0.5/],
    ['no entry price', { avgPrice: '0' }, /entryPrice is missing/],
    ['a short in the long slot', { positionIdx: 1, side: 'Sell' }, /is short in the long slot/],
    ['a negative size', { size: '-1' }, /quantity is "-1"/],
    ['an unknown slot', { positionIdx: 3 }, /positionIdx is 3/],
    ['a mark price in words', { markPrice: 'n/a' }, /markPrice is "n\/a": not a number/],
  ])('refuses %s', (_name, wrong, message) => {
    expect(() => read({ ...open, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid-venue-data', message: expect.stringMatching(message) as string }),
    );
  });

  it.each([
    ['an inverse contract', { category: 'inverse' }],
    ['an instrument that is not known', { symbol: 'BTC-26DEC25' }],
  ])('calls %s unsupported', (_name, other) => {
    expect(() => read({ ...open, ...other })).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});
