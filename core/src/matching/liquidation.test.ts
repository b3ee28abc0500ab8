import { describe, expect, it } from '@jest/globals';
import { createEngine, executionsOf, perp, positionOf, setBook, setMark, submit } from './engine-fixture.ts';
import type { MatchingEngine } from './engine.ts';

function total(engine: MatchingEngine, accountId = 'alice'): string | undefined {
  return engine.balances(accountId).find(({ currency }) => currency === 'USDT')?.total;
}

function liquidationPrice(engine: MatchingEngine): string {
  const { liquidationPrice: price } = positionOf(engine);
  if (price === undefined) throw new Error('The position has no liquidation price.');
  return price;
}

function tickAway(engine: MatchingEngine, price: string, ticks: number): string {
  const scale = engine.scale(perp);
  return scale.price((scale.ticks(price) ?? 0) + ticks);
}

describe.each([
  ['long', 'buy', 1],
  ['short', 'sell', -1],
] as const)('a %s position', (_name, side, safer) => {
  it('that is isolated goes at its liquidation price and loses exactly its margin', () => {
    const engine = createEngine();
    engine.setMarginMode('alice', perp, 'isolated', 0);
    setBook(engine, [['1000', '50']], [['1000.5', '50']]);
    submit(engine, { side, quantity: '7' });
    setMark(engine, '1000');
    const before = Number(total(engine));
    const margin = Number(engine.figures('alice', 'USDT').initialMargin);
    const price = liquidationPrice(engine);
    expect(setMark(engine, tickAway(engine, price, safer))).toEqual([]);
    const events = setMark(engine, price);
    expect(events[0]).toMatchObject({ type: 'liquidation', accountId: 'alice' });
    expect(executionsOf(events)).toMatchObject([{ cause: 'liquidation', lots: 7000, closedLots: 7000 }]);
    expect(engine.positions('alice')).toEqual([]);
    expect(Number(total(engine))).toBeCloseTo(before - margin, 9);
  });

  it('that is cross goes at its liquidation price, cancels the orders and takes the balance', () => {
    const engine = createEngine();
    setBook(engine, [['1000', '90']], [['1000.5', '90']]);
    submit(engine, { side, quantity: '80' });
    submit(engine, { type: 'limit', limitPrice: '500', quantity: '0.1' });
    setMark(engine, '1000');
    const price = liquidationPrice(engine);
    expect(setMark(engine, tickAway(engine, price, safer))).toEqual([]);
    const events = setMark(engine, price);
    expect(executionsOf(events)).toMatchObject([{ cause: 'liquidation' }]);
    expect(engine.openOrders('alice')).toEqual([]);
    expect(total(engine)).toBe('0');
  });
});

describe('a cross account', () => {
  it('never owes money, however far the price jumps', () => {
    const engine = createEngine();
    setBook(engine, [['1000', '90']], [['1000.5', '90']]);
    submit(engine, { quantity: '80' });
    const events = setMark(engine, '100');
    expect(events[0]).toMatchObject({ type: 'liquidation' });
    expect(total(engine)).toBe('0');
    expect(engine.figures('alice', 'USDT')).toMatchObject({ equity: '0', initialMargin: '0' });
  });

  it('keeps the margin of its isolated positions apart', () => {
    const engine = createEngine();
    engine.setMarginMode('alice', perp, 'isolated', 0);
    setBook(engine, [['1000', '90']], [['1000.5', '90']]);
    submit(engine, { quantity: '10' });
    setMark(engine, '800');
    expect(engine.positions('alice')).toEqual([]);
    expect(Number(total(engine))).toBeGreaterThan(8_900);
  });

  it('can add margin to an isolated position, which moves its liquidation price', () => {
    const engine = createEngine();
    engine.setMarginMode('alice', perp, 'isolated', 0);
    setBook(engine, [], [['1000', '90']]);
    submit(engine, { quantity: '10' });
    const before = Number(liquidationPrice(engine));
    const [position] = engine.positions('alice');
    expect(engine.addIsolatedMargin('alice', position?.id ?? '', '1000', 0).ok).toBe(true);
    expect(Number(liquidationPrice(engine))).toBeCloseTo(before - 100.5, 0);
  });
});
