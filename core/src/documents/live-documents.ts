import * as z from 'zod';
import { decimalSchema } from '../decimal.ts';
import { accountFiguresSchema } from '../model/account.ts';
import { balanceSchema } from '../model/balance.ts';
import { positionStructureSchema } from '../model/position.ts';
import { errorCodes } from '../app-error.ts';
import { timestampSchema } from './timestamp.ts';

/** An array entry that is unknown is `null`, so that the places of the others hold. */
const sparseDecimals = z.array(decimalSchema.nullable());

export const publishCauses = ['start', 'force-sync', 'poll', 'stream'] as const;
export type PublishCause = (typeof publishCauses)[number];

/**
 * `…/live/state`: the live document, written at most once a second while figures move.
 * The arrays follow the positions of `live/positions`, ordered by id; they belong together only while both documents
 * carry the same `structureSeq`.
 */
export const liveStateDocumentSchema = z.object({
  /** Grows by one with each write, across restarts and takeovers. */
  seq: z.number().int().positive(),
  structureSeq: z.number().int().positive(),
  /** Fencing token of the lease under which it was written. */
  epoch: z.number().int().positive(),
  cause: z.enum(publishCauses),
  figures: accountFiguresSchema,
  /** By currency. */
  balances: z.record(z.string(), balanceSchema.omit({ currency: true })),
  markPrices: sparseDecimals,
  unrealisedPnls: sparseDecimals,
  liquidationPrices: sparseDecimals,
  initialMargins: sparseDecimals,
  /** The positions of `live/positions` in the write that changes them, so that one document brings the whole change. */
  structure: z.record(z.string(), positionStructureSchema.omit({ id: true })).optional(),
  /** The venue's clock of the newest reading in it. */
  venueMs: z.number().int(),
  /** The worker's clock when that reading arrived. */
  readMs: z.number().int(),
  /** The worker's clock when it handed the write to Firestore. */
  sentMs: z.number().int(),
  /** Firestore's clock at commit. */
  committedAt: timestampSchema,
});
export type LiveStateDocument = Readonly<z.infer<typeof liveStateDocumentSchema>>;

/** One position's part in a structure change. */
export const positionTransitionSchema = z.object({
  positionId: z.string().min(1),
  /** The structure that showed it. */
  structureSeq: z.number().int().positive(),
  /** Absent when there was no position. */
  before: positionStructureSchema.optional(),
  /** Absent when there is none any more. */
  after: positionStructureSchema.optional(),
  /** The venue's clock of the reading that showed it, and of the one before that. */
  venueMs: z.number().int(),
  sinceVenueMs: z.number().int().optional(),
});
export type PositionTransitionRecord = Readonly<z.infer<typeof positionTransitionSchema>>;

/** `…/live/positions`: written, in one batch with `live/state`, only when the structure changes. */
export const livePositionsDocumentSchema = z.object({
  structureSeq: z.number().int().positive(),
  epoch: z.number().int().positive(),
  /** By position id. */
  positions: z.record(z.string(), positionStructureSchema.omit({ id: true })),
  /** Ids that differ from the structure before this one. */
  changed: z.object({ added: z.array(z.string()), removed: z.array(z.string()), modified: z.array(z.string()) }),
  /** Changes that no activity told of when this was written: whoever takes the account over tells of them. */
  untold: z.array(positionTransitionSchema).optional(),
  committedAt: timestampSchema,
});
export type LivePositionsDocument = Readonly<z.infer<typeof livePositionsDocumentSchema>>;

/**
 * - `starting`: claimed, first snapshot not read yet
 * - `live`: the venue answers
 * - `reconnecting`: it does not; retries go on
 * - `unauthorized`: it refuses the key; retries go on slowly
 * - `paused`: a person paused syncing
 * - `stopped`: the worker ended in order and handed the lease back
 */
export const connectionStates = ['starting', 'live', 'reconnecting', 'unauthorized', 'paused', 'stopped'] as const;
export type ConnectionState = (typeof connectionStates)[number];

export const streamStates = ['live', 'connecting', 'silent', 'off'] as const;

const percentilesSchema = z.object({ p50: z.number(), p95: z.number() });

/** `…/live/connection`: at once when the state changes, else a heartbeat every `heartbeatMs`. */
export const liveConnectionDocumentSchema = z.object({
  epoch: z.number().int().positive(),
  state: z.enum(connectionStates),
  stateSinceMs: z.number().int(),
  stream: z.enum(streamStates),
  /** When the venue last gave a full reading, whether or not anything had changed; the worker's clock. */
  lastSyncMs: z.number().int().optional(),
  /** Longest silence that is in order while the state is `live`. */
  heartbeatMs: z.number().int().positive(),
  pollMs: z.number().int().positive(),
  watched: z.boolean(),
  /** Venue clock minus worker clock. */
  clockSkewMs: z.number().optional(),
  /** Over the last minute, in milliseconds. */
  latency: z.object({
    /** Round trip of a poll. */
    venueRoundTrip: percentilesSchema.optional(),
    /** Venue's event time to worker, skew taken out. */
    venueToRead: percentilesSchema.optional(),
    /** Reading to write handed over. */
    readToSent: percentilesSchema.optional(),
    /** Handed over to committed. */
    sentToCommitted: percentilesSchema.optional(),
  }),
  /** Since the session started. */
  counts: z.object({
    polls: z.number().int(),
    pollErrors: z.number().int(),
    streamEvents: z.number().int(),
    streamReconnects: z.number().int(),
    writes: z.number().int(),
    writeErrors: z.number().int(),
    unchanged: z.number().int(),
    tradeEvents: z.number().int(),
  }),
  error: z.object({ code: z.enum(errorCodes), message: z.string(), atMs: z.number().int() }).optional(),
  worker: z.object({
    id: z.string(),
    version: z.string(),
    startedAtMs: z.number().int(),
    rssMb: z.number(),
    cpuPct: z.number(),
    eventLoopLagMs: z.number(),
    accounts: z.number().int(),
    /** What stood in its queues at the heartbeat; absent where a worker does not tell. */
    queues: z
      .object({
        /** Commands not begun yet: for their turn, for an account still being claimed, or for an approval. */
        commandsWaiting: z.number().int().nonnegative(),
        commandsRunning: z.number().int().nonnegative(),
        /** Writes to Firestore on their way or waiting for their turn, one an account's lane. */
        writesWaiting: z.number().int().nonnegative(),
      })
      .optional(),
  }),
  /** The worker's clock. */
  beatMs: z.number().int(),
  committedAt: timestampSchema,
});
export type LiveConnectionDocument = Readonly<z.infer<typeof liveConnectionDocumentSchema>>;
