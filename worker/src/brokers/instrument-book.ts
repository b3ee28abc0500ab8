import { instrumentSchema, toDecimal, toInstrumentId, type Instrument } from '@tapedeck/core';
import type { CcxtMarket } from './ccxt-exchange.ts';

/** The instruments of a venue by our id, and by the venue's symbol within spot or perpetual. */
export class InstrumentBook {
  readonly byId: ReadonlyMap<string, Instrument>;
  private readonly byVenueSymbol: ReadonlyMap<string, Instrument>;

  constructor(instruments: Iterable<Instrument>) {
    const all = [...instruments];
    this.byId = new Map(all.map((instrument) => [instrument.id, instrument]));
    this.byVenueSymbol = new Map(all.map((instrument) => [`${instrument.kind}:${instrument.venueSymbol}`, instrument]));
  }

  static ofMarkets(markets: Iterable<CcxtMarket>): InstrumentBook {
    return new InstrumentBook([...markets].map(toInstrument).filter((instrument) => instrument !== undefined));
  }

  find(kind: Instrument['kind'], venueSymbol: string): Instrument | undefined {
    return this.byVenueSymbol.get(`${kind}:${venueSymbol}`);
  }
}

/** `undefined` for what Tapedeck does not trade: dated futures, options, inverse contracts. */
export function toInstrument(market: CcxtMarket): Instrument | undefined {
  const kind = toKind(market);
  if (kind === undefined) return undefined;
  const { limits, precision } = market;
  const candidate = {
    id: toInstrumentId({ base: market.base, quote: market.quote, kind }),
    venueSymbol: market.id,
    kind,
    base: market.base,
    quote: market.quote,
    settle: kind === 'spot' ? market.quote : market.settle,
    tickSize: canonical(precision.price),
    stepSize: canonical(precision.amount),
    contractSize: kind === 'spot' ? '1' : canonical(market.contractSize),
    ...named('minQuantity', limits.amount?.min),
    ...named('maxQuantity', limits.amount?.max),
    ...named('minNotional', limits.cost?.min),
    ...named('maxLeverage', kind === 'spot' ? undefined : limits.leverage?.max),
  };
  const parsed = instrumentSchema.safeParse(candidate);
  return parsed.success ? parsed.data : undefined;
}

function toKind(market: CcxtMarket): Instrument['kind'] | undefined {
  if (market.type === 'spot') return 'spot';
  return market.type === 'swap' && market.linear === true ? 'perpetual' : undefined;
}

function canonical(value: string | undefined): string | undefined {
  return value === undefined ? undefined : toDecimal(value);
}

/** A limit of zero means that there is none. */
function named(name: string, value: string | undefined): Record<string, string> {
  const limit = canonical(value);
  return limit === undefined || limit === '0' ? {} : { [name]: limit };
}
