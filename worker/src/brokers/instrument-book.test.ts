import type { CcxtMarket } from './ccxt-exchange.ts';
import { InstrumentBook, toInstrument } from './instrument-book.ts';

const market: CcxtMarket = {
  id: 'BTCUSDT',
  type: 'swap',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  linear: true,
  contractSize: '1',
  precision: { amount: '0.001', price: '0.10' },
  limits: {
    amount: { min: '0.001', max: '1190' },
    cost: { min: '5' },
    leverage: { min: '1', max: '100.00' },
  },
};

describe('toInstrument', () => {
  it('maps a linear perpetual', () => {
    expect(toInstrument(market)).toEqual({
      id: 'BTC-USDT-PERP',
      venueSymbol: 'BTCUSDT',
      kind: 'perpetual',
      base: 'BTC',
      quote: 'USDT',
      settle: 'USDT',
      tickSize: '0.1',
      stepSize: '0.001',
      contractSize: '1',
      minQuantity: '0.001',
      maxQuantity: '1190',
      minNotional: '5',
      maxLeverage: '100',
    });
  });

  it('maps spot, which settles in its quote and has no leverage', () => {
    const { settle: _settle, linear: _linear, contractSize: _contractSize, ...rest } = market;
    const spot = toInstrument({ ...rest, type: 'spot', precision: { amount: '1e-6', price: '0.1' } });
    expect(spot).toMatchObject({ id: 'BTC-USDT-SPOT', settle: 'USDT', stepSize: '0.000001', contractSize: '1' });
    expect(spot).not.toHaveProperty('maxLeverage');
  });

  it.each([
    ['an inverse contract', { linear: false }],
    ['a dated future', { type: 'future' }],
    ['an option', { type: 'option' }],
    ['a market without a step size', { precision: { price: '0.1' } }],
  ])('has no instrument for %s', (_name, change) => {
    expect(toInstrument({ ...market, ...change })).toBeUndefined();
  });
});

describe('InstrumentBook', () => {
  it('tells spot and perpetual of one symbol apart', () => {
    const book = InstrumentBook.ofMarkets([market, { ...market, type: 'spot' }]);
    expect(book.find('perpetual', 'BTCUSDT')?.id).toBe('BTC-USDT-PERP');
    expect(book.find('spot', 'BTCUSDT')?.id).toBe('BTC-USDT-SPOT');
    expect(book.find('spot', 'ETHUSDT')).toBeUndefined();
    expect([...book.byId.keys()]).toEqual(['BTC-USDT-PERP', 'BTC-USDT-SPOT']);
  });
});
