import type { OrderRecord } from '@tapedeck/core';
import type { OrderPlacement } from '../brokers/trading-port.ts';

/** What goes to the venue for an order. */
export function toPlacement(record: OrderRecord): OrderPlacement {
  const { clientOrderId, instrumentId, side, type, timeInForce, quantity, reduceOnly, slot } = record;
  const { limitPrice, triggerPrice, trailingDistance, triggerBy, stopLoss, takeProfit } = record;
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
