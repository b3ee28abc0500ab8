import { Big } from 'big.js';
import { toDecimal, type Decimal } from '../decimal-arithmetic.ts';
import { moneyDigits, parseFixed, parseMoney, parseRate, rateDigits } from '../margin/money.ts';

/** Money of an estimate, cut off behind the last digit that money has. */
export function toMoney(amount: Big | Decimal): bigint {
  return parseMoney(toDecimal(new Big(amount).round(moneyDigits, Big.roundDown)));
}

/** Zero where the venue told no rate. One that never ends, such as a maintenance rate of 1 ÷ 150, is rounded up. */
export function toRate(rate: Decimal | undefined): bigint {
  return parseRate(toDecimal(new Big(rate ?? '0').round(rateDigits, Big.roundUp)));
}

export function toLeverageHundredths(leverage: Decimal): number {
  return Math.max(1, Number(parseFixed(toDecimal(new Big(leverage).round(2, Big.roundDown)), 2)));
}
