import { multiplyByRate } from '../margin/money.ts';
import type { EngineCore } from './engine-core.ts';
import type { EngineMarket } from './engine-market.ts';
import type { Execution, ExecutionCause } from './events.ts';
import type { EngineOrder } from './order-types.ts';
import { fillPosition } from './position-fill.ts';
import { toPositionId } from '../model/position.ts';

/** One side of a match, as the book decided it. */
export interface SideFill {
  readonly order: EngineOrder;
  readonly ticks: number;
  readonly lots: number;
  readonly liquidity: Execution['liquidity'];
  readonly matchId: number;
  /** True when the other side is an account of this engine. */
  readonly internal: boolean;
}

const causeOfType: Readonly<Record<EngineOrder['type'], ExecutionCause>> = {
  market: 'order',
  limit: 'order',
  stop: 'stop',
  'stop-limit': 'stop',
  'take-profit': 'take-profit',
  'take-profit-limit': 'take-profit',
  'trailing-stop': 'trailing-stop',
};

function causeOf(order: EngineOrder): ExecutionCause {
  return order.role === 'none' ? causeOfType[order.type] : order.role;
}

/** Books one side of a match: execution, balances, position, order, in that order. */
export function bookFill(core: EngineCore, fill: SideFill): void {
  const market = core.market(fill.order.instrumentId);
  if (market.spec.kind === 'spot') bookSpot(core, market, fill);
  else bookPerpetual(core, market, fill);
  const filledLots = fill.order.filledLots + fill.lots;
  const isFilled = filledLots === fill.order.lots;
  const order = core.changed(fill.order, {
    filledLots,
    filledValue: fill.order.filledValue + market.scale.value(fill.ticks, fill.lots),
    status: isFilled ? 'filled' : 'partly-filled',
  });
  core.emit({ type: isFilled ? 'order-filled' : 'order-partly-filled', order });
}

function emitExecution(
  core: EngineCore,
  fill: SideFill,
  parts: Pick<Execution, 'value' | 'fee' | 'feeCurrency' | 'closedLots' | 'realisedPnl'>,
): number {
  const { order } = fill;
  const executionId = core.state.lastExecutionId + 1;
  const execution: Execution = {
    executionId,
    matchId: fill.matchId,
    accountId: order.accountId,
    instrumentId: order.instrumentId,
    orderId: order.orderId,
    ...(order.clientOrderId !== undefined && { clientOrderId: order.clientOrderId }),
    side: order.side,
    slot: order.slot,
    ticks: fill.ticks,
    lots: fill.lots,
    liquidity: fill.liquidity,
    cause: causeOf(order),
    internal: fill.internal,
    atMs: core.nowMs,
    ...parts,
  };
  core.emit({ type: 'execution', execution });
  return executionId;
}

/** Bybit takes the fee of a spot trade from what is received: base when buying, quote when selling. */
function bookSpot(core: EngineCore, market: EngineMarket, fill: SideFill): void {
  const { base, quote } = market.spec;
  const value = market.scale.value(fill.ticks, fill.lots);
  const quantity = market.scale.baseAmount(fill.lots);
  const rate = fill.liquidity === 'maker' ? market.makerRate : market.takerRate;
  const buys = fill.order.side === 'buy';
  const feeCurrency = buys ? base : quote;
  const fee = multiplyByRate(buys ? quantity : value, rate);
  const executionId = emitExecution(core, fill, { value, fee, feeCurrency, closedLots: 0, realisedPnl: 0n });
  const entry = { accountId: fill.order.accountId, instrumentId: market.id, executionId };
  core.changeBalance({ ...entry, kind: 'fill', currency: base, amount: buys ? quantity : -quantity });
  core.changeBalance({ ...entry, kind: 'fill', currency: quote, amount: buys ? -value : value });
  core.changeBalance({ ...entry, kind: 'fee', currency: feeCurrency, amount: -fee });
}

function bookPerpetual(core: EngineCore, market: EngineMarket, fill: SideFill): void {
  const { order } = fill;
  const account = core.account(order.accountId);
  const currency = market.spec.settle;
  const value = market.scale.value(fill.ticks, fill.lots);
  const fee = multiplyByRate(value, fill.liquidity === 'maker' ? market.makerRate : market.takerRate);
  const { position, closedLots, realisedPnl } = fillPosition(
    market,
    core.settings(account, market),
    core.position(account, order),
    {
      accountId: order.accountId,
      side: order.side,
      slot: order.slot,
      ticks: fill.ticks,
      lots: fill.lots,
      atMs: core.nowMs,
    },
  );
  const executionId = emitExecution(core, fill, { value, fee, feeCurrency: currency, closedLots, realisedPnl });
  const entry = { accountId: order.accountId, instrumentId: market.id, currency, executionId };
  core.changeBalance({ ...entry, kind: 'realised-pnl', amount: realisedPnl });
  core.changeBalance({ ...entry, kind: 'fee', amount: -fee });
  core.emit({
    type: 'position-changed',
    positionId: toPositionId(market.id, order.slot),
    accountId: order.accountId,
    instrumentId: market.id,
    ...(position && { position }),
  });
}
