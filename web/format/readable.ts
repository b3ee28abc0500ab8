import { formatMoney } from './numbers.ts';

const instrument = /\b([A-Z0-9]{2,12})-([A-Z0-9]{2,8})-(PERP|SPOT)\b/g;
/** An amount with its currency, ungrouped and with all its digits, as sentences of the worker have it. */
const amount = /(?<![\d.,A-Za-z-])(-?\d+(?:\.\d+)?) (USDT|USDC|USD|EUR|GBP|CHF|AUD|CAD|DAI|FDUSD)\b/g;

const kinds: Record<string, string> = { PERP: 'perpetual', SPOT: 'spot' };

/** A stored sentence as people read it: `BTC-USDT-PERP` is `BTC-USDT perpetual`, `1234.56789 USDT` is `1,234.57 USDT`. */
export function toReadable(sentence: string): string {
  return sentence
    .replace(instrument, (_id, base: string, quote: string, kind: string) => `${base}-${quote} ${kinds[kind] ?? kind}`)
    .replace(amount, (_all, value: string, currency: string) => `${formatMoney(value, currency)} ${currency}`);
}
