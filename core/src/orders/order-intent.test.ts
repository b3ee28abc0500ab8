import { describe, expect, it } from '@jest/globals';
import { defaultTimeInForce, isConditional } from './order-fields.ts';
import { orderIntentSchema } from './order-intent.ts';

const base = { accountId: 'main', instrumentId: 'BTC-USDT-PERP', side: 'buy', quantity: { unit: 'base', value: '1' } };

function issuesOf(parts: Record<string, unknown>): string[] {
  const parsed = orderIntentSchema.safeParse({ ...base, ...parts });
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('an order intent', () => {
  it.each([
    { type: 'market' },
    { type: 'market', timeInForce: 'FOK', quantity: { unit: 'quote', value: '250' } },
    { type: 'limit', limitPrice: '1', timeInForce: 'post-only', stopLoss: '0.9', takeProfit: '1.2' },
    { type: 'stop', triggerPrice: '1', triggerBy: 'mark', reduceOnly: true },
    { type: 'stop-limit', triggerPrice: '1', limitPrice: '1.1' },
    { type: 'take-profit', triggerPrice: '1', slot: 'long' },
    { type: 'trailing-stop', trailingDistance: '1' },
    { type: 'trailing-stop', trailingDistance: '1', triggerPrice: '2' },
    { type: 'market', quantity: { unit: 'free-margin-percent', value: '100' } },
  ])('may be %j', (parts) => {
    expect(issuesOf(parts)).toEqual([]);
  });

  it.each([
    [{ type: 'limit' }, 'limitPrice: a limit order needs it'],
    [{ type: 'market', limitPrice: '1' }, 'limitPrice: a market order has none'],
    [{ type: 'stop' }, 'triggerPrice: a stop order needs it'],
    [{ type: 'trailing-stop' }, 'trailingDistance: a trailing-stop order needs it'],
    [{ type: 'market', timeInForce: 'post-only' }, 'timeInForce: a market order cannot be post-only'],
    [{ type: 'market', triggerBy: 'mark' }, 'triggerBy: a market order has none'],
    [
      { type: 'market', reduceOnly: true, stopLoss: '1' },
      'stopLoss: an order that only reduces opens nothing to protect',
    ],
    [
      { type: 'market', instrumentId: 'BTC-USDT-SPOT', reduceOnly: true },
      'reduceOnly: a spot order cannot be reduce-only',
    ],
    [
      { type: 'market', instrumentId: 'BTC-USDT-SPOT', takeProfit: '1' },
      'stopLoss: a spot order cannot carry a stop or target',
    ],
    [{ type: 'market', instrumentId: 'BTC-USDT-SPOT', slot: 'long' }, 'slot: spot has one slot only'],
    [
      { type: 'market', quantity: { unit: 'free-margin-percent', value: '101' } },
      'quantity: must be at most 100 percent',
    ],
    [{ type: 'market', quantity: { unit: 'base', value: '0' } }, 'quantity.value: must be above zero'],
    [
      { type: 'market', reduceOnly: true, quantity: { unit: 'free-margin-percent', value: '10' } },
      'quantity: an order that only reduces uses no free margin: say how much in base or quote',
    ],
  ])('is refused as %j', (parts, issue) => {
    expect(issuesOf(parts)).toEqual([issue]);
  });

  it('is refused with a field nobody knows or a number of a thousand digits', () => {
    expect(issuesOf({ type: 'market', hidden: true })).toHaveLength(1);
    expect(issuesOf({ type: 'limit', limitPrice: '1'.repeat(1000) })).toHaveLength(1);
  });

  it('rests or not by its type when nothing is said', () => {
    expect([defaultTimeInForce('limit'), defaultTimeInForce('stop')]).toEqual(['GTC', 'IOC']);
    expect([isConditional('limit'), isConditional('trailing-stop')]).toEqual([false, true]);
  });
});
