import type { Instrument, InstrumentTerms } from '@tapedeck/core';
import { AppError } from '@tapedeck/core';
import { withoutAbsent } from '../ccxt-mapper.ts';
import { toInstrument } from '../instrument-book.ts';
import type { UnifiedMarket } from './unified-exchange.ts';

/** The instruments of a venue, by our id and by ccxt's symbol. */
export class UnifiedBook {
  readonly byId: ReadonlyMap<string, Instrument>;
  readonly terms: ReadonlyMap<string, InstrumentTerms>;
  readonly #symbols = new Map<string, string>();
  readonly #bySymbol = new Map<string, Instrument>();

  constructor(markets: Iterable<UnifiedMarket>) {
    const byId = new Map<string, Instrument>();
    const terms = new Map<string, InstrumentTerms>();
    for (const market of markets) {
      const instrument = toInstrument(market);
      if (!instrument || byId.has(instrument.id)) continue;
      byId.set(instrument.id, instrument);
      this.#symbols.set(instrument.id, market.symbol);
      this.#bySymbol.set(market.symbol, instrument);
      const fees = { makerFeeRate: market.maker, takerFeeRate: market.taker };
      terms.set(instrument.id, withoutAbsent({ ...instrument, trading: market.active !== false, ...fees }));
    }
    this.byId = byId;
    this.terms = terms;
  }

  /** Throws `unsupported` for a market that Tapedeck does not trade. */
  ofSymbol(symbol: string, what: string): Instrument {
    const instrument = this.#bySymbol.get(symbol);
    if (instrument) return instrument;
    throw new AppError('unsupported', `${what} in ${symbol} is not shown: it is neither spot nor a linear perpetual.`, {
      details: { symbol },
    });
  }

  /** `undefined` for an instrument that the venue does not list. */
  symbolOf(instrumentId: string): string | undefined {
    return this.#symbols.get(instrumentId);
  }

  /** Throws `rejected` for an instrument that the venue does not list. */
  find(instrumentId: string, venue: string): { readonly instrument: Instrument; readonly symbol: string } {
    const instrument = this.byId.get(instrumentId);
    const symbol = this.#symbols.get(instrumentId);
    if (instrument && symbol !== undefined) return { instrument, symbol };
    throw new AppError('rejected', `${venue} lists no ${instrumentId}. Nothing was sent.`, {
      details: { instrumentId },
    });
  }
}
