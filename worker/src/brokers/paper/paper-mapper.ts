import { toPositionId, type Instrument, type OrderReason, type OrderType } from '@tapedeck/core';
import type { CancelReason, Execution as EngineExecution } from '@tapedeck/core/matching/events';
import type {
  EngineOrder,
  EngineOrderType,
  OrderRequest,
  ProtectionRequest,
} from '@tapedeck/core/matching/order-types';
import type { MatchingEngine } from '@tapedeck/core/matching/index';
import type { Rejection } from '@tapedeck/core/matching/outcome';
import type { Execution } from '../broker.ts';
import { withoutAbsent } from '../ccxt-mapper.ts';
import type { OrderPlacement, StopChanges, VenueOrder } from '../trading-port.ts';

/** The engine's account: each paper account has an engine of its own. */
export const paperAccountId = 'paper';

const orderPrefix = 'paper-';

export function toVenueOrderId(orderId: number): string {
  return `${orderPrefix}${orderId}`;
}

/** The engine's id; `undefined` for what no paper account has given out. */
export function toOrderId(venueOrderId: string): number | undefined {
  const digits = venueOrderId.startsWith(orderPrefix) ? venueOrderId.slice(orderPrefix.length) : '';
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

export function toOrderRequest(placement: OrderPlacement): OrderRequest {
  const { instrumentId, side, type, quantity, timeInForce, reduceOnly, slot, clientOrderId } = placement;
  const { stopLoss, takeProfit } = placement;
  const isProtected = stopLoss !== undefined || takeProfit !== undefined;
  const protection = isProtected ? withoutAbsent({ stopLoss, takeProfit }) : undefined;
  const { limitPrice, triggerPrice, triggerBy, trailingDistance } = placement;
  const optional = withoutAbsent({ limitPrice, triggerPrice, triggerBy, trailingDistance, protection });
  return {
    accountId: paperAccountId,
    instrumentId,
    side,
    type,
    quantity,
    timeInForce,
    reduceOnly,
    slot,
    clientOrderId,
    ...optional,
  };
}

export function toProtection({ stopLoss, takeProfit, trailingStop, triggerBy }: StopChanges): ProtectionRequest {
  return withoutAbsent({ stopLoss, takeProfit, trailingStop, stopLossBy: triggerBy, takeProfitBy: triggerBy });
}

/** `undefined` for a stop of a position that has not fired: it is told with its position and ends with it. */
export function toVenueOrder(engine: MatchingEngine, order: EngineOrder, reason?: OrderReason): VenueOrder | undefined {
  const isOfPosition = order.role !== 'none' && order.role !== 'liquidation';
  if (isOfPosition && !order.triggered) return undefined;
  const view = engine.describeOrder(order);
  return withoutAbsent({
    clientOrderId: order.clientOrderId,
    order: withoutAbsent({
      venueOrderId: toVenueOrderId(order.orderId),
      instrumentId: order.instrumentId,
      side: order.side,
      type: toType(order.type),
      timeInForce: order.timeInForce,
      status: order.status,
      quantity: view.quantity,
      filledQuantity: view.filledQuantity,
      averageFillPrice: view.averageFillPrice,
      limitPrice: view.limitPrice,
      triggerPrice: view.triggerPrice,
      trailingDistance: view.trailingDistance,
      reduceOnly: order.reduceOnly,
      slot: order.slot,
      createdAtMs: order.createdAtMs,
      updatedAtMs: order.updatedAtMs,
    }),
    reason,
  });
}

export function toExecution(engine: MatchingEngine, execution: EngineExecution, instrument: Instrument): Execution {
  const view = engine.describeExecution(execution);
  const closes = execution.closedLots > 0;
  const isPosition = instrument.kind === 'perpetual';
  return withoutAbsent({
    fill: withoutAbsent({
      id: `paper-x${execution.executionId}`,
      clientOrderId: execution.clientOrderId,
      venueOrderId: toVenueOrderId(execution.orderId),
      instrumentId: execution.instrumentId,
      side: execution.side,
      price: view.price,
      quantity: view.quantity,
      fee: view.fee,
      feeCurrency: execution.feeCurrency,
      liquidity: execution.liquidity,
      venueMs: execution.atMs,
    }),
    positionId: isPosition ? toPositionId(execution.instrumentId, execution.slot) : undefined,
    // A stop that somebody placed is an order of theirs like any other.
    cause: execution.cause === 'stop' ? 'order' : execution.cause,
    closedQuantity: isPosition && closes ? view.closedQuantity : undefined,
    realisedPnl: isPosition && closes ? view.realisedPnl : undefined,
  });
}

const cancelReasons: Readonly<Record<Exclude<CancelReason, 'requested'>, string>> = {
  'no-liquidity': 'The book had not enough to fill the rest of it.',
  'price-band': 'The rest of it would have traded beyond the price band.',
  'self-trade': 'It would have traded with an order of the same account.',
  'reduce-only': 'It would no longer have reduced the position.',
  'position-closed': 'The position that it belonged to was closed.',
  'protection-changed': 'The stops of the position were changed.',
  liquidation: 'The account was liquidated, so its orders were cancelled.',
};

/** Absent where it ended as was asked for. */
export function toCancelReason(reason: CancelReason): OrderReason | undefined {
  return reason === 'requested' ? undefined : { code: reason, message: cancelReasons[reason] };
}

export function toRejectReason({ code, message }: Rejection): OrderReason {
  return { code, message };
}

function toType(type: EngineOrderType): OrderType {
  return type === 'take-profit-limit' ? 'stop-limit' : type;
}
