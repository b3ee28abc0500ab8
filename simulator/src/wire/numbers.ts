import { toDecimal } from '@tapedeck/core';
import { Big } from 'big.js';

/** The matching engine's money, an integer of 10^-18, as a decimal. */
export function toMoney(amount: bigint): Big {
  return new Big(String(amount)).div('1e18');
}

/** At most eight digits behind the point, as the venue writes money; trailing zeros left out. */
export function toWireMoney(value: Big | string): string {
  return toDecimal(new Big(value).round(8, Big.roundHalfEven));
}

/** `a / b` in the venue's notation; `0` where nothing is there to divide by. */
export function toWireRatio(a: Big | string, b: Big | string, places = 8): string {
  const divisor = new Big(b);
  return divisor.eq(0) ? '0' : toDecimal(new Big(a).div(divisor).round(places, Big.roundHalfEven));
}

export function sumOf(values: readonly (Big | string)[]): Big {
  return values.reduce<Big>((sum, value) => sum.plus(value), new Big(0));
}
