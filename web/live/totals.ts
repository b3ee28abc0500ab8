import { addDecimals, subtractDecimals, type Decimal } from '@tapedeck/core/decimal-arithmetic';
import { calculateOpenRisk, type OpenRisk } from '@tapedeck/core/margin/open-risk';
import { settleOf } from '@tapedeck/core/margin/position-value';
import type { AccountFigures } from '@tapedeck/core/model/account';
import type { Position } from '@tapedeck/core/model/position';
import { dataOf, type Loadable } from './loadable.ts';
import type { AccountLive } from './account-live.ts';

/** A sum over accounts of one currency; unknown when one of its parts is. */
export interface Total {
  readonly currency: string;
  readonly amount: Decimal | undefined;
}

export interface Part {
  readonly currency: string;
  readonly amount: Decimal | undefined;
}

/** Adds up what may be added: amounts of the same currency. */
export function sumByCurrency(parts: readonly Part[]): readonly Total[] {
  const sums = new Map<string, Decimal | undefined>();
  for (const { currency, amount } of parts) {
    const sum = sums.has(currency) ? sums.get(currency) : '0';
    sums.set(currency, sum === undefined || amount === undefined ? undefined : addDecimals(sum, amount));
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount }));
}

export function figureParts(
  currencies: readonly string[],
  lives: readonly Loadable<AccountLive>[],
  figure: keyof AccountFigures,
): readonly Part[] {
  return currencies.map((currency, index) => ({
    currency,
    amount: dataOf(lives[index] ?? { status: 'pending' })?.figures[figure],
  }));
}

export function sameTotals(a: readonly Total[], b: readonly Total[]): boolean {
  return (
    a.length === b.length &&
    a.every((total, index) => total.currency === b[index]?.currency && total.amount === b[index].amount)
  );
}

/** Open risk of positions that settle in one currency. */
export interface OpenRiskTotal extends OpenRisk {
  readonly currency: string;
}

/**
 * Open risk by settle currency: of each account's own currency, be it without positions, and of any other that they
 * settle in. Undefined until every account has told what it holds.
 */
export function sumOpenRisk(
  currencies: readonly string[],
  lives: readonly Loadable<AccountLive>[],
): readonly OpenRiskTotal[] | undefined {
  const byCurrency = new Map<string, readonly Position[]>(currencies.map((currency) => [currency, []]));
  for (const live of lives) {
    const held = dataOf(live)?.positions;
    if (!held) return undefined;
    for (const position of held) {
      const currency = settleOf(position);
      byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), position]);
    }
  }
  return [...byCurrency].map(([currency, positions]) => ({ currency, ...calculateOpenRisk(positions) }));
}

/** Equity now less what it is counted from (`DayStart.base`); unknown when either is. */
export function profitSince(start: Decimal | undefined, now: Decimal | undefined): Decimal | undefined {
  return start === undefined || now === undefined ? undefined : subtractDecimals(now, start);
}
