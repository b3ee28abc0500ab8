import * as z from 'zod';
import { decimalSchema, positiveDecimalSchema } from '../decimal.ts';
import { instrumentIdSchema } from './instrument.ts';
import { positionSides } from './position.ts';

export const tradeEventTypes = [
  'position-opened',
  'position-increased',
  'position-reduced',
  'position-closed',
  'position-reversed',
  'stop-hit',
  'target-hit',
  'liquidated',
  'protection-changed',
] as const;
export type TradeEventType = (typeof tradeEventTypes)[number];

/** What happened to a position, derived once from two readings and what is known of the cause. */
export const tradeEventSchema = z.object({
  type: z.enum(tradeEventTypes),
  positionId: z.string().min(1),
  instrumentId: instrumentIdSchema,
  side: z.enum(positionSides),
  /** What was added, taken off or closed; unsigned. */
  quantityChange: positiveDecimalSchema.optional(),
  /** What stands after it; absent when nothing does. */
  quantityAfter: positiveDecimalSchema.optional(),
  entryPrice: positiveDecimalSchema,
  /** Price of the change where the venue said it. */
  price: positiveDecimalSchema.optional(),
  realisedPnl: decimalSchema.optional(),
  /** The order that did it; absent where that is not known. */
  clientOrderId: z.string().min(1).optional(),
  /** True when no command of this desk caused it: made at the venue or by another program. Absent where nobody knows. */
  external: z.boolean().optional(),
  venueMs: z.number().int(),
});
export type TradeEvent = Readonly<z.infer<typeof tradeEventSchema>>;
