import {
  addDecimals,
  isZero,
  multiplyDecimals,
  type AccountFigures,
  type AccountSnapshot,
  type Balance,
  type Decimal,
} from '@tapedeck/core';
import type { MatchingEngine } from '@tapedeck/core/matching/index';
import { paperAccountId } from './paper-mapper.ts';

/** The spot pair that tells what a coin is worth in the account currency. */
export function toValuationPair(coin: string, currency: string): string {
  return `${coin}-${currency}-SPOT`;
}

/** Coins bought on spot: they count towards equity at their last price. */
export function coinsHeld(engine: MatchingEngine, currency: string): readonly Balance[] {
  return engine.balances(paperAccountId).filter((balance) => balance.currency !== currency && !isZero(balance.total));
}

/** Figures, balances and positions as they stand; `lastPrice` is asked for the pairs that coins are valued by. */
export function readAccount(
  engine: MatchingEngine,
  currency: string,
  lastPrice: (instrumentId: string) => Decimal | undefined,
): Pick<AccountSnapshot, 'figures' | 'balances' | 'positions'> {
  const balances = [...engine.balances(paperAccountId)];
  const positions = engine.positions(paperAccountId).map((position) => engine.describePosition(position));
  const values = coinsHeld(engine, currency).map(({ currency: coin, total }) => {
    const price = lastPrice(toValuationPair(coin, currency));
    return price === undefined ? undefined : multiplyDecimals(total, price);
  });
  return { figures: withCoins(engine.figures(paperAccountId, currency), values), balances, positions };
}

/** Without a price for one of the coins, what the account is worth is unknown. */
function withCoins(figures: AccountFigures, values: readonly (Decimal | undefined)[]): AccountFigures {
  const { equity = '0', walletBalance = '0', ...others } = figures;
  const known = values.filter((value) => value !== undefined);
  if (known.length < values.length) return others;
  return { ...others, equity: addDecimals(equity, ...known), walletBalance: addDecimals(walletBalance, ...known) };
}
