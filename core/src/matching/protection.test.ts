import { describe, expect, it } from '@jest/globals';
import {
  accepted,
  createEngine,
  executionsOf,
  fillsOf,
  netPosition,
  perp,
  rejectionOf,
  setBook,
  setMark,
  submit,
  trade,
} from './engine-fixture.ts';

describe('conditional orders', () => {
  it('wait for the last price and then trade as a market order', () => {
    const engine = createEngine();
    setBook(engine, [['999', '5']], [['1000', '5']]);
    trade(engine, 'buy', '1000');
    const { orderId } = accepted(submit(engine, { type: 'stop', triggerPrice: '1005' }));
    expect(engine.order({ accountId: 'alice', orderId })?.status).toBe('untriggered');
    trade(engine, 'buy', '1004.5');
    expect(engine.positions('alice')).toEqual([]);
    const events = trade(engine, 'buy', '1005');
    expect(fillsOf(engine, events)).toEqual(['alice buy 1@1000 taker']);
    expect(executionsOf(events)[0]?.cause).toBe('stop');
  });

  it('look at the mark price when told to', () => {
    const engine = createEngine();
    setBook(engine, [['999', '5']], [['1000', '5']]);
    setMark(engine, '1000');
    accepted(submit(engine, { type: 'take-profit', triggerPrice: '950', triggerBy: 'mark' }));
    trade(engine, 'sell', '900');
    expect(engine.positions('alice')).toEqual([]);
    setMark(engine, '950');
    expect(engine.positions('alice')).toHaveLength(1);
  });

  it('become limit orders with a limit price', () => {
    const engine = createEngine();
    setBook(engine, [], [['1010', '5']]);
    trade(engine, 'buy', '1000');
    const stopLimit = { type: 'stop-limit', triggerPrice: '1005', limitPrice: '1006' } as const;
    const { orderId } = accepted(submit(engine, stopLimit));
    trade(engine, 'buy', '1005');
    expect(engine.order({ accountId: 'alice', orderId })).toMatchObject({ status: 'working', triggered: true });
    expect(engine.market(perp).bids).toEqual([[2012, 1000]]);
  });

  it('are rejected with their order when the margin is gone at the trigger', () => {
    const engine = createEngine();
    setBook(engine, [], [['1000', '100']]);
    trade(engine, 'buy', '1000');
    accepted(submit(engine, { type: 'stop', triggerPrice: '1005', quantity: '100' }));
    submit(engine, { quantity: '9' });
    const events = trade(engine, 'buy', '1005');
    expect(events.at(-1)).toMatchObject({
      type: 'order-rejected',
      rejection: { code: 'insufficient-margin' },
      order: { status: 'rejected' },
    });
  });

  it('set one another off through the prices they trade', () => {
    const engine = createEngine();
    setBook(
      engine,
      [],
      [
        ['1000', '1'],
        ['1010', '5'],
      ],
    );
    trade(engine, 'buy', '990');
    submit(engine, { accountId: 'bob', type: 'stop', triggerPrice: '1000', quantity: '1' });
    const outcome = submit(engine, { quantity: '1' });
    expect(fillsOf(engine, outcome.events)).toEqual(['alice buy 1@1000 taker', 'bob buy 1@1010 taker']);
  });

  it('trail the best price by their distance', () => {
    const engine = createEngine();
    setBook(engine, [['1010', '5']], [['1011', '5']]);
    trade(engine, 'buy', '1000');
    submit(engine);
    const { orderId } = accepted(
      submit(engine, { side: 'sell', type: 'trailing-stop', trailingDistance: '10', reduceOnly: true }),
    );
    const triggerPrice = () => {
      const order = engine.order({ accountId: 'alice', orderId });
      return order && engine.describeOrder(order).triggerPrice;
    };
    expect(triggerPrice()).toBe('1001');
    trade(engine, 'buy', '1030');
    trade(engine, 'sell', '1025');
    expect(triggerPrice()).toBe('1020');
    const events = trade(engine, 'sell', '1019.5');
    expect(fillsOf(engine, events)).toEqual(['alice sell 1@1010 taker']);
    expect(engine.positions('alice')).toEqual([]);
  });

  it('start trailing only at their activation price', () => {
    const engine = createEngine();
    setBook(engine, [['990', '5']], []);
    trade(engine, 'buy', '1000');
    const trailing = { side: 'sell', type: 'trailing-stop', trailingDistance: '10', triggerPrice: '1020' } as const;
    accepted(submit(engine, trailing));
    trade(engine, 'sell', '980');
    expect(engine.positions('alice')).toEqual([]);
    trade(engine, 'buy', '1020');
    trade(engine, 'sell', '1010');
    expect(engine.positions('alice')).toHaveLength(1);
  });
});

/** Alice long 1 at 1,000 with a deep book around it. */
function openPosition() {
  const engine = createEngine();
  setBook(engine, [['999', '50']], [['1000', '50']]);
  trade(engine, 'buy', '1000');
  submit(engine);
  return engine;
}

describe('protection of a position', () => {
  it('closes the whole position and says which part of it did', () => {
    const engine = openPosition();
    expect(engine.setProtection('alice', netPosition, { stopLoss: '950', takeProfit: '1100' }, 0).ok).toBe(true);
    submit(engine, { quantity: '2' });
    const events = trade(engine, 'sell', '950');
    expect(executionsOf(events)).toMatchObject([{ lots: 3000, cause: 'stop-loss', closedLots: 3000 }]);
    expect(engine.positions('alice')).toEqual([]);
    expect(engine.openOrders('alice')).toEqual([]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'order-cancelled', reason: 'position-closed' }));
  });

  it('is replaced and removed', () => {
    const engine = openPosition();
    engine.setProtection('alice', netPosition, { stopLoss: '950', takeProfit: '1100' }, 0);
    engine.setProtection('alice', netPosition, { stopLoss: '960', takeProfit: null }, 0);
    expect(engine.openOrders('alice')).toMatchObject([{ role: 'stop-loss', trigger: { ticks: 1920 } }]);
  });

  it('is refused where the price has passed it', () => {
    const engine = openPosition();
    expect(rejectionOf(engine.setProtection('alice', netPosition, { stopLoss: '1000' }, 0))).toBe(
      'trigger-already-passed',
    );
    expect(rejectionOf(engine.setProtection('bob', netPosition, { stopLoss: '900' }, 0))).toBe('no-position');
  });

  it('goes when the position turns round', () => {
    const engine = openPosition();
    engine.setProtection('alice', netPosition, { trailingStop: '20' }, 0);
    submit(engine, { side: 'sell', quantity: '3' });
    expect(engine.positions('alice')[0]).toMatchObject({ side: 'short', lots: 2000 });
    expect(engine.openOrders('alice')).toEqual([]);
  });

  it('sizes a close-on-trigger order to the position at that moment', () => {
    const engine = openPosition();
    submit(engine, { side: 'sell', type: 'stop', triggerPrice: '950', quantity: '5', closeOnTrigger: true });
    const events = trade(engine, 'sell', '950');
    expect(executionsOf(events)).toMatchObject([{ lots: 1000, closedLots: 1000 }]);
  });
});
