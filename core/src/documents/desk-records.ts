import * as z from 'zod';
import { decimalSchema } from '../decimal.ts';
import { timestampSchema } from './timestamp.ts';

export const actorSchema = z.object({
  kind: z.enum(['user', 'worker', 'venue', 'system']),
  /** The uid where a person acted. */
  id: z.string().optional(),
  name: z.string(),
});
export type Actor = Readonly<z.infer<typeof actorSchema>>;

export const activityKinds = ['trade', 'command', 'account', 'system'] as const;

/** `desks/{desk}/activity/{id}`: append-only; the id comes from the cause, so that a repeat is the same entry. */
export const activityDocumentSchema = z.object({
  atMs: z.number().int(),
  kind: z.enum(activityKinds),
  /** Such as `position-opened`, `force-sync`, `worker-lost`. */
  type: z.string().min(1),
  actor: actorSchema,
  /** One sentence for people. */
  summary: z.string().min(1),
  accountId: z.string().optional(),
  positionId: z.string().optional(),
  instrumentId: z.string().optional(),
  commandId: z.string().optional(),
  result: z.enum(['succeeded', 'failed', 'rejected', 'expired', 'unknown']).optional(),
  /** The trade event, or what was set and what it was before. */
  details: z.record(z.string(), z.unknown()).optional(),
});
export type ActivityDocument = Readonly<z.infer<typeof activityDocumentSchema>>;

export const notificationCategories = ['trading', 'risk', 'system', 'account'] as const;
export type NotificationCategory = (typeof notificationCategories)[number];

/** `desks/{desk}/notifications/{id}`. */
export const notificationDocumentSchema = z.object({
  atMs: z.number().int(),
  category: z.enum(notificationCategories),
  severity: z.enum(['info', 'warning', 'critical']),
  /** Cannot be muted. */
  mustSee: z.boolean(),
  title: z.string().min(1),
  body: z.string(),
  accountId: z.string().optional(),
  positionId: z.string().optional(),
  activityId: z.string().optional(),
  /** Names the condition it tells of, such as `worker-lost`, while that lasts; taken off when it is over. */
  condition: z.string().optional(),
  /** Set when the condition it tells of is over. */
  resolvedAtMs: z.number().int().optional(),
});
export type NotificationDocument = Readonly<z.infer<typeof notificationDocumentSchema>>;

/** `desks/{desk}/notificationMarks/{uid}`: written by that person's browser. */
export const notificationMarksDocumentSchema = z.object({
  /** Everything up to here has been read. */
  readUpToMs: z.number().int(),
  /** Muted categories; must-see notifications show all the same. */
  muted: z.array(z.enum(notificationCategories)),
});
export type NotificationMarksDocument = Readonly<z.infer<typeof notificationMarksDocumentSchema>>;

/** `desks/{desk}/presence/{uid}`: written by that person's browser every `presenceBeatMs` while a page is visible. */
export const presenceDocumentSchema = z.object({
  name: z.string().min(1).max(80),
  /** Path of the page, such as `/positions`. */
  page: z.string().min(1).max(64),
  /** Instruments whose quotes this page shows, as `{venue}/{instrument}`; the worker keeps them fresh meanwhile. */
  watching: z.array(z.string().min(3).max(80)).max(8).optional(),
  at: timestampSchema,
});
export type PresenceDocument = Readonly<z.infer<typeof presenceDocumentSchema>>;

/** `…/equity/{day}`: one point a minute and one at each structure change; the arrays run side by side, oldest first. */
export const equityDayDocumentSchema = z.object({
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  currency: z.string(),
  atMs: z.array(z.number().int()),
  equity: z.array(decimalSchema),
  walletBalance: z.array(decimalSchema.nullable()),
});
export type EquityDayDocument = Readonly<z.infer<typeof equityDayDocumentSchema>>;

/** `workers/{worker}`: no client reads it. */
export const workerDocumentSchema = z.object({
  version: z.string(),
  startedAtMs: z.number().int(),
  beatMs: z.number().int(),
  /** Until then every account whose lease names this worker is its own; in the past when it handed them back. */
  leaseExpiresAt: timestampSchema,
  accounts: z.number().int(),
  /** The public key that it opens sealed broker keys of; raw P-256 point, base64url. */
  sealing: z.object({ keyId: z.string().min(1), publicKey: z.string().min(1) }).optional(),
});
export type WorkerDocument = Readonly<z.infer<typeof workerDocumentSchema>>;

/** `desks/{desk}/commandRates/{uid}`: how many commands that person may still send at once; no client reads it. */
export const commandRateDocumentSchema = z.object({
  /** Between 0 and the size of a burst; grows with time. */
  tokens: z.number().nonnegative(),
  updatedAtMs: z.number().int(),
  /** The bucket is full again long before this: the document is worth nothing then. */
  expiresAt: timestampSchema,
});
export type CommandRateDocument = Readonly<z.infer<typeof commandRateDocumentSchema>>;
