import { describe, expect, it } from '@jest/globals';
import {
  accepted,
  createEngine,
  executionsOf,
  fillsOf,
  netPosition,
  perp,
  positionOf,
  rejectionOf,
  setBook,
  setMark,
  spot,
  submit,
  trade,
} from './engine-fixture.ts';

describe('taking from the book', () => {
  it('fills a market order level by level and cancels what the book does not give', () => {
    const engine = createEngine();
    setBook(
      engine,
      [],
      [
        ['1000', '0.4'],
        ['1001', '0.5'],
      ],
    );
    const outcome = submit(engine);
    expect(fillsOf(engine, outcome.events)).toEqual(['alice buy 0.4@1000 taker', 'alice buy 0.5@1001 taker']);
    expect(accepted(outcome)).toMatchObject({ status: 'cancelled', filledLots: 900, lots: 1000 });
    expect(engine.market(perp)).toMatchObject({ asks: [], lastTicks: 2002 });
  });

  it('stops a limit order at its price and lets the rest wait', () => {
    const engine = createEngine();
    setBook(
      engine,
      [],
      [
        ['1000', '0.4'],
        ['1001', '0.5'],
      ],
    );
    const order = accepted(submit(engine, { type: 'limit', limitPrice: '1000.5' }));
    expect(order).toMatchObject({ status: 'partly-filled', filledLots: 400 });
    expect(engine.market(perp).bids).toEqual([[2001, 600]]);
    expect(engine.describeOrder(order)).toMatchObject({ averageFillPrice: '1000', remainingQuantity: '0.6' });
  });

  it('refuses FOK unless all of it fills', () => {
    const engine = createEngine();
    setBook(
      engine,
      [],
      [
        ['1000', '0.4'],
        ['1001', '0.6'],
      ],
    );
    const fok = { type: 'limit', timeInForce: 'FOK' } as const;
    expect(rejectionOf(submit(engine, { ...fok, limitPrice: '1000.5' }))).toBe('fok-unfillable');
    expect(accepted(submit(engine, { ...fok, limitPrice: '1001' })).status).toBe('filled');
  });

  it('does not count orders towards FOK that would shrink while it fills', () => {
    const engine = createEngine();
    setBook(engine, [], [['1000', '1']]);
    submit(engine, { accountId: 'hedger', slot: 'long' });
    const exit = { accountId: 'hedger', slot: 'long', side: 'sell', type: 'limit' } as const;
    submit(engine, { ...exit, limitPrice: '1001' });
    submit(engine, { ...exit, limitPrice: '1002' });
    const fok = { type: 'limit', timeInForce: 'FOK', limitPrice: '1002' } as const;
    expect(rejectionOf(submit(engine, { ...fok, quantity: '1.5' }))).toBe('fok-unfillable');
    expect(accepted(submit(engine, { ...fok, quantity: '1' })).status).toBe('filled');
  });

  it('cancels what an IOC order cannot fill', () => {
    const engine = createEngine();
    setBook(engine, [], [['1000', '0.4']]);
    const order = accepted(submit(engine, { type: 'limit', limitPrice: '1000', timeInForce: 'IOC' }));
    expect(order).toMatchObject({ status: 'cancelled', filledLots: 400 });
  });

  it('refuses a post-only order that would take', () => {
    const engine = createEngine();
    setBook(engine, [['999', '1']], [['1000', '1']]);
    const postOnly = { type: 'limit', timeInForce: 'post-only' } as const;
    expect(rejectionOf(submit(engine, { ...postOnly, limitPrice: '1000' }))).toBe('post-only-would-take');
    expect(accepted(submit(engine, { ...postOnly, limitPrice: '999.5' })).status).toBe('working');
  });

  it('does not trade beyond the price band', () => {
    const engine = createEngine();
    setMark(engine, '1000');
    setBook(
      engine,
      [],
      [
        ['1199', '0.1'],
        ['1201', '1'],
      ],
    );
    expect(rejectionOf(submit(engine, { type: 'limit', limitPrice: '1201' }))).toBe('price-band');
    const outcome = submit(engine);
    expect(fillsOf(engine, outcome.events)).toEqual(['alice buy 0.1@1199 taker']);
    expect(outcome.events.at(-1)).toMatchObject({ type: 'order-cancelled', reason: 'price-band' });
  });
});

describe('resting orders', () => {
  it('match another account by price, then time, at the resting price', () => {
    const engine = createEngine();
    submit(engine, { type: 'limit', limitPrice: '1000', quantity: '0.3' });
    submit(engine, { accountId: 'hedger', slot: 'long', type: 'limit', limitPrice: '1000', quantity: '0.3' });
    submit(engine, { type: 'limit', limitPrice: '1000.5', quantity: '0.1' });
    const outcome = submit(engine, { accountId: 'bob', side: 'sell', quantity: '0.6' });
    expect(fillsOf(engine, outcome.events).filter((fill) => fill.endsWith('maker'))).toEqual([
      'alice buy 0.1@1000.5 maker',
      'alice buy 0.3@1000 maker',
      'hedger buy 0.2@1000 maker',
    ]);
  });

  it('wait behind the lots of others at their price', () => {
    const engine = createEngine();
    setBook(engine, [['1000', '2']], []);
    const order = accepted(submit(engine, { type: 'limit', limitPrice: '1000' }));
    expect(fillsOf(engine, trade(engine, 'sell', '1000', '1.5'))).toEqual([]);
    expect(fillsOf(engine, trade(engine, 'sell', '1000', '0.8'))).toEqual(['alice buy 0.3@1000 maker']);
    expect(fillsOf(engine, trade(engine, 'sell', '999.5', '5'))).toEqual(['alice buy 0.7@1000 maker']);
    expect(engine.order({ accountId: 'alice', orderId: order.orderId })?.status).toBe('filled');
  });

  it('fill at their own price when the book of others crosses them', () => {
    const engine = createEngine();
    submit(engine, { type: 'limit', limitPrice: '1000' });
    const events = setBook(
      engine,
      [],
      [
        ['998', '0.6'],
        ['1000.5', '3'],
      ],
    );
    expect(fillsOf(engine, events)).toEqual(['alice buy 0.6@1000 maker']);
    expect(engine.market(perp).asks).toEqual([[2001, 3000]]);
  });

  it('of the same account are cancelled instead of traded with', () => {
    const engine = createEngine();
    submit(engine, { type: 'limit', limitPrice: '1000', clientOrderId: 'old' });
    const outcome = submit(engine, { side: 'sell', type: 'limit', limitPrice: '1000' });
    expect(executionsOf(outcome.events)).toEqual([]);
    expect(engine.order({ accountId: 'alice', clientOrderId: 'old' })?.status).toBe('cancelled');
    expect(accepted(outcome).status).toBe('working');
  });

  it('keep their place when they shrink and lose it when they grow', () => {
    const engine = createEngine();
    submit(engine, { type: 'limit', limitPrice: '1000', clientOrderId: 'a' });
    submit(engine, { accountId: 'bob', type: 'limit', limitPrice: '1000' });
    engine.amend({ accountId: 'alice', clientOrderId: 'a', quantity: '0.5' }, 0);
    expect(fillsOf(engine, trade(engine, 'sell', '1000', '0.1'))).toEqual(['alice buy 0.1@1000 maker']);
    engine.amend({ accountId: 'alice', clientOrderId: 'a', quantity: '0.6' }, 0);
    expect(fillsOf(engine, trade(engine, 'sell', '1000', '0.1'))).toEqual(['bob buy 0.1@1000 maker']);
  });

  it('trade at once when they are amended to a price that takes', () => {
    const engine = createEngine();
    setBook(engine, [], [['1000', '5']]);
    const { orderId } = accepted(submit(engine, { type: 'limit', limitPrice: '990' }));
    const outcome = engine.amend({ accountId: 'alice', orderId, limitPrice: '1000' }, 0);
    expect(fillsOf(engine, outcome.events)).toEqual(['alice buy 1@1000 taker']);
    expect(engine.market(perp).bids).toEqual([]);
  });
});

describe('refusals', () => {
  const cases = [
    ['off-tick', { type: 'limit', limitPrice: '1000.3' }],
    ['off-step', { quantity: '0.0005' }],
    ['too-small', { quantity: '0' }],
    ['too-large', { quantity: '101' }],
    ['below-min-notional', { type: 'limit', limitPrice: '1', quantity: '0.001' }],
    ['insufficient-margin', { quantity: '100' }],
    ['reduce-only-would-increase', { reduceOnly: true }],
    ['position-mode-mismatch', { slot: 'long' }],
    ['invalid-request', { type: 'limit' }],
    ['invalid-request', { type: 'stop' }],
    ['trigger-already-passed', { type: 'stop', triggerPrice: '999' }],
    ['unknown-account', { accountId: 'nobody' }],
    ['unknown-instrument', { instrumentId: 'X-USDT-PERP' }],
    [
      'insufficient-balance',
      { instrumentId: spot.id, side: 'sell', type: 'limit', limitPrice: '1', quantity: '10.0001' },
    ],
  ] as const;

  it.each(cases)('are coded %s and change nothing', (code, request) => {
    const engine = createEngine();
    setBook(engine, [], [['1000', '1000']]);
    trade(engine, 'buy', '1000');
    const before = engine.exportState();
    const outcome = submit(engine, request);
    expect(rejectionOf(outcome)).toBe(code);
    expect(outcome.events.map((event) => event.type)).toEqual(['order-rejected']);
    expect(engine.openOrders('alice')).toEqual([]);
    expect(engine.exportState().markets).toEqual(before.markets);
  });

  it('take a client order id once', () => {
    const engine = createEngine();
    const request = { type: 'limit', limitPrice: '900', clientOrderId: 'x' } as const;
    accepted(submit(engine, request));
    expect(rejectionOf(submit(engine, request))).toBe('duplicate-client-order-id');
    expect(rejectionOf(engine.cancel({ accountId: 'bob', clientOrderId: 'x' }, 0))).toBe('unknown-order');
    expect(engine.market(perp).bids).toEqual([[1800, 1000]]);
    expect(engine.cancel({ accountId: 'alice', clientOrderId: 'x' }, 0).ok).toBe(true);
    expect(engine.market(perp).bids).toEqual([]);
    expect(rejectionOf(engine.cancel({ accountId: 'alice', clientOrderId: 'x' }, 0))).toBe('unknown-order');
  });

  it('throw when time runs backwards', () => {
    const engine = createEngine();
    engine.setMarkPrice(perp, 2000, 10);
    expect(() => engine.setMarkPrice(perp, 2000, 9)).toThrow('lies before');
  });
});

describe('positions and money', () => {
  it('net, keep the entry cost exact and realise the difference', () => {
    const engine = createEngine();
    setBook(
      engine,
      [],
      [
        ['1000', '1'],
        ['1000.5', '2'],
      ],
    );
    submit(engine, { quantity: '3' });
    expect(engine.positions('alice')[0]).toMatchObject({ side: 'long', lots: 3000, cost: 3001n * 10n ** 18n });
    setBook(engine, [['1010', '5']], []);
    const outcome = submit(engine, { side: 'sell', quantity: '4' });
    expect(executionsOf(outcome.events).map((execution) => engine.describeExecution(execution))).toMatchObject([
      { closedQuantity: '3', realisedPnl: '29' },
    ]);
    expect(engine.positions('alice')[0]).toMatchObject({ side: 'short', lots: 1000, cost: 1010n * 10n ** 18n });
    expect(engine.balances('alice').find(({ currency }) => currency === 'USDT')?.total).toBe('10025.12745');
  });

  it('stand side by side in hedge mode, where the closing side cannot open', () => {
    const engine = createEngine();
    setBook(engine, [['999', '9']], [['1000', '9']]);
    const hedger = { accountId: 'hedger', quantity: '1' };
    accepted(submit(engine, { ...hedger, slot: 'long' }));
    accepted(submit(engine, { ...hedger, slot: 'short', side: 'sell' }));
    expect(engine.positions('hedger').map(({ slot, lots }) => [slot, lots])).toEqual([
      ['long', 1000],
      ['short', 1000],
    ]);
    const closed = accepted(submit(engine, { ...hedger, slot: 'long', side: 'sell', quantity: '5' }));
    expect(closed).toMatchObject({ status: 'filled', lots: 1000 });
    expect(rejectionOf(submit(engine, { ...hedger, slot: 'long', side: 'sell' }))).toBe('reduce-only-would-increase');
  });

  it('shrink and cancel reduce-only orders as the position shrinks', () => {
    const engine = createEngine();
    setBook(engine, [['999', '9']], [['1000', '9']]);
    submit(engine);
    const exit = { side: 'sell', type: 'limit', limitPrice: '1100', reduceOnly: true, quantity: '1' } as const;
    const { orderId } = accepted(submit(engine, exit));
    submit(engine, { side: 'sell', quantity: '0.4' });
    expect(engine.order({ accountId: 'alice', orderId })).toMatchObject({ lots: 600, status: 'working' });
    submit(engine, { side: 'sell', quantity: '0.6' });
    expect(engine.order({ accountId: 'alice', orderId })).toMatchObject({ status: 'cancelled' });
  });

  it('can be left at the market while other orders hold all the margin', () => {
    const engine = createEngine();
    setBook(engine, [['1000', '90']], [['1000.5', '90']]);
    submit(engine, { quantity: '90' });
    accepted(submit(engine, { side: 'sell', type: 'limit', limitPrice: '1100', quantity: '90' }));
    expect(rejectionOf(submit(engine, { side: 'sell', type: 'limit', limitPrice: '1100', quantity: '90' }))).toBe(
      'insufficient-margin',
    );
    expect(accepted(submit(engine, { side: 'sell', quantity: '90' })).status).toBe('filled');
    expect(engine.positions('alice')).toEqual([]);
  });

  it('trade spot against balances and take the fee from what is received', () => {
    const engine = createEngine();
    setBook(engine, [], [['2000.01', '3']], spot.id);
    accepted(submit(engine, { instrumentId: spot.id, quantity: '1.5' }));
    expect(engine.balances('alice')).toEqual([
      { currency: 'USDT', total: '6999.985', locked: '0', free: '6999.985' },
      { currency: 'ETH', total: '11.49835', locked: '0', free: '11.49835' },
    ]);
    accepted(submit(engine, { instrumentId: spot.id, side: 'sell', type: 'limit', limitPrice: '3000', quantity: '2' }));
    expect(engine.balances('alice')[1]).toMatchObject({ locked: '2', free: '9.49835' });
  });

  it('pay funding from longs to shorts', () => {
    const engine = createEngine();
    submit(engine, { type: 'limit', limitPrice: '1000' });
    submit(engine, { accountId: 'bob', side: 'sell' });
    const events = engine.applyFunding(perp, '0.0001', 2000, 0);
    expect(events.filter((event) => event.type === 'funding')).toMatchObject([
      { accountId: 'alice', amount: -(10n ** 17n) },
      { accountId: 'bob', amount: 10n ** 17n },
    ]);
  });

  it('let nothing leave that is held back', () => {
    const engine = createEngine();
    setBook(engine, [], [['1000', '9']]);
    submit(engine, { quantity: '9' });
    expect(rejectionOf(engine.transfer('alice', 'USDT', '-9500', 0))).toBe('insufficient-balance');
    expect(engine.transfer('alice', 'USDT', '-9000', 0).ok).toBe(true);
    expect(rejectionOf(engine.transfer('alice', 'USDT', '-100', 0))).toBe('insufficient-balance');
  });
});

describe('settings', () => {
  it('change the margin held and are refused where it is not covered', () => {
    const engine = createEngine();
    setBook(engine, [], [['1000', '20']]);
    submit(engine, { quantity: '20' });
    expect(rejectionOf(engine.setLeverage('alice', perp, '10', 0))).toBe('not-modified');
    expect(rejectionOf(engine.setLeverage('alice', perp, '101', 0))).toBe('leverage-out-of-range');
    expect(rejectionOf(engine.setLeverage('alice', perp, '1', 0))).toBe('insufficient-margin');
    expect(engine.setLeverage('alice', perp, '20', 0).ok).toBe(true);
    expect(engine.positions('alice')[0]?.leverageHundredths).toBe(2000);
    expect(rejectionOf(engine.setMarginMode('alice', perp, 'isolated', 0))).toBe('in-use');
    expect(rejectionOf(engine.setPositionMode('alice', 'hedge', 0))).toBe('in-use');
    expect(engine.setPositionMode('bob', 'hedge', 0).ok).toBe(true);
  });

  it('describe a position as the rest of the product knows it', () => {
    const engine = createEngine();
    setBook(
      engine,
      [],
      [
        ['1000', '1'],
        ['1001', '2'],
      ],
    );
    submit(engine, { quantity: '3', protection: { stopLoss: '900', takeProfit: '1200', trailingStop: '50' } });
    setMark(engine, '1010');
    expect(positionOf(engine)).toMatchObject({
      id: netPosition,
      entryPrice: '1000.666666666667',
      leverage: '10',
      unrealisedPnl: '28',
      markPrice: '1010',
      stopLoss: '900',
      takeProfit: '1200',
      trailingStop: '50',
    });
  });
});
