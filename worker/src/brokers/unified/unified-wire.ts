import { toDecimal } from '@tapedeck/core';
import * as z from 'zod';

/** An amount of ccxt made with `number: String`; some venues' parsers give numbers all the same. Absent where unknown. */
const amount = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value, context) => {
    if (value === null || value === undefined || value === '') return undefined;
    try {
      return toDecimal(String(value));
    } catch {
      context.addIssue({ code: 'custom', message: 'not a number' });
      return z.NEVER;
    }
  });
const text = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? undefined);
const time = z
  .number()
  .int()
  .nullish()
  .transform((value) => value ?? undefined);
const infoSchema = z.record(z.string(), z.unknown()).catch({});

/** https://docs.ccxt.com/#/?id=balance-structure: amounts by currency. */
export const balanceSchema = z.object({
  timestamp: time,
  total: z.record(z.string(), amount).default({}),
  used: z.record(z.string(), amount).default({}),
  free: z.record(z.string(), amount).default({}),
});

/** https://docs.ccxt.com/#/?id=position-structure */
export const positionSchema = z.object({
  symbol: z.string(),
  side: text,
  contracts: amount,
  entryPrice: amount,
  markPrice: amount,
  unrealizedPnl: amount,
  liquidationPrice: amount,
  initialMargin: amount,
  leverage: amount,
  marginMode: text,
  hedged: flag,
  stopLossPrice: amount,
  takeProfitPrice: amount,
});
export type PositionRow = z.infer<typeof positionSchema>;

/** https://docs.ccxt.com/#/?id=order-structure */
export const orderSchema = z.object({
  id: z.string().min(1),
  clientOrderId: text,
  symbol: z.string(),
  status: text,
  type: text,
  side: z.enum(['buy', 'sell']),
  timeInForce: text,
  postOnly: flag,
  reduceOnly: flag,
  amount,
  filled: amount,
  average: amount,
  price: amount,
  triggerPrice: amount,
  timestamp: time,
  lastTradeTimestamp: time,
  lastUpdateTimestamp: time,
  info: infoSchema,
});
export type OrderRow = z.infer<typeof orderSchema>;

/** https://docs.ccxt.com/#/?id=trade-structure */
export const tradeSchema = z.object({
  id: z.string().min(1),
  order: text,
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  takerOrMaker: text,
  price: amount,
  amount,
  timestamp: z.number().int(),
  fee: z.object({ cost: amount, currency: text }).nullish(),
  info: infoSchema,
});
export type TradeRow = z.infer<typeof tradeSchema>;

/** https://docs.ccxt.com/#/?id=ticker-structure */
export const tickerSchema = z.object({
  timestamp: time,
  last: amount,
  bid: amount,
  ask: amount,
  markPrice: amount,
  percentage: amount,
  baseVolume: amount,
});

/** Of the same, what a coin is valued by. */
export const coinTickerSchema = z.object({ symbol: z.string(), last: amount });

/** https://docs.ccxt.com/#/?id=leverage-structure: whole numbers. */
export const leverageSchema = z.object({ longLeverage: amount, shortLeverage: amount });

/** https://docs.ccxt.com/#/?id=funding-history-structure */
export const fundingSchema = z.object({
  id: text,
  symbol: z.string(),
  code: z.string().min(1),
  timestamp: z.number().int(),
  amount,
});
