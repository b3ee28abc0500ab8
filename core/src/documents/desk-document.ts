import * as z from 'zod';
import { riskLimitsSchema } from '../risk/limits-schema.ts';

export const roles = ['owner', 'trader', 'viewer'] as const;
export type Role = (typeof roles)[number];

export const tradingModes = ['ACTIVE', 'REDUCING', 'HALTED'] as const;
export type TradingMode = (typeof tradingModes)[number];

export const tradingStateSchema = z.object({
  mode: z.enum(tradingModes),
  /** Grows by one with each change, so that an act under an older state is known as such. */
  epoch: z.number().int().nonnegative(),
  reason: z.string().optional(),
  by: z.string(),
  atMs: z.number().int(),
  /** With `HALTED`: also close every position at the market. */
  flatten: z.boolean().optional(),
});
export type TradingState = Readonly<z.infer<typeof tradingStateSchema>>;

/** `desks/{desk}`: the tenant. Written by functions. */
export const deskDocumentSchema = z.object({
  name: z.string().min(1),
  /** Role by uid; the rules read it. */
  members: z.record(z.string(), z.enum(roles)),
  /** Name to show by uid. */
  people: z.record(z.string(), z.object({ name: z.string(), email: z.string().optional() })),
  tradingState: tradingStateSchema,
  /** What binds every account; the defaults where absent. */
  limits: riskLimitsSchema.optional(),
  createdAtMs: z.number().int(),
});
export type DeskDocument = Readonly<z.infer<typeof deskDocumentSchema>>;

/** `users/{uid}`: which desks a person belongs to. Written by functions, readable by that person alone. */
export const userDocumentSchema = z.object({
  name: z.string(),
  email: z.string().optional(),
  deskIds: z.array(z.string()),
  createdAtMs: z.number().int(),
});
export type UserDocument = Readonly<z.infer<typeof userDocumentSchema>>;
