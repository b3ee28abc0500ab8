import { toInstrumentId, type Instrument } from '@tapedeck/core';
import { InstrumentBook } from '../instrument-book.ts';

/** A USDT instrument named as Bybit names it. */
export function usdtInstrument(venueSymbol: string, kind: Instrument['kind']): Instrument {
  const base = venueSymbol.replace(/USDT$/, '');
  return {
    id: toInstrumentId({ base, quote: 'USDT', kind }),
    venueSymbol,
    kind,
    base,
    quote: 'USDT',
    settle: 'USDT',
    tickSize: '0.1',
    stepSize: '0.001',
    contractSize: '1',
  };
}

export function perpetuals(...venueSymbols: readonly string[]): InstrumentBook {
  return new InstrumentBook(venueSymbols.map((symbol) => usdtInstrument(symbol, 'perpetual')));
}
