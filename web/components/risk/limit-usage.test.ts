import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import type { HeldPosition } from './exposure.ts';
import { bindingLimits, levelOf, usageOf, type UsageInput } from './limit-usage.ts';

const long: HeldPosition = {
  accountId: 'main',
  instrumentId: 'BTC-USDT-PERP',
  slot: 'net',
  side: 'long',
  quantity: '0.5',
  value: '50000',
  currency: 'USDT',
  leverage: '5',
};
const short: HeldPosition = { ...long, instrumentId: 'ETH-USDT-PERP', side: 'short', quantity: '10', value: '30000' };
const order = (parts: Partial<OrderDocument>) =>
  ({
    instrumentId: 'BTC-USDT-PERP',
    slot: 'net',
    side: 'buy',
    reduceOnly: false,
    quantity: '0.4',
    filledQuantity: '0.1',
    ...parts,
  }) as OrderDocument;

const usage = (parts: Partial<UsageInput>) =>
  usageOf({
    desk: {},
    account: { id: 'main', currency: 'USDT' },
    positions: [long, short],
    input: { trading: undefined, openOrders: [] },
    dayPnl: '-500',
    ...parts,
  });
const of = (name: string, parts: Partial<UsageInput> = {}) => usage(parts).find((item) => item.name === name);

describe('usageOf', () => {
  it('measures the largest position, leverage, loss and orders against the desk’s limits', () => {
    expect(usage({}).map(({ name, used, limit, ratio }) => [name, used, limit, ratio])).toEqual([
      ['maxPositionNotional', '50000', '100000', 0.5],
      ['maxLeverage', '5', '10', 0.5],
      ['maxDailyLoss', '500', '2500', 0.2],
      ['maxOpenOrders', '0', '100', 0],
    ]);
  });

  it('knows no use of positions and orders before both are known, and every limit', () => {
    for (const parts of [{ positions: undefined }, { input: undefined }]) {
      expect(of('maxPositionNotional', parts)).toMatchObject({ used: undefined, ratio: undefined, limit: '100000' });
      expect(of('maxLeverage', parts)).toMatchObject({ used: undefined, limit: '10' });
    }
  });

  it('counts a position as if every order that adds to it were filled', () => {
    const openOrders = [order({}), order({ side: 'sell' }), order({ reduceOnly: true })];
    const input = { trading: undefined, openOrders };
    expect(of('maxPositionNotional', { input })).toMatchObject({ used: '80000', instrumentId: 'BTC-USDT-PERP' });
    expect(of('maxOpenOrders', { input })?.used).toBe('3');
  });

  it('says whose limit binds: an account tightens, never loosens', () => {
    const account = { id: 'main', currency: 'USDT', limits: { maxLeverage: '5', maxDailyLoss: '9000' } };
    expect(of('maxLeverage', { account })).toMatchObject({ limit: '5', ratio: 1, from: 'account' });
    expect(of('maxDailyLoss', { account })).toMatchObject({ limit: '2500', from: 'desk' });
    expect(bindingLimits({}, account).fromOf('maxOpenOrders')).toBe('desk');
  });

  it('is unknown, never zero, where a part of it is', () => {
    expect(of('maxDailyLoss', { dayPnl: undefined })).toMatchObject({ used: undefined, ratio: undefined });
    expect(of('maxOpenOrders', { input: undefined })?.used).toBeUndefined();
    expect(of('maxPositionNotional', { positions: [{ ...long, value: undefined }] })?.used).toBeUndefined();
    expect(of('maxPositionNotional', { positions: [{ ...long, currency: 'EUR' }] })?.used).toBeUndefined();
  });

  it('takes a profit for no loss', () => {
    expect(of('maxDailyLoss', { dayPnl: '120' })?.used).toBe('0');
  });

  it('leaves out a limit that is not set', () => {
    expect(usage({ desk: { limits: { maxLeverage: '3' } } }).map(({ name }) => name)).toEqual(['maxLeverage']);
  });
});

describe('levelOf', () => {
  it('is near from 80% on and reached at all of it', () => {
    const ratios = [undefined, 0, 0.79, 0.8, 0.999, 1, 3];
    expect(ratios.map((ratio) => levelOf({ name: 'maxDailyLoss', ratio }))).toEqual([
      'unknown',
      'ok',
      'ok',
      'near',
      'near',
      'reached',
      'reached',
    ]);
  });

  it('lets a leverage on its limit be traded with', () => {
    expect([1, 1.01].map((ratio) => levelOf({ name: 'maxLeverage', ratio }))).toEqual(['near', 'reached']);
  });
});
