import { orderFields, orderTypes } from '@tapedeck/core';
import {
  bybitCapabilities,
  toAmendRequest,
  toCreateRequest,
  toReferenceRequest,
  toStopsRequest,
} from './order-request.ts';
import { usdtInstrument } from './testing/instruments.ts';
import type { OrderPlacement } from './trading-port.ts';

const perpetual = usdtInstrument('BTCUSDT', 'perpetual');
const spot = usdtInstrument('BTCUSDT', 'spot');

function placement(parts: Partial<OrderPlacement> = {}): OrderPlacement {
  return {
    clientOrderId: 'td1',
    instrumentId: perpetual.id,
    side: 'buy',
    type: 'market',
    timeInForce: 'IOC',
    quantity: '0.5',
    reduceOnly: false,
    slot: 'net',
    ...parts,
  };
}

describe('toCreateRequest', () => {
  it('asks for a limit order with all that Bybit needs', () => {
    const asked = placement({ type: 'limit', timeInForce: 'post-only', limitPrice: '67000.1', reduceOnly: true });
    expect(toCreateRequest(asked, perpetual)).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      orderLinkId: 'td1',
      side: 'Buy',
      orderType: 'Limit',
      timeInForce: 'PostOnly',
      qty: '0.5',
      price: '67000.1',
      positionIdx: 0,
      reduceOnly: true,
    });
  });

  it.each([
    ['buy', 'stop', 1],
    ['sell', 'stop', 2],
    ['buy', 'take-profit', 2],
    ['sell', 'take-profit', 1],
  ] as const)('has a %s %s fire in direction %d', (side, type, triggerDirection) => {
    const asked = placement({ side, type, triggerPrice: '67000', triggerBy: 'mark' });
    expect(toCreateRequest(asked, perpetual)).toMatchObject({
      orderType: 'Market',
      triggerPrice: '67000',
      triggerBy: 'MarkPrice',
      triggerDirection,
    });
  });

  it('gives a stop-limit order both prices, and watches the last price unless told otherwise', () => {
    const asked = placement({ type: 'stop-limit', timeInForce: 'GTC', triggerPrice: '67000', limitPrice: '67010' });
    expect(toCreateRequest(asked, perpetual)).toMatchObject({
      orderType: 'Limit',
      price: '67010',
      triggerPrice: '67000',
      triggerBy: 'LastPrice',
      triggerDirection: 1,
    });
  });

  it.each([
    ['net', 0],
    ['long', 1],
    ['short', 2],
  ] as const)('names the %s slot as %d', (slot, positionIdx) => {
    expect(toCreateRequest(placement({ slot }), perpetual)).toMatchObject({ positionIdx });
  });

  it('attaches stop and target to the whole position', () => {
    const asked = placement({ stopLoss: '60000', takeProfit: '70000', triggerBy: 'mark' });
    expect(toCreateRequest(asked, perpetual)).toMatchObject({
      stopLoss: '60000',
      takeProfit: '70000',
      tpslMode: 'Full',
      slTriggerBy: 'MarkPrice',
      tpTriggerBy: 'MarkPrice',
    });
    expect(toCreateRequest(placement({ stopLoss: '60000' }), perpetual)).not.toHaveProperty('tpTriggerBy');
  });

  it('counts a spot market order in the base currency, and names no position', () => {
    expect(toCreateRequest(placement(), spot)).toEqual({
      category: 'spot',
      symbol: 'BTCUSDT',
      orderLinkId: 'td1',
      side: 'Buy',
      orderType: 'Market',
      timeInForce: 'IOC',
      qty: '0.5',
      marketUnit: 'baseCoin',
    });
  });

  it('has a conditional spot order wait without holding coins', () => {
    const asked = placement({ type: 'stop', triggerPrice: '67000' });
    expect(toCreateRequest(asked, spot)).toMatchObject({ orderFilter: 'StopOrder', triggerPrice: '67000' });
    expect(toCreateRequest(asked, spot)).not.toHaveProperty('triggerDirection');
  });

  it('refuses what Bybit would carry out as something else', () => {
    const trailing = placement({ type: 'trailing-stop', trailingDistance: '100' });
    expect(() => toCreateRequest(trailing, perpetual)).toThrow('Set a trailing stop on the position instead');
    expect(() => toCreateRequest(placement({ timeInForce: 'FOK' }), perpetual)).toThrow('never as FOK');
    const limited = placement({ type: 'limit', timeInForce: 'FOK', limitPrice: '67000' });
    expect(toCreateRequest(limited, perpetual)).toMatchObject({ timeInForce: 'FOK' });
  });
});

describe('toReferenceRequest', () => {
  it('names an order by our id where it has one', () => {
    const named = { instrumentId: perpetual.id, clientOrderId: 'td1', venueOrderId: 'v1' };
    expect(toReferenceRequest(named, perpetual)).toEqual({ category: 'linear', symbol: 'BTCUSDT', orderLinkId: 'td1' });
    expect(toReferenceRequest({ instrumentId: perpetual.id, venueOrderId: 'v1' }, perpetual)).toMatchObject({
      orderId: 'v1',
    });
    expect(() => toReferenceRequest({ instrumentId: perpetual.id }, perpetual)).toThrow('An order is named by');
  });

  it('names the list of a conditional spot order', () => {
    const reference = { instrumentId: spot.id, clientOrderId: 'td1', type: 'stop' } as const;
    expect(toReferenceRequest(reference, spot)).toMatchObject({ orderFilter: 'StopOrder' });
    expect(toReferenceRequest({ ...reference, type: 'limit' }, spot)).not.toHaveProperty('orderFilter');
    expect(toReferenceRequest(reference, perpetual)).not.toHaveProperty('orderFilter');
  });
});

describe('what the ticket may offer of Bybit', () => {
  it('is what is asked for, and nothing else of the order form is', () => {
    for (const type of orderTypes) {
      for (const timeInForce of orderFields[type].timesInForce) {
        const asked = () => toCreateRequest(placement({ type, timeInForce, triggerPrice: '67000' }), perpetual);
        if (bybitCapabilities.orders[type]?.includes(timeInForce)) expect(asked).not.toThrow();
        else expect(asked).toThrow(expect.objectContaining({ code: 'unsupported' }));
      }
    }
  });
});

describe('toAmendRequest', () => {
  it('sends only what changes', () => {
    const reference = { instrumentId: perpetual.id, clientOrderId: 'td1' };
    expect(toAmendRequest(reference, { limitPrice: '66000' }, perpetual)).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      orderLinkId: 'td1',
      price: '66000',
    });
    expect(() => toAmendRequest(reference, { trailingDistance: '5' }, perpetual)).toThrow('no trailing-stop orders');
  });
});

describe('toStopsRequest', () => {
  it('leaves what is absent and removes what is null', () => {
    const request = toStopsRequest(perpetual, 'short', { stopLoss: '60000', takeProfit: null, triggerBy: 'mark' });
    expect(request).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      positionIdx: 2,
      tpslMode: 'Full',
      stopLoss: '60000',
      slTriggerBy: 'MarkPrice',
      takeProfit: '0',
      tpTriggerBy: 'MarkPrice',
    });
  });
});
