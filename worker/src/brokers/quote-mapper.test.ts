import { tickerRowSchema } from './bybit-trading-wire.ts';
import { readWire } from './bybit-wire.ts';
import { toQuote } from './quote-mapper.ts';
import { usdtInstrument } from './testing/instruments.ts';

const times = { venueMs: 2, readMs: 3 };
const read = (row: object) =>
  toQuote(readWire(tickerRowSchema, row, 'Ticker'), usdtInstrument('BTCUSDT', 'spot'), times);

describe('toQuote', () => {
  it('reads the prices of a perpetual', () => {
    const row = {
      symbol: 'BTCUSDT',
      lastPrice: '120635.50',
      markPrice: '114898.43',
      bid1Price: '103401.00',
      ask1Price: '109152.80',
      fundingRate: '-0.0001',
      nextFundingTime: '1760371200000',
      price24hPcnt: '0.142425',
      volume24h: '13713832.0000',
    };
    expect(read(row)).toEqual({
      instrumentId: 'BTC-USDT-SPOT',
      markPrice: '114898.43',
      lastPrice: '120635.5',
      bidPrice: '103401',
      askPrice: '109152.8',
      fundingRate: '-0.0001',
      nextFundingMs: 1_760_371_200_000,
      dayChangeRatio: '0.142425',
      dayVolume: '13713832',
      ...times,
    });
  });

  it('takes the last price for the mark where there is none, and needs one of them', () => {
    expect(read({ symbol: 'BTCUSDT', lastPrice: '20533.13', nextFundingTime: '' })).toEqual({
      instrumentId: 'BTC-USDT-SPOT',
      markPrice: '20533.13',
      lastPrice: '20533.13',
      ...times,
    });
    expect(() => read({ symbol: 'BTCUSDT', bid1Price: '0' })).toThrow('no price');
  });
});
