import * as z from 'zod';
import { nonNegativeDecimalSchema, positiveDecimalSchema } from '../decimal.ts';
import { AppError } from '../app-error.ts';
import { Big } from 'big.js';
import { instrumentIdSchema } from './instrument.ts';

export const tickerSchema = z.object({
  instrumentId: instrumentIdSchema,
  lastPrice: positiveDecimalSchema,
  bidPrice: positiveDecimalSchema.optional(),
  askPrice: positiveDecimalSchema.optional(),
  markPrice: positiveDecimalSchema.optional(),
  venueMs: z.number().int(),
});
export type Ticker = Readonly<z.infer<typeof tickerSchema>>;

export const candleSchema = z.object({
  openMs: z.number().int(),
  open: positiveDecimalSchema,
  high: positiveDecimalSchema,
  low: positiveDecimalSchema,
  close: positiveDecimalSchema,
  /** In base units. */
  volume: nonNegativeDecimalSchema,
});
export type Candle = Readonly<z.infer<typeof candleSchema>>;

/** Builds a candle, or throws an AppError when its prices contradict one another. */
export function createCandle(parts: Candle): Candle {
  const parsed = candleSchema.safeParse(parts);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError(
      'invalid-venue-data',
      `Candle ${parts.openMs}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is invalid'}.`,
    );
  }
  const { open, high, low, close } = parsed.data;
  const inside = [open, close].every((price) => new Big(price).lte(high) && new Big(price).gte(low));
  if (!inside) {
    throw new AppError(
      'invalid-venue-data',
      `Candle ${parts.openMs}: open ${open} or close ${close} lies outside low ${low} to high ${high}.`,
    );
  }
  return parsed.data;
}
