import { describe, expect, it } from '@jest/globals';
import { tradingCommandTypes, type TradingCommandName } from './trading-commands.ts';

const account = { accountId: 'main' };
const order = { ...account, clientOrderId: 'td0123456789' };
const position = { ...account, positionId: 'BTC-USDT-PERP_net', side: 'long' };
const market = { instrumentId: 'BTC-USDT-PERP', side: 'buy', type: 'market', quantity: { unit: 'base', value: '1' } };

const accepted: [TradingCommandName, object][] = [
  ['placeOrder', { ...account, ...market }],
  ['amendOrder', { ...order, limitPrice: '100' }],
  ['cancelOrder', order],
  ['cancelAll', account],
  ['cancelAll', { ...account, instrumentId: 'BTC-USDT-PERP' }],
  ['closePosition', position],
  ['closePosition', { ...position, part: { unit: 'percent', value: '50' }, limitPrice: '100' }],
  ['reversePosition', position],
  ['setStops', { ...position, stopLoss: '90', takeProfit: null }],
  ['setLeverage', { ...account, instrumentId: 'BTC-USDT-PERP', leverage: '12.5' }],
  ['setPositionMode', { ...account, mode: 'hedge' }],
];

const refused: [TradingCommandName, object, string][] = [
  ['placeOrder', { ...account, ...market, type: 'limit' }, 'a limit order needs it'],
  ['amendOrder', order, 'changes nothing'],
  ['cancelOrder', { ...order, clientOrderId: '../x' }, 'not a client order id'],
  ['closePosition', { ...position, part: { unit: 'percent', value: '101' } }, 'must be at most 100 percent'],
  ['setStops', { ...position, triggerBy: 'mark' }, 'changes nothing'],
  ['setLeverage', { ...account, instrumentId: 'BTC-USDT-PERP', leverage: '0' }, 'must be above zero'],
];

describe('the trading commands', () => {
  it.each(accepted)('take a %s of %j', (name, payload) => {
    expect(tradingCommandTypes[name].payload.parse(payload)).toEqual(payload);
  });

  it.each(refused)('refuse a %s of %j: %s', (name, payload, message) => {
    const parsed = tradingCommandTypes[name].payload.safeParse(payload);
    expect(parsed.error?.issues.map((issue) => issue.message)).toContain(message);
  });

  it('refuse a field that nobody knows', () => {
    for (const [name, payload] of accepted) {
      expect(tradingCommandTypes[name].payload.safeParse({ ...payload, extra: 1 }).success).toBe(false);
    }
  });

  it('let viewers send nothing', () => {
    for (const { roles } of Object.values(tradingCommandTypes)) expect(roles).not.toContain('viewer');
  });

  it('expire orders after 15 seconds and let cancels through while trading is HALTED', () => {
    expect(tradingCommandTypes.placeOrder.timeToLiveMs).toBe(15_000);
    expect(tradingCommandTypes.closePosition.timeToLiveMs).toBe(15_000);
    expect(tradingCommandTypes.cancelAll.modes).toContain('HALTED');
    expect(tradingCommandTypes.placeOrder.modes).not.toContain('HALTED');
  });
});
