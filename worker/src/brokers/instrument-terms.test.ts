import type { CcxtMarket } from './ccxt-exchange.ts';
import { InstrumentBook } from './instrument-book.ts';
import { toInstrumentTerms, toMarketTerms } from './instrument-terms.ts';
import { usdtInstrument } from './testing/instruments.ts';

const perpetual = usdtInstrument('BTCUSDT', 'perpetual');
const spot = usdtInstrument('BTCUSDT', 'spot');
const book = new InstrumentBook([perpetual, spot]);

function market(type: 'swap' | 'spot', info: object, active = true): CcxtMarket {
  return { id: 'BTCUSDT', type, base: 'BTC', quote: 'USDT', active, info, precision: {}, limits: {} };
}

const markets = toMarketTerms(
  [
    market('swap', { lotSizeFilter: { maxMktOrderQty: '120.000' }, riskParameters: { priceLimitRatioX: '0.01' } }),
    market('spot', { lotSizeFilter: { maxMarketOrderQty: '41.5' } }, false),
    { ...market('swap', {}), id: 'NOBODY' },
  ],
  book,
);

describe('toMarketTerms', () => {
  it('reads what only the row of the venue says', () => {
    expect(markets.get(perpetual.id)).toEqual({ trading: true, maxMarketQuantity: '120', priceBandRatio: '0.01' });
    expect(markets.get(spot.id)).toEqual({ trading: false, maxMarketQuantity: '41.5' });
    expect(markets.size).toBe(2);
  });
});

describe('toInstrumentTerms', () => {
  it('joins the instrument with rates of its own kind', () => {
    const fees = new Map([[perpetual.id, { symbol: 'BTCUSDT', makerFeeRate: '0.0002', takerFeeRate: '0.00055' }]]);
    const terms = toInstrumentTerms({ book, markets, fees, maintenance: new Map([['BTCUSDT', '0.005']]) });
    expect(terms.get(perpetual.id)).toEqual({
      ...perpetual,
      trading: true,
      maxMarketQuantity: '120',
      priceBandRatio: '0.01',
      makerFeeRate: '0.0002',
      takerFeeRate: '0.00055',
      maintenanceMarginRate: '0.005',
    });
    expect(terms.get(spot.id)).not.toHaveProperty('maintenanceMarginRate');
    expect(terms.get(spot.id)).not.toHaveProperty('takerFeeRate');
  });
});
