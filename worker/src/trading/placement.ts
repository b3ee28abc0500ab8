import type { OrderIntent, OrderRecord } from '@tapedeck/core';
import type { OrderPlacement } from '../brokers/trading-port.ts';

/** What goes to the venue for an order. */
export function toPlacement(record: OrderRecord, { triggerBy }: Pick<OrderIntent, 'triggerBy'>): OrderPlacement {
  const { clientOrderId, instrumentId, side, type, timeInForce, quantity, reduceOnly, slot } = record;
  const { limitPrice, triggerPrice, trailingDistance, stopLoss, takeProfit } = record;
  return {
    clientOrderId,
    instrumentId,
    side,
    type,
    timeInForce,
    quantity,
    reduceOnly,
    slot,
    limitPrice,
    triggerPrice,
    trailingDistance,
    triggerBy,
    stopLoss,
    takeProfit,
  };
}
