import { crossEquity } from '../margin/account-margin.ts';
import { closingFee, maintenanceMargin, unrealisedPnl } from '../margin/position-margin.ts';
import { positionFacts, readMargin } from './margin-reading.ts';
import type { EnginePosition } from './account-types.ts';
import type { EngineCore } from './engine-core.ts';
import type { EngineMarket } from './engine-market.ts';
import { fillOutsideBook } from './matcher.ts';
import { divideCeil, divideFloor } from '../margin/money.ts';
import { closingOrder } from './protection.ts';
import type { AccountState } from './state.ts';

/**
 * Liquidates what the mark price of a market no longer covers. An isolated position goes when its margin plus unrealised
 * P&L is at most its maintenance margin; the cross positions of a settle currency go together when the account's equity
 * is at most the sum of theirs. Execution is at the bankruptcy price and never reaches the book: the venue takes over, as
 * in Bybit Help Center, "Trading Rules: Liquidation Process (Unified Trading Account)", without its partial steps.
 */
export function liquidateUncovered(core: EngineCore, market: EngineMarket): void {
  for (const accountId of market.holders) {
    const account = core.account(accountId);
    for (const position of account.positions.values()) {
      if (position.instrumentId === market.id && position.marginMode === 'isolated') checkIsolated(core, position);
    }
    const holdsCross = [...account.positions.values()].some(
      (position) => position.instrumentId === market.id && position.marginMode === 'cross',
    );
    if (holdsCross) checkCross(core, account, market.spec.settle);
  }
}

function cancelOrders(core: EngineCore, account: AccountState, matches: (instrumentId: string) => boolean): void {
  for (const order of core.openOrders(account)) {
    if (matches(order.instrumentId)) core.cancel(order, 'liquidation');
  }
}

function checkIsolated(core: EngineCore, position: EnginePosition): void {
  const market = core.market(position.instrumentId);
  const facts = positionFacts(market, position);
  const margin = position.isolatedMargin + unrealisedPnl(facts);
  const needed = maintenanceMargin(facts);
  if (margin > needed) return;
  const account = core.account(position.accountId);
  const currency = market.spec.settle;
  core.emit({
    type: 'liquidation',
    accountId: position.accountId,
    positionId: position.id,
    currency,
    margin,
    maintenanceMargin: needed,
  });
  cancelOrders(core, account, (instrumentId) => instrumentId === market.id);
  const target = (account.balances.get(currency) ?? 0n) - position.isolatedMargin;
  takeOver(core, position, position.isolatedMargin - closingFee(facts));
  settleTo(core, account, currency, target, market.id);
}

function checkCross(core: EngineCore, account: AccountState, currency: string): void {
  const before = readMargin(core, account, currency);
  if (crossEquity(before) > before.crossMaintenance) return;
  const margin = crossEquity(before);
  core.emit({
    type: 'liquidation',
    accountId: account.accountId,
    currency,
    margin,
    maintenanceMargin: before.crossMaintenance,
  });
  cancelOrders(core, account, (instrumentId) => {
    const { settle, quote } = core.market(instrumentId).spec;
    return settle === currency || quote === currency;
  });
  for (const position of account.positions.values()) {
    const market = core.market(position.instrumentId);
    if (market.spec.settle !== currency || position.marginMode !== 'cross') continue;
    const facts = positionFacts(market, position);
    const needed = maintenanceMargin(facts);
    const share = before.crossMaintenance === 0n ? 0n : (margin * needed) / before.crossMaintenance;
    takeOver(core, position, share - unrealisedPnl(facts) - closingFee(facts));
  }
  settleTo(core, account, currency, before.isolatedMargin);
}

/** Closes a position at the tick where its loss against the entry is `loss`: its bankruptcy price. */
function takeOver(core: EngineCore, position: EnginePosition, loss: bigint): void {
  const market = core.market(position.instrumentId);
  const perTick = market.scale.value(1, position.lots);
  const ticks =
    position.side === 'long' ? divideCeil(position.cost - loss, perTick) : divideFloor(position.cost + loss, perTick);
  const order = { ...closingOrder(core, position), role: 'liquidation' as const };
  core.emit({ type: 'order-accepted', order });
  fillOutsideBook(core, market, order, ticks > 0n ? Number(ticks) : 1);
}

/** The insurance fund takes what the take-over left, or pays what it cost too much. */
function settleTo(
  core: EngineCore,
  account: AccountState,
  currency: string,
  target: bigint,
  instrumentId?: string,
): void {
  core.changeBalance({
    accountId: account.accountId,
    kind: 'liquidation',
    currency,
    amount: target - (account.balances.get(currency) ?? 0n),
    ...(instrumentId !== undefined && { instrumentId }),
  });
}
