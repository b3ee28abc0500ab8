import type { OrderType, TimeInForce } from '../model/order.ts';

type Need = 'required' | 'optional' | 'none';

/** Which fields an order of a type has. */
export interface OrderFields {
  readonly limitPrice: Need;
  readonly triggerPrice: Need;
  readonly trailingDistance: Need;
  /** The first is the default. */
  readonly timesInForce: readonly TimeInForce[];
}

const resting: readonly TimeInForce[] = ['GTC', 'IOC', 'FOK', 'post-only'];
const immediate: readonly TimeInForce[] = ['IOC', 'FOK'];

/** The form of the order ticket. A trailing stop's trigger price is the price that starts the trailing. */
export const orderFields: Record<OrderType, OrderFields> = {
  market: { limitPrice: 'none', triggerPrice: 'none', trailingDistance: 'none', timesInForce: immediate },
  limit: { limitPrice: 'required', triggerPrice: 'none', trailingDistance: 'none', timesInForce: resting },
  stop: { limitPrice: 'none', triggerPrice: 'required', trailingDistance: 'none', timesInForce: immediate },
  'stop-limit': { limitPrice: 'required', triggerPrice: 'required', trailingDistance: 'none', timesInForce: resting },
  'take-profit': { limitPrice: 'none', triggerPrice: 'required', trailingDistance: 'none', timesInForce: immediate },
  'trailing-stop': {
    limitPrice: 'none',
    triggerPrice: 'optional',
    trailingDistance: 'required',
    timesInForce: immediate,
  },
};

export const priceFields = ['limitPrice', 'triggerPrice', 'trailingDistance'] as const;

/** The time in force of an order that names none. */
export function defaultTimeInForce(type: OrderType): TimeInForce {
  return orderFields[type].timesInForce[0] ?? 'GTC';
}

export function isConditional(type: OrderType): boolean {
  return orderFields[type].triggerPrice !== 'none';
}
