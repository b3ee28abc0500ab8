import * as z from 'zod';
import { positiveDecimalSchema } from '../decimal.ts';
import { accountEnvironments } from '../model/account.ts';
import { riskLimitsSchema } from '../risk/limits-schema.ts';
import { tradingStateSchema } from './desk-document.ts';

export const syncSettingsSchema = z.object({
  /** Interval between two polls of account and positions. */
  pollMs: z.number().int().min(250).max(60_000),
  /** Whether the venue's private stream is used beside the poll. */
  stream: z.boolean(),
  /** Smallest change of a figure, in the account currency, that is worth a write. */
  threshold: positiveDecimalSchema,
});
export type SyncSettings = Readonly<z.infer<typeof syncSettingsSchema>>;

export const defaultSyncSettings: SyncSettings = { pollMs: 1_000, stream: true, threshold: '0.01' };

/**
 * Who owns the account. The lease holds as long as `workers/{worker}.leaseExpiresAt` lies ahead; one renewal there
 * renews every account of that worker. `epoch` is the fencing token: it grows by one with each claim.
 */
export const leaseSchema = z.object({
  worker: z.string().min(1),
  epoch: z.number().int().positive(),
  claimedAtMs: z.number().int(),
  /** Set when the worker gave the account up in order: anybody may claim it at once. */
  handedBackAtMs: z.number().int().optional(),
});
export type Lease = Readonly<z.infer<typeof leaseSchema>>;

/** What is known of the account's sealed key; the key itself stands where no client can read it. */
export const accountKeySchema = z.object({
  /** `checking` until the worker has tried it. */
  state: z.enum(['checking', 'accepted', 'refused']),
  /** Counts the keys entered for the account, from 1. */
  version: z.number().int().positive(),
  enteredAtMs: z.number().int(),
  enteredBy: z.string(),
  checkedAtMs: z.number().int().optional(),
  /** Why it was refused, for people. */
  message: z.string().optional(),
});
export type AccountKey = Readonly<z.infer<typeof accountKeySchema>>;

/** What a paper account starts with, and whose prices it trades at. */
export const paperSettingsSchema = z.object({
  startBalance: positiveDecimalSchema,
  /** `simulated` where there is no network. */
  prices: z.enum(['live', 'simulated']),
  /** Grows by one with each reset. */
  generation: z.number().int().nonnegative(),
});
export type PaperSettings = Readonly<z.infer<typeof paperSettingsSchema>>;

/** `desks/{desk}/accounts/{account}`. Written by functions; `lease`, `sync`, `paused` and the check of `key` by the worker. */
export const accountDocumentSchema = z.object({
  label: z.string().min(1),
  /** Adapter that speaks to it: a ccxt exchange id such as `bybit`. */
  broker: z.string().min(1),
  environment: z.enum(accountEnvironments),
  currency: z.string().min(1),
  sync: syncSettingsSchema,
  /** Set while a person has paused syncing of this account. */
  paused: z.object({ by: z.string(), atMs: z.number().int() }).optional(),
  /** Set while a person has switched the account off: no worker opens it. */
  disabled: z.object({ by: z.string(), atMs: z.number().int() }).optional(),
  tradingState: tradingStateSchema,
  /** Own limits; of each the stricter of desk and account binds. */
  limits: riskLimitsSchema.optional(),
  /** Absent for an account that needs none, such as paper. */
  key: accountKeySchema.optional(),
  paper: paperSettingsSchema.optional(),
  lease: leaseSchema.optional(),
  createdAtMs: z.number().int(),
});
export type AccountDocument = Readonly<z.infer<typeof accountDocumentSchema>>;
