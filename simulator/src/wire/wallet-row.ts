import type { AccountFigures, Balance } from '@tapedeck/core';
import { Big } from 'big.js';
import { sumOf, toWireMoney, toWireRatio } from './numbers.ts';

/** One currency of a unified account, all amounts in it. */
export interface WalletCoin {
  readonly balance: Balance;
  readonly figures: AccountFigures;
  /** Held back by spot orders. */
  readonly spotLocked: string;
  /** Part of the initial margin that positions hold; orders hold the rest. */
  readonly positionMargin: string;
  readonly realisedPnl: string;
  readonly usdPrice: number;
}

/** A unified account as `wallet-balance` answers it and the `wallet` stream pushes it. */
export type WalletRow = ReturnType<typeof toWalletRow>;

export function toWalletRow(coins: readonly WalletCoin[]) {
  const inUsd = (amountOf: (coin: WalletCoin) => string | undefined) =>
    sumOf(coins.map((coin) => new Big(amountOf(coin) ?? '0').times(coin.usdPrice)));
  const equity = inUsd((coin) => coin.figures.equity ?? coin.balance.total);
  const wallet = inUsd((coin) => coin.balance.total);
  const initial = inUsd((coin) => coin.figures.initialMargin);
  const maintenance = inUsd((coin) => coin.figures.maintenanceMargin);
  const locked = inUsd((coin) => coin.spotLocked);
  const available = equity.minus(initial).minus(locked);
  return {
    totalEquity: toWireMoney(equity),
    accountIMRate: toWireRatio(initial, equity, 4),
    accountIMRateByMp: toWireRatio(initial, equity, 4),
    totalMarginBalance: toWireMoney(equity),
    totalInitialMargin: toWireMoney(initial),
    totalInitialMarginByMp: toWireMoney(initial),
    accountType: 'UNIFIED',
    totalAvailableBalance: toWireMoney(available.lt(0) ? new Big(0) : available),
    accountMMRate: toWireRatio(maintenance, equity, 4),
    accountMMRateByMp: toWireRatio(maintenance, equity, 4),
    totalPerpUPL: toWireMoney(equity.minus(wallet)),
    totalWalletBalance: toWireMoney(wallet),
    accountLTV: '0',
    totalMaintenanceMargin: toWireMoney(maintenance),
    totalMaintenanceMarginByMp: toWireMoney(maintenance),
    coin: coins.map(toCoinRow),
  };
}

function toCoinRow(coin: WalletCoin) {
  const { balance, figures } = coin;
  const equity = figures.equity ?? balance.total;
  const initial = figures.initialMargin ?? '0';
  return {
    availableToBorrow: '',
    bonus: '0',
    accruedInterest: '0',
    availableToWithdraw: '',
    totalOrderIM: toWireMoney(new Big(initial).minus(coin.positionMargin)),
    equity: toWireMoney(equity),
    totalPositionMM: toWireMoney(figures.maintenanceMargin ?? '0'),
    usdValue: toWireMoney(new Big(equity).times(coin.usdPrice)),
    unrealisedPnl: toWireMoney(figures.unrealisedPnl ?? '0'),
    collateralSwitch: true,
    spotHedgingQty: '0',
    borrowAmount: '0',
    totalPositionIM: toWireMoney(coin.positionMargin),
    walletBalance: toWireMoney(balance.total),
    cumRealisedPnl: toWireMoney(coin.realisedPnl),
    locked: toWireMoney(coin.spotLocked),
    marginCollateral: true,
    coin: balance.currency,
    spotBorrow: '0',
  };
}
