import * as z from 'zod';
import { AppError } from '../app-error.ts';
import { decimalSchema, positiveDecimalSchema } from '../decimal.ts';
import { instrumentIdSchema, instrumentSchema } from './instrument.ts';

export const positionSides = ['long', 'short'] as const;
export type PositionSide = (typeof positionSides)[number];

/** `net` where the account nets long against short; `long` and `short` stand side by side in hedge mode. */
export const positionSlots = ['net', 'long', 'short'] as const;
export type PositionSlot = (typeof positionSlots)[number];

/**
 * The part of a position that changes only by an act or an event (opened, closed, quantity, entry, stop, target), never
 * by the market moving: what `live/positions` stores.
 */
export const positionStructureSchema = z.object({
  /** `{instrumentId}_{slot}`, such as `BTC-USDT-PERP_net`. */
  id: z.string().regex(/^[A-Z0-9-]+_(?:net|long|short)$/),
  instrumentId: instrumentIdSchema,
  slot: z.enum(positionSlots),
  side: z.enum(positionSides),
  /** Unsigned, in multiples of the instrument's step size. */
  quantity: positiveDecimalSchema,
  entryPrice: positiveDecimalSchema,
  leverage: positiveDecimalSchema.optional(),
  marginMode: z.enum(['cross', 'isolated']).optional(),
  stopLoss: positiveDecimalSchema.optional(),
  takeProfit: positiveDecimalSchema.optional(),
  /** Distance in price at which the stop follows the market. */
  trailingStop: positiveDecimalSchema.optional(),
  openedAtMs: z.number().int().positive().optional(),
  tickSize: instrumentSchema.shape.tickSize,
  stepSize: instrumentSchema.shape.stepSize,
  contractSize: instrumentSchema.shape.contractSize,
});
export type PositionStructure = Readonly<z.infer<typeof positionStructureSchema>>;

/** The part of a position that the market moves: what `live/state` stores in arrays. */
export const positionMarkSchema = z.object({
  markPrice: positiveDecimalSchema.optional(),
  /** In the settle currency; negative is a loss. */
  unrealisedPnl: decimalSchema.optional(),
  liquidationPrice: positiveDecimalSchema.optional(),
  /** Margin held for it, in the settle currency. */
  initialMargin: decimalSchema.optional(),
});
export type PositionMark = Readonly<z.infer<typeof positionMarkSchema>>;

export const positionSchema = positionStructureSchema.extend(positionMarkSchema.shape);
export type Position = Readonly<z.infer<typeof positionSchema>>;

export function toPositionId(instrumentId: string, slot: PositionSlot): string {
  return `${instrumentId}_${slot}`;
}

/** Builds a position, or throws an AppError that quotes the field that is wrong. */
export function createPosition(parts: Omit<Position, 'id'>): Position {
  const id = toPositionId(parts.instrumentId, parts.slot);
  const parsed = positionSchema.safeParse({ ...parts, id });
  if (parsed.success) {
    if (parts.slot !== 'net' && parts.slot !== parts.side) {
      throw new AppError('invalid-input', `Position ${id} is ${parts.side} in the ${parts.slot} slot.`);
    }
    return parsed.data;
  }
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  const value: unknown = Reflect.get(parts, field);
  throw new AppError(
    'invalid-input',
    `Position ${id}: ${field} is ${JSON.stringify(value)}: ${issue?.message ?? 'invalid'}.`,
    {
      details: { field, value },
    },
  );
}
