export const orderSides = ['buy', 'sell'] as const;
export type OrderSide = (typeof orderSides)[number];

export const orderTypes = ['market', 'limit', 'stop', 'stop-limit', 'take-profit', 'trailing-stop'] as const;
export type OrderType = (typeof orderTypes)[number];

export const timesInForce = ['GTC', 'IOC', 'FOK', 'post-only'] as const;
export type TimeInForce = (typeof timesInForce)[number];

/** `untriggered`: a stop waits for its trigger. `unknown`: the broker has not said what became of it. */
export const orderStatuses = [
  'pending',
  'untriggered',
  'working',
  'partly-filled',
  'filled',
  'cancelled',
  'rejected',
  'expired',
  'unknown',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];
