import { orderRowSchema } from './bybit-trading-wire.ts';
import { readWire } from './bybit-wire.ts';
import { InstrumentBook } from './instrument-book.ts';
import { toVenueOrder } from './order-mapper.ts';
import { usdtInstrument } from './testing/instruments.ts';

/** The example of Bybit's documentation for open orders. */
const row = {
  category: 'linear',
  orderId: 'fd4300ae-7847-404e-b947-b46980a4d140',
  orderLinkId: 'test-000005',
  symbol: 'BTCUSDT',
  price: '1600.00',
  qty: '0.10',
  side: 'Buy',
  positionIdx: 1,
  orderStatus: 'New',
  cancelType: 'UNKNOWN',
  rejectReason: 'EC_NoError',
  avgPrice: '0',
  leavesQty: '0.10',
  cumExecQty: '0.00',
  timeInForce: 'GTC',
  orderType: 'Limit',
  stopOrderType: 'UNKNOWN',
  triggerPrice: '0.00',
  triggerDirection: 0,
  reduceOnly: false,
  createdTime: '1684738540559',
  updatedTime: '1684738540561',
};
const instruments = new InstrumentBook([usdtInstrument('BTCUSDT', 'perpetual'), usdtInstrument('BTCUSDT', 'spot')]);
const read = (change: object = {}) =>
  toVenueOrder(readWire(orderRowSchema, { ...row, ...change }, 'Order'), { instruments });

describe('toVenueOrder', () => {
  it('maps an open order', () => {
    expect(read()).toEqual({
      clientOrderId: 'test-000005',
      order: {
        venueOrderId: 'fd4300ae-7847-404e-b947-b46980a4d140',
        instrumentId: 'BTC-USDT-PERP',
        side: 'buy',
        type: 'limit',
        timeInForce: 'GTC',
        status: 'working',
        quantity: '0.1',
        filledQuantity: '0',
        limitPrice: '1600',
        reduceOnly: false,
        slot: 'long',
        createdAtMs: 1_684_738_540_559,
        updatedAtMs: 1_684_738_540_561,
      },
    });
  });

  it.each(['', '0', null])('has no average price where Bybit writes %p', (avgPrice) => {
    expect(read({ avgPrice })?.order).not.toHaveProperty('averageFillPrice');
  });

  it('has no client order id where none was given', () => {
    expect(read({ orderLinkId: '' })).not.toHaveProperty('clientOrderId');
  });

  it.each([
    ['New', 'working'],
    ['PartiallyFilled', 'partly-filled'],
    ['Untriggered', 'untriggered'],
    ['Triggered', 'working'],
    ['Rejected', 'rejected'],
    ['PartiallyFilledCanceled', 'cancelled'],
    ['Filled', 'filled'],
    ['Cancelled', 'cancelled'],
    ['Deactivated', 'cancelled'],
  ] as const)('tells %s as %s', (orderStatus, status) => {
    expect(read({ orderStatus })?.order.status).toBe(status);
  });

  it.each([
    ['Buy', 'Market', 1, 'stop'],
    ['Sell', 'Market', 2, 'stop'],
    ['Buy', 'Market', 2, 'take-profit'],
    ['Sell', 'Market', 1, 'take-profit'],
    ['Buy', 'Limit', 1, 'stop-limit'],
    ['Buy', 'Limit', 2, 'stop-limit'],
    ['Sell', 'Market', 0, 'stop'],
  ] as const)('tells a %s %s order that fires in direction %d as a %s', (side, orderType, triggerDirection, type) => {
    const trigger = { side, orderType, triggerDirection, triggerPrice: '1500', stopOrderType: 'Stop' };
    expect(read({ ...trigger, orderStatus: 'Untriggered' })?.order).toMatchObject({ type, triggerPrice: '1500' });
  });

  it('leaves the price of a market order out: Bybit gives the worst one allowed', () => {
    const told = read({ orderType: 'Market', price: '1700.5', avgPrice: '1600.25', cumExecQty: '0.10' });
    expect(told?.order).toMatchObject({ type: 'market', averageFillPrice: '1600.25', filledQuantity: '0.1' });
    expect(told?.order).not.toHaveProperty('limitPrice');
  });

  it.each(['StopLoss', 'TakeProfit', 'TrailingStop', 'PartialStopLoss'])(
    'tells a %s of a position only once it has fired',
    (stopOrderType) => {
      const stop = { stopOrderType, orderType: 'Market', qty: '0', triggerPrice: '1500', triggerDirection: 2 };
      expect(read({ ...stop, orderStatus: 'Untriggered' })).toBeUndefined();
      expect(read({ ...stop, orderStatus: 'Deactivated' })).toBeUndefined();
      expect(read({ ...stop, orderStatus: 'Filled', cumExecQty: '0.3' })?.order).toMatchObject({ quantity: '0.3' });
    },
  );

  it('tells a post-only order that would have traded as rejected', () => {
    const told = read({
      orderStatus: 'Cancelled',
      timeInForce: 'PostOnly',
      rejectReason: 'EC_PostOnlyWillTakeLiquidity',
    });
    expect(told?.order).toMatchObject({ status: 'rejected', timeInForce: 'post-only' });
    expect(told?.reason?.code).toBe('EC_PostOnlyWillTakeLiquidity');
  });

  it('gives the reason for an end that nobody asked for, and none for one that somebody did', () => {
    const cancelled = { orderStatus: 'Cancelled' };
    expect(read({ ...cancelled, cancelType: 'CancelByReduceOnly' })?.reason).toEqual({
      code: 'CancelByReduceOnly',
      message: 'It would no longer have reduced the position.',
    });
    expect(read({ ...cancelled, cancelType: 'CancelByX' })?.reason?.message).toBe('Bybit ended it: CancelByX.');
    expect(read({ ...cancelled, cancelType: 'CancelByUser', rejectReason: 'EC_PerCancelRequest' })).not.toHaveProperty(
      'reason',
    );
    expect(read({ rejectReason: 'EC_Whatever' })).not.toHaveProperty('reason');
  });

  it('counts a spot order that was sized in the quote currency by what it filled', () => {
    const order = { category: 'spot', positionIdx: 0, orderType: 'Market', qty: '500', marketUnit: 'quoteCoin' };
    expect(read({ ...order, orderStatus: 'Filled', cumExecQty: '0.31' })?.order).toMatchObject({
      instrumentId: 'BTC-USDT-SPOT',
      quantity: '0.31',
    });
    expect(() => read(order)).toThrow('qty is "500": no quantity of the base currency');
  });

  it('refuses what is not traded and what is not known', () => {
    expect(() => read({ category: 'option' })).toThrow('An order in BTCUSDT (option) is not shown');
    expect(() => read({ symbol: 'NOBODY' })).toThrow('An order in NOBODY (linear) is not shown');
    expect(() => read({ orderStatus: 'Dreaming' })).toThrow('orderStatus');
  });
});
