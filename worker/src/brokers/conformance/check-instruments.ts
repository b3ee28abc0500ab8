import type { CcxtMarket } from '../ccxt-exchange.ts';
import { toInstrument } from '../instrument-book.ts';
import { loadExchangeClass } from '../load-exchange.ts';
import { isRecord, textOf, type JsonRecord } from './json.ts';
import type { Tally } from './tally.ts';

/** ccxt reads the recorded rows as it reads the venue's, and we read what it makes of them. */
export async function checkInstruments(
  rows: readonly unknown[],
  category: string | undefined,
  tally: Tally,
): Promise<void> {
  const raw = rows.filter(isRecord);
  const kind = category ?? kindOf(raw[0] ?? {});
  const markets = await readMarkets(raw, kind);
  tally.equal('number of markets', markets.length, raw.length);
  for (const [index, row] of raw.entries()) {
    const market = markets[index];
    const instrument = market && toInstrument(market);
    const name = String(row['symbol']);
    const traded = kind === 'spot' || row['contractType'] === 'LinearPerpetual';
    tally.equal(`${name} is an instrument`, instrument !== undefined, traded);
    if (!instrument) {
      tally.passedOver++;
      continue;
    }
    const [lots, prices] = [row['lotSizeFilter'], row['priceFilter']].map((filter) => (isRecord(filter) ? filter : {}));
    tally.equal(`${name} symbol`, instrument.venueSymbol, name);
    tally.equal(`${name} base`, instrument.base, row['baseCoin']);
    tally.equal(`${name} quote`, instrument.quote, row['quoteCoin']);
    tally.amount(`${name} tick`, instrument.tickSize, textOf(prices ?? {}, 'tickSize'));
    tally.amount(
      `${name} step`,
      instrument.stepSize,
      textOf(lots ?? {}, kind === 'spot' ? 'basePrecision' : 'qtyStep'),
    );
    tally.amount(`${name} minimum`, instrument.minQuantity, textOf(lots ?? {}, 'minOrderQty'));
    tally.mapped++;
  }
}

function kindOf(row: JsonRecord): string {
  if ('optionsType' in row) return 'option';
  const contract = textOf(row, 'contractType');
  if (contract === undefined) return 'spot';
  return contract.startsWith('Inverse') ? 'inverse' : 'linear';
}

async function readMarkets(list: readonly JsonRecord[], category: string): Promise<readonly CcxtMarket[]> {
  const Exchange = loadExchangeClass('bybit');
  const exchange = new Exchange({
    number: String,
    options: { fetchMarkets: { types: [category], options: ['ANY'] } },
  }) as unknown as {
    fetchMarkets(): Promise<readonly CcxtMarket[]>;
    publicGetV5MarketInstrumentsInfo(query: JsonRecord): Promise<unknown>;
  };
  exchange.publicGetV5MarketInstrumentsInfo = ({ status }) =>
    Promise.resolve({ result: { category, list: status === 'PreLaunch' ? [] : list } });
  return exchange.fetchMarkets();
}
