import { divideDecimals, type Decimal } from '../decimal-arithmetic.ts';

/** A spot instrument whose price says what a currency is worth in another. */
export interface RatePair {
  readonly instrumentId: string;
  /** The price is that of the other currency in this one. */
  readonly inverse: boolean;
}

const ratePlaces = 12;

/** Where the price of `currency` in `inCurrency` is to be had; undefined when neither is listed against the other. */
export function findRatePair(
  currency: string,
  inCurrency: string,
  isListed: (instrumentId: string) => boolean,
): RatePair | undefined {
  if (currency === inCurrency) return undefined;
  const pairs = [
    { instrumentId: `${currency}-${inCurrency}-SPOT`, inverse: false },
    { instrumentId: `${inCurrency}-${currency}-SPOT`, inverse: true },
  ];
  return pairs.find(({ instrumentId }) => isListed(instrumentId));
}

/** What one unit of the currency is worth at a price of its pair. */
export function rateAt({ inverse }: RatePair, price: Decimal): Decimal {
  return inverse ? divideDecimals('1', price, ratePlaces) : price;
}
