import { loadExchangeClass } from './load-exchange.ts';

describe('loadExchangeClass', () => {
  it('loads the class with streams of the exchange named', () => {
    const Bybit = loadExchangeClass('bybit');
    const exchange = new Bybit({});
    expect(exchange.id).toBe('bybit');
    expect(exchange.has['ws']).toBe(true);
  });

  it.each(['nosuchexchange', '../base/errors', ''])('knows no exchange %j', (exchangeId) => {
    expect(() => loadExchangeClass(exchangeId)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});
