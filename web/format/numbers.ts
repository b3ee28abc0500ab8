import { decimalPlaces, roundDecimal, type Decimal } from '@tapedeck/core/decimal-arithmetic';

/** What stands where a figure is unknown; never a zero. */
export const unknownFigure = '—';

const minus = '−';

/** `-1234.5` at 2 places is `−1,234.50`. */
export function formatDecimal(value: Decimal | undefined, places: number): string {
  if (value === undefined) return unknownFigure;
  const rounded = roundDecimal(value, places);
  const [whole = '0', fraction] = rounded.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  const unsigned = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return signOf(rounded) < 0 ? minus + unsigned : unsigned;
}

/** Price with as many decimals as the tick size allows. */
export function formatPrice(price: Decimal | undefined, tickSize: Decimal): string {
  return formatDecimal(price, decimalPlaces(tickSize));
}

/** Quantity with as many decimals as the step size allows. */
export function formatQuantity(quantity: Decimal | undefined, stepSize: Decimal): string {
  return formatDecimal(quantity, decimalPlaces(stepSize));
}

/** Currencies that are counted in cents; others show eight decimals. */
const centCurrencies = new Set(['USD', 'USDT', 'USDC', 'EUR', 'GBP', 'CHF', 'AUD', 'CAD', 'DAI', 'FDUSD']);

export function moneyPlaces(currency: string): number {
  return centCurrencies.has(currency) ? 2 : 8;
}

/** An amount without its currency, for columns and cards that name the currency once. */
export function formatMoney(amount: Decimal | undefined, currency: string): string {
  return formatDecimal(amount, moneyPlaces(currency));
}

/** A profit or loss with its sign: `+12.40`, `−3.10`, `0.00`. */
export function formatSignedMoney(amount: Decimal | undefined, currency: string): string {
  const text = formatMoney(amount, currency);
  return amount !== undefined && signOf(roundDecimal(amount, moneyPlaces(currency))) > 0 ? `+${text}` : text;
}

/** A ratio as a percentage with its sign: `0.0123` is `+1.23%`. */
export function formatSignedPercent(ratio: number | undefined): string {
  if (ratio === undefined || !Number.isFinite(ratio)) return unknownFigure;
  const text = `${Math.abs(ratio * 100).toFixed(2)}%`;
  if (text === '0.00%') return text;
  return ratio > 0 ? `+${text}` : minus + text;
}

/** Negative, zero or positive. */
export function signOf(value: Decimal): -1 | 0 | 1 {
  if (!/[1-9]/.test(value)) return 0;
  return value.startsWith('-') ? -1 : 1;
}
