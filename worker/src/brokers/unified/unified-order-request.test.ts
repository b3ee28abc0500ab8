import { orderFields, orderTypes, type Instrument } from '@tapedeck/core';
import type { OrderPlacement } from '../trading-port.ts';
import { toCreateOrder } from './unified-order-request.ts';
import { profileOf } from './venue-profile.ts';

const perpetual: Instrument = {
  id: 'BTC-USDT-PERP',
  venueSymbol: 'BTCUSDT',
  kind: 'perpetual',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: '0.1',
  stepSize: '0.001',
  contractSize: '1',
};
const spot: Instrument = { ...perpetual, id: 'BTC-USDT-SPOT', kind: 'spot' };
const id = 'td0123456789abcdefghijklmnopqrst';
const limit: OrderPlacement = {
  clientOrderId: id,
  instrumentId: perpetual.id,
  side: 'buy',
  type: 'limit',
  timeInForce: 'GTC',
  quantity: '0.5',
  limitPrice: '30000.5',
  reduceOnly: false,
  slot: 'net',
};

function request(parts: Partial<OrderPlacement> = {}, instrument = perpetual, venue = 'binance') {
  const profile = profileOf(venue);
  if (!profile) throw new Error(`no profile of ${venue}`);
  return toCreateOrder({ ...limit, ...parts }, instrument, 'BTC/USDT', profile);
}

describe('toCreateOrder', () => {
  it('names every order by our id, in the form that the venue takes', () => {
    expect(request()).toEqual(['BTC/USDT', 'limit', 'buy', '0.5', '30000.5', { clientOrderId: id }]);
    const [, , , , , params] = request({}, spot, 'kraken');
    expect(params['clientOrderId']).toMatch(/^[0-9a-f]{32}$/);
    expect(request({}, spot, 'kraken')).toEqual(request({}, spot, 'kraken'));
  });

  it('leaves price and time in force out of a market order', () => {
    expect(request({ type: 'market', timeInForce: 'IOC' })).toEqual([
      'BTC/USDT',
      'market',
      'buy',
      '0.5',
      undefined,
      { clientOrderId: id },
    ]);
  });

  it.each<[Partial<OrderPlacement>, object]>([
    [{ timeInForce: 'post-only' }, { postOnly: true }],
    [{ timeInForce: 'IOC' }, { timeInForce: 'IOC' }],
    [{ timeInForce: 'FOK' }, { timeInForce: 'FOK' }],
    [{ reduceOnly: true }, { reduceOnly: true }],
    [{ slot: 'long' }, { hedged: true }],
    [
      { slot: 'long', side: 'sell', reduceOnly: true },
      { hedged: true, reduceOnly: true },
    ],
  ])('says %j as %j', (parts, params) => {
    expect(request(parts)[5]).toEqual({ clientOrderId: id, ...params });
  });

  it('sends triggers only where orders with one are found again', () => {
    const stop = { type: 'stop' as const, triggerPrice: '29000', timeInForce: 'IOC' as const };
    expect(request(stop, spot, 'kraken')[5]).toMatchObject({ stopLossPrice: '29000' });
    expect(request({ ...stop, type: 'take-profit' }, spot, 'kraken')[5]).toMatchObject({ takeProfitPrice: '29000' });
    for (const venue of ['binance', 'okx']) expect(() => request(stop, perpetual, venue)).toThrow('Nothing was sent');
    expect(() => request({ ...stop, triggerBy: 'mark' }, spot, 'kraken')).toThrow('Nothing was sent');
  });

  it.each(['binance', 'okx', 'kraken'])('sends to %s what the ticket may offer, and nothing else', (venue) => {
    const { orders } = profileOf(venue)?.capabilities ?? {};
    for (const type of orderTypes) {
      for (const timeInForce of orderFields[type].timesInForce) {
        const asked = () => request({ type, timeInForce, triggerPrice: '29000' }, spot, venue);
        if (orders?.[type]?.includes(timeInForce)) expect(asked).not.toThrow();
        else expect(asked).toThrow(expect.objectContaining({ code: 'unsupported' }));
      }
    }
  });

  it.each<[string, Partial<OrderPlacement>]>([
    ['a trailing stop', { type: 'trailing-stop', trailingDistance: '10' }],
    ['an attached stop', { stopLoss: '20000' }],
    ['an attached target', { takeProfit: '40000' }],
    ['a market order that fills or dies', { type: 'market', timeInForce: 'FOK' }],
    ['a sell that would open in the long slot', { slot: 'long', side: 'sell' }],
  ])('refuses %s', (_what, parts) => {
    expect(() => request(parts)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});
