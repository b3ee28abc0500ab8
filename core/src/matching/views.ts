import { Big } from 'big.js';
import { crossEquity } from '../margin/account-margin.ts';
import { liquidationTicks } from '../margin/liquidation-price.ts';
import { initialMargin, maintenanceMargin, unrealisedPnl } from '../margin/position-margin.ts';
import { toDecimal, type Decimal } from '../decimal.ts';
import { createPosition, type Position } from '../model/position.ts';
import { positionFacts, readMargin } from './margin-reading.ts';
import type { EnginePosition } from './account-types.ts';
import type { EngineCore } from './engine-core.ts';
import { valuationTicks, type EngineMarket } from './engine-market.ts';
import type { Execution } from './events.ts';
import { formatFixed, formatMoney, moneyDigits } from '../margin/money.ts';
import type { EngineOrder } from './order-types.ts';
import { protectionOf } from './protection.ts';

/** An order with its numbers as decimals. */
export interface OrderView {
  readonly quantity: Decimal;
  readonly filledQuantity: Decimal;
  readonly remainingQuantity: Decimal;
  /** Price times quantity of all fills. */
  readonly filledValue: Decimal;
  /** Rounded to 12 digits behind the point; absent before the first fill. */
  readonly averageFillPrice?: Decimal;
  readonly limitPrice?: Decimal;
  readonly triggerPrice?: Decimal;
  readonly trailingDistance?: Decimal;
  readonly activationPrice?: Decimal;
}

/** An execution with its numbers as decimals. */
export interface ExecutionView {
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly value: Decimal;
  readonly fee: Decimal;
  readonly closedQuantity: Decimal;
  readonly realisedPnl: Decimal;
}

const averageDigits = 12;

/** Value ÷ quantity, rounded half up: for the eye only; the engine keeps the value. */
function averagePrice(market: EngineMarket, value: bigint, lots: number): Decimal {
  const quantity = formatFixed(market.scale.baseAmount(lots), moneyDigits);
  return toDecimal(new Big(formatMoney(value)).div(quantity).round(averageDigits));
}

export function viewOrder(market: EngineMarket, order: EngineOrder): OrderView {
  const { scale } = market;
  const { trigger } = order;
  return {
    quantity: scale.quantity(order.lots),
    filledQuantity: scale.quantity(order.filledLots),
    remainingQuantity: scale.quantity(order.lots - order.filledLots),
    filledValue: formatMoney(order.filledValue),
    ...(order.filledLots > 0 && { averageFillPrice: averagePrice(market, order.filledValue, order.filledLots) }),
    ...(order.limitTicks !== undefined && { limitPrice: scale.price(order.limitTicks) }),
    ...(trigger?.ticks !== undefined && { triggerPrice: scale.price(trigger.ticks) }),
    ...(trigger?.trailing && { trailingDistance: scale.price(trigger.trailing.distanceTicks) }),
    ...(trigger?.trailing?.activationTicks !== undefined && {
      activationPrice: scale.price(trigger.trailing.activationTicks),
    }),
  };
}

export function viewExecution(market: EngineMarket, execution: Execution): ExecutionView {
  return {
    price: market.scale.price(execution.ticks),
    quantity: market.scale.quantity(execution.lots),
    value: formatMoney(execution.value),
    fee: formatMoney(execution.fee),
    closedQuantity: market.scale.quantity(execution.closedLots),
    realisedPnl: formatMoney(execution.realisedPnl),
  };
}

/** The position as the rest of the product knows it; the entry price is rounded, for the eye. */
export function viewPosition(core: EngineCore, position: EnginePosition): Position {
  const market = core.market(position.instrumentId);
  const { scale, spec } = market;
  const facts = positionFacts(market, position);
  const markTicks = valuationTicks(market);
  const liquidation = liquidationTicksOf(core, position);
  return createPosition({
    instrumentId: position.instrumentId,
    slot: position.slot,
    side: position.side,
    quantity: scale.quantity(position.lots),
    entryPrice: averagePrice(market, position.cost, position.lots),
    leverage: formatFixed(BigInt(position.leverageHundredths), 2),
    marginMode: position.marginMode,
    ...viewProtection(core, position),
    ...(position.openedAtMs > 0 && { openedAtMs: position.openedAtMs }),
    tickSize: spec.tickSize,
    stepSize: spec.stepSize,
    contractSize: spec.contractSize,
    ...(markTicks !== undefined && { markPrice: scale.price(markTicks) }),
    unrealisedPnl: formatMoney(unrealisedPnl(facts)),
    ...(liquidation !== undefined && { liquidationPrice: scale.price(liquidation) }),
    initialMargin: formatMoney(initialMargin(facts)),
  });
}

function viewProtection(
  core: EngineCore,
  position: EnginePosition,
): Pick<Position, 'stopLoss' | 'takeProfit' | 'trailingStop'> {
  const { scale } = core.market(position.instrumentId);
  const view: { stopLoss?: Decimal; takeProfit?: Decimal; trailingStop?: Decimal } = {};
  for (const { role, trigger } of protectionOf(core, position)) {
    if (!trigger) continue;
    if (role === 'trailing-stop') view.trailingStop = scale.price(trigger.trailing?.distanceTicks ?? 0);
    else if (role === 'stop-loss') view.stopLoss = scale.price(trigger.ticks ?? 0);
    else view.takeProfit = scale.price(trigger.ticks ?? 0);
  }
  return view;
}

/** The mark price in ticks at which the engine would liquidate the position, everything else standing still. */
export function liquidationTicksOf(core: EngineCore, position: EnginePosition): number | undefined {
  const market = core.market(position.instrumentId);
  const facts = positionFacts(market, position);
  return liquidationTicks({
    ...facts,
    valuePerTick: market.scale.value(1, position.lots),
    backing: position.marginMode === 'isolated' ? position.isolatedMargin : crossBacking(core, position),
  });
}

function crossBacking(core: EngineCore, position: EnginePosition): bigint {
  const market = core.market(position.instrumentId);
  const facts = positionFacts(market, position);
  const margin = readMargin(core, core.account(position.accountId), market.spec.settle);
  const othersMaintenance = margin.crossMaintenance - maintenanceMargin(facts);
  return crossEquity(margin) - unrealisedPnl(facts) - othersMaintenance;
}
