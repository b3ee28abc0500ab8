import type { InstrumentTerms } from '@tapedeck/core/model/instrument-terms';
import { findInstruments, toInstruments } from './instruments.ts';

function terms(id: string): InstrumentTerms {
  const [base = '', quote = '', kind] = id.split('-');
  return {
    id,
    venueSymbol: base + quote,
    kind: kind === 'SPOT' ? 'spot' : 'perpetual',
    base,
    quote,
    settle: quote,
    tickSize: '0.1',
    stepSize: '0.001',
    contractSize: '1',
    trading: true,
  };
}

const page = (id: string, ids: readonly string[], pages: number, readMs = 1) => ({
  id,
  data: { instruments: ids.map(terms), pages, readMs },
});

describe('instruments of a venue', () => {
  it('come from every page that counts, by id', () => {
    const found = toInstruments([
      page('1', ['ETH-USDT-PERP'], 2, 5),
      page('0', ['BTC-USDT-PERP', 'BTC-USDT-SPOT'], 2, 5),
      page('2', ['GONE-USDT-PERP'], 3),
    ]);
    expect(found.map(({ id }) => id)).toEqual(['BTC-USDT-PERP', 'BTC-USDT-SPOT', 'ETH-USDT-PERP']);
  });

  it('are found by parts of their name, in any case and order', () => {
    const all = ['ETHBTC-USDT-PERP', 'BTC-USDT-SPOT', 'BTC-USDT-PERP', 'SOL-USDT-PERP', 'WBTC-USDT-SPOT'].map(terms);
    const idsOf = (text: string, atMost = 9) => findInstruments(all, text, atMost).map(({ id }) => id);
    expect(idsOf('btc').slice(0, 2)).toEqual(['BTC-USDT-PERP', 'BTC-USDT-SPOT']);
    expect(idsOf('btc/usdt spot')).toEqual(['BTC-USDT-SPOT', 'WBTC-USDT-SPOT']);
    expect(idsOf('solusdt')).toEqual(['SOL-USDT-PERP']);
    expect(idsOf('doge')).toEqual([]);
    expect(idsOf('', 2)).toHaveLength(2);
  });
});
