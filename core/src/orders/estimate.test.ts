import { describe, expect, it } from '@jest/globals';
import { createEngine, perpetual, positionOf, setBook, setMark, submit } from '../matching/engine-fixture.ts';
import type { MatchingEngine } from '../matching/engine.ts';
import type { InstrumentTerms } from '../model/instrument-terms.ts';
import type { Position } from '../model/position.ts';
import { longPosition, perpetualTerms, spotTerms } from '../risk/check-fixture.ts';
import { estimateOrder, type EstimateBasis } from './estimate.ts';

const basis: EstimateBasis = {
  instrument: perpetualTerms,
  quote: { markPrice: '50000', bidPrice: '49999.9', askPrice: '50000.1', readMs: 0 },
  leverage: '10',
  figures: { equity: '10000', maintenanceMargin: '0' },
  quoteRate: '1',
};

describe('the estimate of an order', () => {
  it('says value, fee, margin and what has to be free', () => {
    const estimate = estimateOrder({ side: 'buy', type: 'limit', limitPrice: '50000' }, '0.5', basis);
    expect(estimate?.inQuote).toEqual({ value: '25000', fee: '5', margin: '2512.375', cost: '2526.125' });
  });

  it('counts the taker fee where it trades at once', () => {
    const feeOf = (parts: Pick<Parameters<typeof estimateOrder>[0], 'type' | 'limitPrice' | 'timeInForce'>) =>
      estimateOrder({ side: 'buy', ...parts }, '1', basis)?.inQuote.fee;
    expect(feeOf({ type: 'market' })).toBe('27.500055');
    expect(feeOf({ type: 'limit', limitPrice: '50001' })).toBe('27.50055');
    expect(feeOf({ type: 'limit', limitPrice: '50001', timeInForce: 'post-only' })).toBe('10.0002');
    expect(feeOf({ type: 'limit', limitPrice: '49000', timeInForce: 'IOC' })).toBe('26.95');
  });

  it('speaks in the account currency where the rate is known', () => {
    const inDollars = { ...basis, quoteRate: '0.5' };
    const order = { side: 'sell', type: 'market' } as const;
    expect(estimateOrder(order, '1', inDollars)?.inAccount?.value).toBe('24999.95');
    expect(estimateOrder(order, '1', { ...basis, quoteRate: undefined })).not.toHaveProperty('inAccount');
    expect(estimateOrder(order, '1', { ...basis, quote: undefined })).toBeUndefined();
  });

  it('says what the attached stop would lose and the target win, fees included', () => {
    const order = { side: 'buy', type: 'limit', limitPrice: '50000', stopLoss: '49000', takeProfit: '52000' } as const;
    // In at 0.02% of 50,000; out at 0.055% of 49,000, 52,000 and 51,000.
    expect(estimateOrder(order, '1', basis)?.inQuote).toMatchObject({ risk: '1036.95', reward: '1961.4' });
    expect(
      estimateOrder({ ...order, side: 'sell', stopLoss: '51000', takeProfit: '48000' }, '1', basis)?.inQuote,
    ).toMatchObject({
      risk: '1038.05',
    });
  });

  it('leaves out what it would have to guess', () => {
    const order = { side: 'buy', type: 'limit', limitPrice: '50000', stopLoss: '49000' } as const;
    const { makerFeeRate: _maker, takerFeeRate: _taker, ...feeless } = perpetualTerms;
    expect(estimateOrder(order, '0.5', { ...basis, instrument: feeless, leverage: undefined })?.inQuote).toEqual({
      value: '25000',
    });
  });

  it('costs nothing where it only closes, and only what goes beyond the position where it turns', () => {
    const held = { ...basis, position: longPosition };
    const sell = { side: 'sell', type: 'limit', limitPrice: '50000' } as const;
    expect(estimateOrder({ ...sell, reduceOnly: true }, '0.7', held)?.inQuote).toMatchObject({
      cost: '0',
      margin: '0',
    });
    expect(estimateOrder(sell, '0.5', held)?.inQuote.cost).toBe('0');
    const opened = estimateOrder(sell, '0.2', basis);
    expect(estimateOrder(sell, '0.7', held)?.inQuote.cost).toBe(opened?.inQuote.cost);
  });

  it('of spot is the value, without margin or liquidation', () => {
    const spot = { ...basis, instrument: spotTerms };
    expect(estimateOrder({ side: 'buy', type: 'limit', limitPrice: '2000' }, '1', spot)).toEqual({
      price: '2000',
      quantity: '1',
      inQuote: { value: '2000', fee: '2', margin: '0', cost: '2000' },
      inAccount: { value: '2000', fee: '2', margin: '0', cost: '2000' },
    });
  });
});

describe('the liquidation price', () => {
  const terms: InstrumentTerms = { ...perpetual, trading: true };

  /** An engine with prices around 1,000 and the estimate that its account would be shown. */
  function market(leverage: string, isIsolated = false) {
    const engine = createEngine();
    setBook(engine, [['999.5', '90']], [['1000', '90']]);
    setMark(engine, '1000');
    if (isIsolated) engine.setMarginMode('alice', perpetual.id, 'isolated', 0);
    engine.setLeverage('alice', perpetual.id, leverage, 0);
    return engine;
  }

  function estimateIn(
    engine: MatchingEngine,
    order: { side: 'buy' | 'sell'; quantity: string },
    parts: Partial<EstimateBasis> = {},
  ) {
    const position: Position | undefined = engine.positions('alice')[0] && positionOf(engine);
    const quote = { markPrice: '1000', bidPrice: '999.5', askPrice: '1000', readMs: 0 };
    return estimateOrder({ side: order.side, type: 'market' }, order.quantity, {
      instrument: terms,
      quote,
      figures: engine.figures('alice', 'USDT'),
      quoteRate: '1',
      position,
      ...parts,
    })?.liquidationPrice;
  }

  it.each([
    { side: 'buy', quantity: '20', leverage: '10' },
    { side: 'sell', quantity: '15', leverage: '5' },
    { side: 'buy', quantity: '30', leverage: '25', isIsolated: true },
    { side: 'sell', quantity: '3', leverage: '3', isIsolated: true },
  ] as const)('is what the engine says after the fill: %j', ({ side, quantity, leverage, ...mode }) => {
    const isIsolated = 'isIsolated' in mode;
    const engine = market(leverage, isIsolated);
    const marginMode = isIsolated ? ('isolated' as const) : ('cross' as const);
    const estimated = estimateIn(engine, { side, quantity }, { leverage, marginMode });
    submit(engine, { side, quantity });
    expect(estimated).toBe(positionOf(engine).liquidationPrice);
  });

  it.each([
    { side: 'buy', quantity: '8' },
    { side: 'sell', quantity: '5' },
    { side: 'sell', quantity: '35' },
  ] as const)('is what the engine says after a fill on top of a position: %j', (order) => {
    const engine = market('10');
    submit(engine, { side: 'buy', quantity: '20' });
    const estimated = estimateIn(engine, order, { leverage: '10' });
    submit(engine, order);
    expect(estimated).toBe(positionOf(engine).liquidationPrice);
  });

  it('is absent where too little is known, where nothing is left, and where no price liquidates', () => {
    const engine = market('10');
    const order = { side: 'buy', quantity: '20' } as const;
    expect(estimateIn(engine, order, {})).toBeUndefined();
    expect(estimateIn(engine, order, { leverage: '10', figures: {} })).toBeUndefined();
    expect(estimateIn(engine, { ...order, quantity: '1' }, { leverage: '10' })).toBeUndefined();
    submit(engine, { side: 'buy', quantity: '20' });
    expect(estimateIn(engine, { side: 'sell', quantity: '20' }, { leverage: '10' })).toBeUndefined();
  });
});
