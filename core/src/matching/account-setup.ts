import { freeMargin, withdrawable } from '../margin/account-margin.ts';
import { openingMargin, type MarginMode } from '../margin/position-margin.ts';
import { isDecimal, type Decimal } from '../decimal.ts';
import { readMargin } from './margin-reading.ts';
import type { EnginePosition, PositionMode } from './account-types.ts';
import type { EngineCore } from './engine-core.ts';
import type { EngineMarket } from './engine-market.ts';
import { formatMoney, parseFixed, parseMoney } from '../margin/money.ts';
import { reject } from './rejection.ts';
import type { AccountState } from './state.ts';

/** Brings money in (positive) or takes it out (negative); what is held back or lost already cannot leave. */
export function transfer(core: EngineCore, account: AccountState, currency: string, amount: Decimal): void {
  const money = readMoney(amount);
  if (money === 0n) reject('invalid-request', 'A transfer of nothing changes nothing.');
  const free = withdrawable(readMargin(core, account, currency));
  if (money < 0n && -money > free) {
    reject('insufficient-balance', `${formatMoney(-money)} ${currency} asked for, ${formatMoney(free)} can leave.`);
  }
  core.changeBalance({ accountId: account.accountId, kind: 'transfer', currency, amount: money });
}

function readMoney(amount: Decimal): bigint {
  if (!isDecimal(amount)) reject('invalid-request', `Amount ${JSON.stringify(amount)} is no decimal.`);
  return parseMoney(amount);
}

export function setPositionMode(core: EngineCore, account: AccountState, positionMode: PositionMode): void {
  if (account.settings.positionMode === positionMode) reject('not-modified', `The account is in ${positionMode} mode.`);
  if (account.positions.size > 0 || account.openOrderIds.size > 0) {
    reject('in-use', 'Close all positions and cancel all orders before changing the position mode.');
  }
  core.emit({
    type: 'account-changed',
    accountId: account.accountId,
    settings: { ...account.settings, positionMode },
  });
}

export function setMarginMode(core: EngineCore, account: AccountState, market: EngineMarket, mode: MarginMode): void {
  requirePerpetual(market);
  const settings = core.settings(account, market);
  if (settings.marginMode === mode) reject('not-modified', `${market.id} is in ${mode} mode.`);
  const hasOrders = core.openOrders(account).some((order) => order.instrumentId === market.id);
  if (hasOrders || positionsIn(account, market).length > 0) {
    reject('in-use', `Close the position and cancel the orders in ${market.id} before changing its margin mode.`);
  }
  core.emit({
    type: 'instrument-settings-changed',
    accountId: account.accountId,
    instrumentId: market.id,
    settings: { ...settings, marginMode: mode },
  });
}

/** Sets the leverage of an instrument and of the positions it has; refused when the free margin does not cover it. */
export function setLeverage(core: EngineCore, account: AccountState, market: EngineMarket, leverage: Decimal): void {
  requirePerpetual(market);
  const hundredths = readLeverage(market, leverage);
  const settings = core.settings(account, market);
  if (settings.leverageHundredths === hundredths) reject('not-modified', `${market.id} has leverage ${leverage}.`);
  const positions = positionsIn(account, market).map((position) => withLeverage(market, position, hundredths));
  const added = positions.reduce(
    (sum, position) => sum + position.isolatedMargin - (account.positions.get(position.id)?.isolatedMargin ?? 0n),
    0n,
  );
  const after = readMargin(core, account, market.spec.settle, { leverage: { instrumentId: market.id, hundredths } });
  if (hundredths < settings.leverageHundredths && freeMargin(after) < added) {
    reject('insufficient-margin', `The free margin does not cover ${market.id} at leverage ${leverage}.`);
  }
  core.emit({
    type: 'instrument-settings-changed',
    accountId: account.accountId,
    instrumentId: market.id,
    settings: { ...settings, leverageHundredths: hundredths },
  });
  for (const position of positions) core.changePosition({ ...position, updatedAtMs: core.nowMs });
}

function readLeverage(market: EngineMarket, leverage: Decimal): number {
  const hundredths = isDecimal(leverage) && /^\d+(?:\.\d{1,2})?$/.test(leverage) ? Number(parseFixed(leverage, 2)) : 0;
  if (hundredths < 100 || hundredths > market.maxLeverageHundredths) {
    reject(
      'leverage-out-of-range',
      `Leverage ${leverage} of ${market.id} must lie from 1 to ${market.maxLeverageHundredths / 100}.`,
    );
  }
  return hundredths;
}

function withLeverage(market: EngineMarket, position: EnginePosition, leverageHundredths: number): EnginePosition {
  const isolatedMargin =
    position.marginMode === 'cross'
      ? 0n
      : openingMargin({
          side: position.side,
          value: position.cost,
          leverageHundredths,
          takerRate: market.takerRate,
        });
  return { ...position, leverageHundredths, isolatedMargin };
}

/** Moves free margin into an isolated position. */
export function addIsolatedMargin(
  core: EngineCore,
  account: AccountState,
  position: EnginePosition,
  amount: Decimal,
): void {
  const money = readMoney(amount);
  if (position.marginMode !== 'isolated') reject('not-supported', `${position.id} is not isolated.`);
  if (money <= 0n) reject('invalid-request', `Only an amount above zero can be added, not ${amount}.`);
  const free = freeMargin(readMargin(core, account, core.market(position.instrumentId).spec.settle));
  if (money > free) reject('insufficient-margin', `${amount} asked for, ${formatMoney(free)} free.`);
  core.changePosition({
    ...position,
    isolatedMargin: position.isolatedMargin + money,
    updatedAtMs: core.nowMs,
  });
}

function requirePerpetual(market: EngineMarket): void {
  if (market.spec.kind !== 'perpetual') reject('not-supported', `${market.id} is spot and has no leverage.`);
}

function positionsIn(account: AccountState, market: EngineMarket): EnginePosition[] {
  return [...account.positions.values()].filter((position) => position.instrumentId === market.id);
}
