import * as z from 'zod';
import { positiveDecimalSchema } from '../decimal.ts';
import { documentIdSchema } from '../documents/document-id.ts';

const ratioSchema = positiveDecimalSchema.max(20).refine((value) => Number(value) <= 1, 'must be at most 1');
const amountSchema = positiveDecimalSchema.max(40);

/** Limits that bind every entry. An absent one does not bind; amounts are in the account currency. */
export const riskLimitsSchema = z.strictObject({
  /** Largest value of one order. */
  maxOrderNotional: amountSchema.optional(),
  /** Largest value of one instrument's position, with every open order that increases it filled. */
  maxPositionNotional: amountSchema.optional(),
  /** Highest leverage setting of an instrument. */
  maxLeverage: amountSchema.optional(),
  /** Loss since the start of the day (UTC), realised or not, at which entries end. */
  maxDailyLoss: amountSchema.optional(),
  /** Open orders of the account, conditional ones included. */
  maxOpenOrders: z.number().int().min(1).max(10_000).optional(),
  /** How far beyond the mark price a limit price may lie, such as `0.05`. */
  priceBandRatio: ratioSchema.optional(),
  /** Share of the venue's rate limit that entries may use; the rest is kept for exits. */
  entryRateRatio: ratioSchema.optional(),
  /** Oldest price that an entry may be sent on. */
  maxPriceAgeMs: z.number().int().min(500).max(60_000).optional(),
  /** Above this value an order needs a second member's approval. */
  approvalNotional: amountSchema.optional(),
});
export type RiskLimits = Readonly<z.infer<typeof riskLimitsSchema>>;

type NullableShape = { [Name in keyof RiskLimits]-?: z.ZodNullable<(typeof riskLimitsSchema.shape)[Name]> };

/** A change of limits as a command carries it: absent leaves as it is, `null` removes. */
export const limitChangesSchema = z
  .strictObject(
    Object.fromEntries(
      Object.entries(riskLimitsSchema.shape).map(([name, schema]) => [name, schema.nullable()]),
    ) as NullableShape,
  )
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), 'changes nothing');
export type LimitChanges = Readonly<z.infer<typeof limitChangesSchema>>;

/** One edit of limits: who, when, before, after. Append-only. */
export const limitEditSchema = z.object({
  atMs: z.number().int(),
  by: z.object({ uid: z.string().min(1), name: z.string().min(1) }),
  /** Absent for the desk's own limits. */
  accountId: documentIdSchema.optional(),
  before: riskLimitsSchema,
  after: riskLimitsSchema,
  commandId: z.string().min(1),
});
export type LimitEdit = Readonly<z.infer<typeof limitEditSchema>>;
