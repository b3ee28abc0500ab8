import { compareDecimals, divideDecimals, type Decimal } from '@tapedeck/core';
import { readEach, type OnRefused } from '../bybit-messages.ts';
import { readWire } from '../bybit-wire.ts';
import type { UnifiedBook } from './unified-book.ts';
import type { UnifiedClient } from './unified-client.ts';
import { coinTickerSchema } from './unified-wire.ts';

export interface CoinPricesOptions {
  readonly client: UnifiedClient;
  /** As it was loaded last. */
  readonly book: () => UnifiedBook;
  /** In which coins are valued. */
  readonly currency: string;
  readonly onRefused: OnRefused;
}

interface CoinPrice {
  readonly price: Decimal;
  readonly readMs: number;
}

/** Prices are asked for again after so long; a figure of the account is no newer than this. */
const askAgainMs = 5_000;
/** One that cannot be renewed for so long is unknown. */
const freshMs = 60_000;
const pricePlaces = 18;

/** What a coin is worth in the account currency, by the last trade of the venue's own spot pair. */
export class CoinPrices {
  readonly #options: CoinPricesOptions;
  readonly #known = new Map<string, CoinPrice>();
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(options: CoinPricesOptions) {
    this.#options = options;
  }

  /** Of those that have a price; a coin without a spot pair to the account currency has none. */
  async fetch(coins: readonly string[]): Promise<ReadonlyMap<string, Decimal>> {
    const { currency } = this.#options;
    const pairs = new Map(coins.flatMap((coin) => this.#pairOf(coin) ?? []));
    const isMissing = [...pairs.values()].some(({ coin }) => !this.#known.has(coin));
    if (pairs.size > 0 && (isMissing || Date.now() - this.#askedMs >= askAgainMs)) await this.#ask(pairs);
    const prices = new Map([[currency, '1']]);
    for (const coin of coins) {
      const known = this.#known.get(coin);
      if (known && Date.now() - known.readMs < freshMs) prices.set(coin, known.price);
    }
    return prices;
  }

  /** A price that cannot be had does not keep the account from being read. */
  async #ask(pairs: ReadonlyMap<string, CoinPair>): Promise<void> {
    const { client, onRefused } = this.#options;
    this.#askedMs = Date.now();
    const answer = await client.ask(() => client.exchange.fetchTickers([...pairs.keys()])).catch(onRefused);
    const rows = typeof answer === 'object' && answer !== null ? Object.values(answer) : [];
    const readMs = Date.now();
    for (const { symbol, last } of readEach(rows, (row) => readWire(coinTickerSchema, row, 'Ticker'), onRefused)) {
      const pair = pairs.get(symbol);
      if (!pair || last === undefined || compareDecimals(last, '0') <= 0) continue;
      const price = pair.isInverse ? divideDecimals('1', last, pricePlaces) : last;
      this.#known.set(pair.coin, { price, readMs });
    }
  }

  #pairOf(coin: string): [symbol: string, pair: CoinPair][] | undefined {
    const { book, currency } = this.#options;
    const direct = book().symbolOf(`${coin}-${currency}-SPOT`);
    if (direct !== undefined) return [[direct, { coin, isInverse: false }]];
    const inverse = book().symbolOf(`${currency}-${coin}-SPOT`);
    return inverse === undefined ? undefined : [[inverse, { coin, isInverse: true }]];
  }
}

interface CoinPair {
  readonly coin: string;
  /** Whether the pair tells the account currency in the coin. */
  readonly isInverse: boolean;
}
