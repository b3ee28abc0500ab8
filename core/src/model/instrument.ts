import * as z from 'zod';
import { positiveDecimalSchema } from '../decimal.ts';

export const instrumentKinds = ['spot', 'perpetual'] as const;
export type InstrumentKind = (typeof instrumentKinds)[number];

/** What is traded: `BTC-USDT-PERP` or `BTC-USDT-SPOT`. Safe as a document id and as a map key. */
export const instrumentIdSchema = z.string().regex(/^[A-Z0-9]+-[A-Z0-9]+-(?:PERP|SPOT)$/, 'not an instrument id');

export const instrumentSchema = z.object({
  id: instrumentIdSchema,
  /** The name the venue uses, such as `BTCUSDT`. */
  venueSymbol: z.string().min(1),
  kind: z.enum(instrumentKinds),
  base: z.string().min(1),
  quote: z.string().min(1),
  /** Currency that margin, fees and P&L are paid in; the quote currency for spot. */
  settle: z.string().min(1),
  tickSize: positiveDecimalSchema,
  stepSize: positiveDecimalSchema,
  /** Base units in a quantity of 1. */
  contractSize: positiveDecimalSchema,
  minQuantity: positiveDecimalSchema.optional(),
  maxQuantity: positiveDecimalSchema.optional(),
  /** In the quote currency. */
  minNotional: positiveDecimalSchema.optional(),
  maxLeverage: positiveDecimalSchema.optional(),
});
export type Instrument = Readonly<z.infer<typeof instrumentSchema>>;

export function toInstrumentId(parts: { base: string; quote: string; kind: InstrumentKind }): string {
  return `${parts.base}-${parts.quote}-${parts.kind === 'spot' ? 'SPOT' : 'PERP'}`;
}
