import { toDecimal, type Decimal } from '@tapedeck/core/decimal-arithmetic';

export type Amount = { readonly value: Decimal } | { readonly problem: string };

/**
 * Reads an amount that a person typed; undefined for an empty field. A comma counts as a decimal point where it cannot be
 * a thousands separator: `0,5` is a half, but `50,000` may mean two amounts and is refused.
 */
export function parseAmount(text: string): Amount | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  if (/^[1-9]\d{0,2}(?:,\d{3})+$/.test(typed)) {
    return {
      problem: `${typed} can be read in two ways. Write it without a comma: thousands as they are, decimals with a point.`,
    };
  }
  const plain = /^\d*,\d+$/.test(typed) ? typed.replace(',', '.') : typed;
  if (!/^(?:\d+\.?\d*|\.\d+)$/.test(plain))
    return { problem: 'This is no amount. Write it in digits with a decimal point, such as 1250.5.' };
  if (plain.length > 30) return { problem: 'This has too many digits.' };
  const value = toDecimal(plain);
  return value === '0' ? { problem: 'It has to be above zero.' } : { value };
}
