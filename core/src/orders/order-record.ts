import * as z from 'zod';
import { decimalSchema, nonNegativeDecimalSchema, positiveDecimalSchema } from '../decimal.ts';
import { triggerSources } from '../matching/order-types.ts';
import { orderSchema, orderStatuses } from '../model/order.ts';

/** What may be changed of an order while it works. */
export const orderTermsSchema = orderSchema.pick({
  quantity: true,
  limitPrice: true,
  triggerPrice: true,
  trailingDistance: true,
});
export type OrderTerms = Readonly<z.infer<typeof orderTermsSchema>>;

export const orderReasonSchema = z.object({ code: z.string().min(1).max(80), message: z.string().max(500) });
/** Why an order ended, such as the venue's code for a rejection. */
export type OrderReason = Readonly<z.infer<typeof orderReasonSchema>>;

/** One fill of an order; its key is the venue's trade id. */
export const orderFillSchema = z.object({
  price: positiveDecimalSchema,
  quantity: positiveDecimalSchema,
  /** Positive is paid, negative is a rebate. */
  fee: decimalSchema,
  feeCurrency: z.string().min(1),
  liquidity: z.enum(['maker', 'taker']).optional(),
  venueMs: z.number().int(),
  /** When the worker first heard of it. */
  readMs: z.number().int(),
});
export type OrderFill = Readonly<z.infer<typeof orderFillSchema>>;

export const orderMoments = ['created', 'sent', 'unconfirmed', 'refused', 'accepted', 'triggered', 'ended'] as const;
/**
 * A step of an order's life, timed by the worker's clock when it first heard of it; each fill has its own time.
 * `triggered` is when it went to the book, which for an order without a trigger is when it was accepted.
 */
export type OrderMoment = (typeof orderMoments)[number];

/**
 * Everything that has been heard of an order, kept so that it does not matter in which order, or how often, it was heard:
 * each part is only ever replaced by one that ranks higher.
 */
export const orderEvidenceSchema = z.object({
  /** What we know without the venue: made, not answered, or refused. Absent for an order made elsewhere. */
  own: z
    .object({ status: z.enum(['pending', 'unknown', 'rejected']), reason: orderReasonSchema.optional() })
    .optional(),
  /** The furthest status that the venue itself told. */
  venue: z.object({ status: z.enum(orderStatuses), reason: orderReasonSchema.optional() }).optional(),
  /** The newest terms and when the venue set them; 0 for those we asked for. */
  terms: orderTermsSchema.extend({ venueMs: z.number().int() }),
  /** The furthest total that the venue itself told. */
  filled: z.object({ quantity: nonNegativeDecimalSchema, averagePrice: positiveDecimalSchema.optional() }),
  /** By the venue's trade id. */
  fills: z.record(z.string(), orderFillSchema),
  moments: z.partialRecord(z.enum(orderMoments), z.number().int()),
  /** Time of the newest event in it. */
  newestMs: z.number().int(),
});
export type OrderEvidence = Readonly<z.infer<typeof orderEvidenceSchema>>;

/**
 * `…/orders/{clientOrderId}`: an order as it stands, and the evidence it is derived from. Its status, quantities, prices
 * and average follow from the evidence alone.
 */
export const orderRecordSchema = orderSchema.extend({
  /** True when no command of this desk made it. */
  external: z.boolean(),
  commandId: z.string().optional(),
  /** The price that a trigger watches; absent where nobody told, which is `last` for orders of ours. */
  triggerBy: z.enum(triggerSources).optional(),
  /** The price the person saw when they sent it. */
  referencePrice: positiveDecimalSchema.optional(),
  stopLoss: positiveDecimalSchema.optional(),
  takeProfit: positiveDecimalSchema.optional(),
  /** Why it ended as it did. */
  reason: orderReasonSchema.optional(),
  evidence: orderEvidenceSchema,
});
export type OrderRecord = Readonly<z.infer<typeof orderRecordSchema>>;
