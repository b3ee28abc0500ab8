import * as z from 'zod';
import { decimal, milliseconds, optionalDecimal, optionalMilliseconds, optionalPrice } from './bybit-wire.ts';

/**
 * Bybit's v5 messages about trading, with the fields that we read, in the spelling rules of `bybit-wire.ts`.
 * Source: https://bybit-exchange.github.io/docs/v5/order/create-order and the pages beside it
 */
export const orderStatusNames = [
  'New',
  'PartiallyFilled',
  'Untriggered',
  'Triggered',
  'Rejected',
  'PartiallyFilledCanceled',
  'Filled',
  'Cancelled',
  'Deactivated',
] as const;

export const orderRowSchema = z.object({
  /** Only on the stream; REST names it once for the whole page. */
  category: z.string().optional(),
  symbol: z.string().min(1),
  orderId: z.string().min(1),
  orderLinkId: z.string().optional(),
  side: z.enum(['Buy', 'Sell']),
  positionIdx: z.literal([0, 1, 2]).optional(),
  orderType: z.enum(['Market', 'Limit']),
  timeInForce: z.enum(['GTC', 'IOC', 'FOK', 'PostOnly', 'RPI']),
  orderStatus: z.enum(orderStatusNames),
  /** Zero for a stop of a whole position; in the quote currency where `marketUnit` says so. */
  qty: decimal,
  marketUnit: z.string().optional(),
  price: optionalPrice,
  avgPrice: optionalPrice,
  cumExecQty: optionalDecimal,
  triggerPrice: optionalPrice,
  /** 1 fires on a rise, 2 on a fall; 0 without a trigger and for spot. */
  triggerDirection: z.literal([0, 1, 2]).optional(),
  stopOrderType: z.string().optional(),
  reduceOnly: z.boolean().optional(),
  cancelType: z.string().optional(),
  rejectReason: z.string().optional(),
  createdTime: milliseconds,
  updatedTime: milliseconds,
});
export type OrderRow = z.infer<typeof orderRowSchema>;

export const createdSchema = z.object({ orderId: z.string().min(1) });

export const tickerRowSchema = z.object({
  symbol: z.string().min(1),
  lastPrice: optionalPrice,
  markPrice: optionalPrice,
  bid1Price: optionalPrice,
  ask1Price: optionalPrice,
  fundingRate: optionalDecimal,
  nextFundingTime: optionalMilliseconds,
  price24hPcnt: optionalDecimal,
  volume24h: optionalDecimal,
});
export type TickerRow = z.infer<typeof tickerRowSchema>;

export const feeRateRowSchema = z.object({
  symbol: z.string().min(1),
  makerFeeRate: optionalDecimal,
  takerFeeRate: optionalDecimal,
});
export type FeeRateRow = z.infer<typeof feeRateRowSchema>;

export const riskLimitRowSchema = z.object({
  symbol: z.string().min(1),
  /** A ratio, such as `0.005`. */
  maintenanceMargin: decimal,
  /** 1 marks the tier of the smallest positions. */
  isLowestRisk: z.literal([0, 1]),
});

/** The parts of `instruments-info` that ccxt's unified market leaves out. */
export const instrumentLimitsSchema = z.object({
  lotSizeFilter: z.object({ maxMktOrderQty: optionalPrice, maxMarketOrderQty: optionalPrice }).optional(),
  riskParameters: z.object({ priceLimitRatioX: optionalPrice }).optional(),
});

export const transactionRowSchema = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  category: z.string().optional(),
  symbol: z.string().optional(),
  currency: z.string().min(1),
  /** What the balance changed by, fee and funding included; positive came in. */
  change: decimal,
  tradeId: z.string().optional(),
  /** What the position was afterwards; negative is short. */
  size: optionalDecimal,
  transactionTime: milliseconds,
});
export type TransactionRow = z.infer<typeof transactionRowSchema>;

export const closedPnlRowSchema = z.object({
  symbol: z.string().min(1),
  orderId: z.string().min(1),
  closedSize: decimal,
  /** Fees of opening and closing taken off. */
  closedPnl: decimal,
  createdTime: milliseconds,
  updatedTime: milliseconds,
});
export type ClosedPnlRow = z.infer<typeof closedPnlRowSchema>;
