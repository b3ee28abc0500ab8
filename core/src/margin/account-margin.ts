import { Big } from 'big.js';
import { toDecimal } from '../decimal.ts';
import { formatMoney, minMoney } from './money.ts';
import type { AccountFigures } from '../model/account.ts';
import { initialMargin, maintenanceMargin, unrealisedPnl, type PositionFacts } from './position-margin.ts';

/** What an account's figures in one settle currency are made of. */
export interface AccountMargin {
  readonly walletBalance: bigint;
  /** Held for open spot orders. */
  readonly spotLocked: bigint;
  /** Held for open orders of perpetuals that would open or increase a position. */
  readonly orderMargin: bigint;
  readonly isolatedMargin: bigint;
  readonly isolatedMaintenance: bigint;
  readonly isolatedUnrealised: bigint;
  readonly crossInitial: bigint;
  readonly crossMaintenance: bigint;
  readonly crossUnrealised: bigint;
}

export function sumPositions(
  held: Pick<AccountMargin, 'walletBalance' | 'spotLocked' | 'orderMargin'>,
  positions: Iterable<PositionFacts>,
): AccountMargin {
  let isolatedMargin = 0n;
  let isolatedMaintenance = 0n;
  let isolatedUnrealised = 0n;
  let crossInitial = 0n;
  let crossMaintenance = 0n;
  let crossUnrealised = 0n;
  for (const position of positions) {
    if (position.marginMode === 'isolated') {
      isolatedMargin += position.isolatedMargin;
      isolatedMaintenance += maintenanceMargin(position);
      isolatedUnrealised += unrealisedPnl(position);
    } else {
      crossInitial += initialMargin(position);
      crossMaintenance += maintenanceMargin(position);
      crossUnrealised += unrealisedPnl(position);
    }
  }
  return {
    ...held,
    isolatedMargin,
    isolatedMaintenance,
    isolatedUnrealised,
    crossInitial,
    crossMaintenance,
    crossUnrealised,
  };
}

/** What stands against the cross positions: the wallet without isolated margins, plus their unrealised P&L. */
export function crossEquity(margin: AccountMargin): bigint {
  return margin.walletBalance - margin.isolatedMargin + margin.crossUnrealised;
}

/** What new positions may use; negative when more is held than there is. */
export function freeMargin(margin: AccountMargin): bigint {
  return crossEquity(margin) - margin.spotLocked - margin.crossInitial - margin.orderMargin;
}

export function lockedBalance(margin: AccountMargin): bigint {
  return margin.spotLocked + margin.orderMargin + margin.isolatedMargin + margin.crossInitial;
}

/** What may leave the account or pay for spot: neither held back nor a profit that is not realised. */
export function withdrawable(margin: AccountMargin): bigint {
  return minMoney(margin.walletBalance - lockedBalance(margin), freeMargin(margin));
}

/** The figures of the account in one currency, as documents hold them. */
export function toAccountFigures(margin: AccountMargin): AccountFigures {
  const unrealised = margin.crossUnrealised + margin.isolatedUnrealised;
  const equity = margin.walletBalance + unrealised;
  const initial = margin.crossInitial + margin.isolatedMargin + margin.orderMargin;
  const holdsPositions = margin.crossInitial + margin.isolatedMargin > 0n;
  return {
    equity: formatMoney(equity),
    walletBalance: formatMoney(margin.walletBalance),
    unrealisedPnl: formatMoney(unrealised),
    initialMargin: formatMoney(initial),
    maintenanceMargin: formatMoney(margin.crossMaintenance + margin.isolatedMaintenance),
    freeMargin: formatMoney(freeMargin(margin)),
    ...(holdsPositions && {
      marginLevelRatio: toDecimal(new Big(formatMoney(equity)).div(formatMoney(initial)).round(8)),
    }),
  };
}
