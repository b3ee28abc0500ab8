import * as z from 'zod';
import { decimalSchema, nonNegativeDecimalSchema, positiveDecimalSchema } from '../decimal.ts';
import { instrumentIdSchema } from './instrument.ts';
import { orderSides, orderStatuses, orderTypes, timesInForce } from './order-kinds.ts';
import { positionSlots } from './position.ts';

export * from './order-kinds.ts';

export const orderSchema = z.object({
  clientOrderId: z.string().min(1).max(36),
  venueOrderId: z.string().min(1).optional(),
  instrumentId: instrumentIdSchema,
  side: z.enum(orderSides),
  type: z.enum(orderTypes),
  timeInForce: z.enum(timesInForce),
  status: z.enum(orderStatuses),
  quantity: positiveDecimalSchema,
  filledQuantity: nonNegativeDecimalSchema,
  averageFillPrice: positiveDecimalSchema.optional(),
  limitPrice: positiveDecimalSchema.optional(),
  triggerPrice: positiveDecimalSchema.optional(),
  trailingDistance: positiveDecimalSchema.optional(),
  reduceOnly: z.boolean(),
  slot: z.enum(positionSlots),
  createdAtMs: z.number().int(),
  updatedAtMs: z.number().int(),
});
export type Order = Readonly<z.infer<typeof orderSchema>>;

/** Our own execution; the public ones are trades. */
export const fillSchema = z.object({
  /** The venue's id of the execution: the key that makes a fill count once. */
  id: z.string().min(1),
  clientOrderId: z.string().optional(),
  venueOrderId: z.string().min(1),
  instrumentId: instrumentIdSchema,
  side: z.enum(orderSides),
  price: positiveDecimalSchema,
  quantity: positiveDecimalSchema,
  /** Positive is paid, negative is a rebate. */
  fee: decimalSchema,
  feeCurrency: z.string().min(1),
  liquidity: z.enum(['maker', 'taker']).optional(),
  venueMs: z.number().int(),
});
export type Fill = Readonly<z.infer<typeof fillSchema>>;

export const ledgerEntryKinds = [
  'fill',
  'fee',
  'funding',
  'swap',
  'deposit',
  'withdrawal',
  'transfer',
  'liquidation',
] as const;

/** One change of one balance; the sum of all entries of a currency is its balance. */
export const ledgerEntrySchema = z.object({
  id: z.string().min(1),
  kind: z.enum(ledgerEntryKinds),
  currency: z.string().min(1),
  /** Positive came in, negative went out. */
  amount: decimalSchema,
  instrumentId: instrumentIdSchema.optional(),
  fillId: z.string().optional(),
  venueMs: z.number().int(),
});
export type LedgerEntry = Readonly<z.infer<typeof ledgerEntrySchema>>;
