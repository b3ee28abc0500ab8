import { addDecimals, type Decimal } from '@tapedeck/core/decimal-arithmetic';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { slippageBps, timeToAcceptMs } from '@tapedeck/core/orders/order-statistics';

export interface OrderFigures {
  /** Paid by currency; negative is a rebate. */
  readonly fees: readonly { readonly currency: string; readonly amount: Decimal }[];
  /** Worse than the price that the person saw, in hundredths of a percent; absent without a fill or such a price. */
  readonly slippageBps?: number;
  readonly acceptMs?: number;
}

export function figuresOf(order: OrderDocument): OrderFigures {
  const fees = new Map<string, Decimal>();
  for (const { fee, feeCurrency } of Object.values(order.evidence.fills)) {
    fees.set(feeCurrency, addDecimals(fees.get(feeCurrency) ?? '0', fee));
  }
  const { side, averageFillPrice, referencePrice } = order;
  const isMeasured = averageFillPrice !== undefined && referencePrice !== undefined;
  const acceptMs = timeToAcceptMs(order);
  return {
    fees: [...fees].map(([currency, amount]) => ({ currency, amount })),
    ...(isMeasured && { slippageBps: slippageBps(side, averageFillPrice, referencePrice).toNumber() }),
    ...(acceptMs !== undefined && { acceptMs }),
  };
}
