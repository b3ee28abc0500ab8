import { toBalances, sumBalances, sumPnl, toFigures, toPositionReading, withoutPnl } from './unified-account-mapper.ts';
import { UnifiedBook } from './unified-book.ts';
import type { UnifiedMarket } from './unified-exchange.ts';
import { toExecution, toLeverage, toQuote, toVenueOrder } from './unified-trade-mapper.ts';

const market: UnifiedMarket = {
  id: 'BTC-USDT-SWAP',
  symbol: 'BTC/USDT:USDT',
  type: 'swap',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  linear: true,
  contractSize: '0.01',
  precision: { amount: '1', price: '0.1' },
  limits: {},
  maker: '0.0002',
  taker: '0.0005',
};
const spotMarket: UnifiedMarket = { ...market, id: 'BTC-USDT', symbol: 'BTC/USDT', type: 'spot', linear: undefined };
const book = new UnifiedBook([market, spotMarket, { ...market, symbol: 'BTC/USD:BTC', quote: 'USD', linear: false }]);

const position = {
  symbol: 'BTC/USDT:USDT',
  side: 'short',
  contracts: '12',
  entryPrice: '60000',
  markPrice: '61000',
  unrealizedPnl: '-120',
  leverage: '5',
  marginMode: 'cross',
  hedged: false,
  liquidationPrice: '0',
};

describe('UnifiedBook', () => {
  it('holds spot and linear perpetuals with their contract sizes and fee rates', () => {
    expect([...book.byId.keys()]).toEqual(['BTC-USDT-PERP', 'BTC-USDT-SPOT']);
    expect(book.terms.get('BTC-USDT-PERP')).toMatchObject({
      contractSize: '0.01',
      takerFeeRate: '0.0005',
      trading: true,
    });
    expect(() => book.find('ETH-USDT-PERP', 'okx')).toThrow('okx lists no ETH-USDT-PERP');
  });
});

describe('an account', () => {
  it('has a balance for each currency, summed over the wallets of a venue', () => {
    const wallet = toBalances({ total: { USDT: '10', BTC: '0', ETH: undefined }, used: { USDT: '4' }, free: {} });
    expect(wallet).toEqual([{ currency: 'USDT', total: '10', locked: '4', free: '6' }]);
    const other = toBalances({ total: { USDT: '5' }, free: { USDT: '3' } });
    expect(sumBalances([wallet, other])).toEqual([{ currency: 'USDT', total: '15', locked: '6', free: '9' }]);
  });

  it('has figures over all currencies at their prices, without the profit that totals hold', () => {
    const reading = toPositionReading(position, book)?.position;
    const pnl = sumPnl(reading ? [reading] : [], book);
    const balances = withoutPnl(toBalances({ total: { USDT: '1000' }, used: {}, free: {} }), pnl ?? {});
    const prices = new Map([['USDT', '1']]);
    expect(balances[0]?.total).toBe('1120');
    const alone = { walletBalance: '1120', unrealisedPnl: '-120', equity: '1000' };
    expect(toFigures(balances, pnl, prices)).toEqual(alone);
    const mixed = [...balances, ...toBalances({ total: { BTC: '0.1' }, used: {}, free: {} })];
    expect(toFigures(mixed, pnl, new Map([...prices, ['BTC', '50000.01']]))).toEqual({
      walletBalance: '6120.001',
      unrealisedPnl: '-120',
      equity: '6000.001',
    });
    expect(toFigures(mixed, pnl, prices)).toEqual({});
    expect(toFigures(balances, undefined, prices)).toEqual({});
  });

  it('has the leverage of the side that takes the more margin', () => {
    expect(toLeverage({ longLeverage: 10, shortLeverage: 5 })).toBe('5');
    expect(toLeverage({ longLeverage: 10 })).toBe('10');
    expect(toLeverage({ longLeverage: 0, shortLeverage: undefined })).toBeUndefined();
  });

  it('has positions in contracts; zero counts as closed and as no liquidation price', () => {
    const reading = toPositionReading(position, book);
    expect(reading).toMatchObject({
      hedged: false,
      position: { id: 'BTC-USDT-PERP_net', side: 'short', quantity: '12', contractSize: '0.01', leverage: '5' },
    });
    expect(reading?.position).not.toHaveProperty('liquidationPrice');
    expect(toPositionReading({ ...position, contracts: '0', side: undefined }, book)).toBeUndefined();
    expect(toPositionReading({ ...position, hedged: true }, book)?.position.slot).toBe('short');
  });

  it('works out the profit of a position where ccxt leaves it out, as it does with zero', () => {
    const pnlOf = (parts: object) =>
      toPositionReading({ ...position, unrealizedPnl: undefined, ...parts }, book)?.position.unrealisedPnl;
    expect(pnlOf({})).toBe('-120');
    expect(pnlOf({ side: 'long' })).toBe('120');
    expect(pnlOf({ markPrice: '60000' })).toBe('0');
    expect(pnlOf({ markPrice: undefined })).toBeUndefined();
  });

  it.each([
    ['a side that is none', { side: 'both' }, 'invalid-venue-data'],
    ['no entry price', { entryPrice: undefined }, 'invalid-venue-data'],
    ['a market that is not traded here', { symbol: 'BTC/USD:BTC' }, 'unsupported'],
  ])('refuses a position with %s', (_what, parts, code) => {
    expect(() => toPositionReading({ ...position, ...parts }, book)).toThrow(expect.objectContaining({ code }));
  });
});

const order = {
  id: '77',
  clientOrderId: 'hex',
  symbol: 'BTC/USDT:USDT',
  status: 'open',
  type: 'limit',
  side: 'buy',
  amount: '3',
  filled: '0',
  price: '50000',
  timestamp: 1_000,
  lastUpdateTimestamp: 2_000,
  info: { posSide: 'net' },
};
const read = (parts: object) => toVenueOrder({ ...order, ...parts }, book, (id) => (id === 'hex' ? 'own' : id));

describe('an order', () => {
  it('is known by our id and told with its times', () => {
    expect(read({})).toMatchObject({
      clientOrderId: 'own',
      order: { venueOrderId: '77', status: 'working', limitPrice: '50000', createdAtMs: 1_000, updatedAtMs: 2_000 },
    });
  });

  it.each([
    [{ filled: '1', average: '49999' }, 'partly-filled'],
    [{ triggerPrice: '60000', type: 'market' }, 'untriggered'],
    [{ status: 'closed', filled: '3' }, 'filled'],
    [{ status: 'closed', filled: '2' }, 'cancelled'],
    [{ status: 'canceled' }, 'cancelled'],
    [{ status: 'expired' }, 'expired'],
    [{ status: 'rejected' }, 'rejected'],
  ])('%j is %s', (parts, status) => {
    expect(read(parts).order.status).toBe(status);
  });

  it('is refused where the venue does not say how it stands', () => {
    expect(() => read({ status: undefined })).toThrow(expect.objectContaining({ code: 'invalid-venue-data' }));
  });

  it('says post-only and its side of hedge mode', () => {
    expect(read({ postOnly: true, info: { positionSide: 'LONG' } }).order).toMatchObject({
      timeInForce: 'post-only',
      slot: 'long',
    });
  });
});

const trade = {
  id: 't1',
  order: '77',
  symbol: 'BTC/USDT:USDT',
  side: 'sell',
  takerOrMaker: 'maker',
  price: '50000',
  amount: '3',
  timestamp: 5,
  fee: { cost: '-0.3', currency: 'USDT' },
};

describe('a fill', () => {
  it('carries its fee, a rebate below zero', () => {
    expect(toExecution(trade, book, false)).toMatchObject({
      positionId: 'BTC-USDT-PERP_net',
      fill: { id: 't1', venueOrderId: '77', fee: '-0.3', feeCurrency: 'USDT', liquidity: 'maker' },
    });
  });

  it('is of no position that is known where both sides may stand and the venue does not say which', () => {
    expect(toExecution(trade, book, true)).not.toHaveProperty('positionId');
    expect(toExecution({ ...trade, info: { posSide: 'short' } }, book, true).positionId).toBe('BTC-USDT-PERP_short');
    expect(toExecution({ ...trade, symbol: 'BTC/USDT' }, book, false)).not.toHaveProperty('positionId');
  });

  it.each([{ price: '0' }, { amount: undefined }, { order: undefined }])('with %j is refused', (parts) => {
    expect(() => toExecution({ ...trade, ...parts }, book, false)).toThrow(
      expect.objectContaining({ code: 'invalid-venue-data' }),
    );
  });
});

it('reads prices, the last one in place of a mark price that is not told', () => {
  const { instrument } = book.find('BTC-USDT-PERP', 'okx');
  const quote = toQuote({ last: '50000', bid: '49999', percentage: '-1.5', timestamp: 3 }, instrument, 9);
  expect(quote).toMatchObject({ markPrice: '50000', dayChangeRatio: '-0.015', venueMs: 3, readMs: 9 });
  expect(() => toQuote({}, instrument, 9)).toThrow('no price');
});
