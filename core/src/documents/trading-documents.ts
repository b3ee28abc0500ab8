import * as z from 'zod';
import { nonNegativeDecimalSchema, decimalSchema, positiveDecimalSchema } from '../decimal.ts';
import { positionModes } from '../matching/account-types.ts';
import { fillSchema, ledgerEntrySchema } from '../model/order.ts';
import { instrumentIdSchema } from '../model/instrument.ts';
import { instrumentTermsSchema } from '../model/instrument-terms.ts';
import { positionSides, positionSlots } from '../model/position.ts';
import { orderRecordSchema } from '../orders/order-record.ts';
import { tradingCapabilitiesSchema } from '../orders/trading-capabilities.ts';
import { roles } from './desk-document.ts';
import { timestampSchema } from './timestamp.ts';

/** `…/orders/{clientOrderId}`: written by the worker, before the venue hears of the order and whenever it changes. */
export const orderDocumentSchema = orderRecordSchema.extend({
  accountId: z.string().min(1),
  /** False once the order has ended: what queries tell working orders by. */
  open: z.boolean(),
  /** Who sent the command; absent for an order made elsewhere. */
  actor: z.object({ uid: z.string(), name: z.string() }).optional(),
  epoch: z.number().int().positive(),
});
export type OrderDocument = Readonly<z.infer<typeof orderDocumentSchema>>;

/** `…/fills/{fillId}`: our own execution, by the venue's trade id. */
export const fillDocumentSchema = fillSchema.extend({
  accountId: z.string().min(1),
  slot: z.enum(positionSlots),
  sequence: z.number().int().optional(),
  /** Whether no command of this desk made it; absent where nobody knows. */
  external: z.boolean().optional(),
});
export type FillDocument = Readonly<z.infer<typeof fillDocumentSchema>>;

/** `…/ledger/{entryId}`. */
export const ledgerDocumentSchema = ledgerEntrySchema.extend({ accountId: z.string().min(1) });
export type LedgerDocument = Readonly<z.infer<typeof ledgerDocumentSchema>>;

const amountsSchema = z.object({ quantity: nonNegativeDecimalSchema, value: decimalSchema });

const ledgerPositionSchema = z.object({
  id: z.string().min(1),
  positionId: z.string().min(1),
  instrumentId: instrumentIdSchema,
  slot: z.enum(positionSlots),
  side: z.enum(positionSides),
  fees: z.record(z.string(), decimalSchema),
  funding: decimalSchema,
  openedAtMs: z.number().int(),
  fillCount: z.number().int().nonnegative(),
  quantity: nonNegativeDecimalSchema,
  cost: decimalSchema,
  entered: amountsSchema,
  exited: amountsSchema,
  realisedPnl: decimalSchema,
  external: z.boolean().optional(),
});

/** `…/books/ledger`: where the ledger goes on from after a restart. What happened later stands in `fills` and `ledger`. */
export const booksDocumentSchema = z.object({
  epoch: z.number().int().positive(),
  /** The venue's clock up to which everything is in `positions`. */
  checkpointMs: z.number().int(),
  /** By position id. */
  positions: z.record(z.string(), ledgerPositionSchema),
});
export type BooksDocument = Readonly<z.infer<typeof booksDocumentSchema>>;

/** `…/closedPositions/{id}`: a position from its first fill until it was flat, by our ledger. */
export const closedPositionDocumentSchema = z.object({
  accountId: z.string().min(1),
  positionId: z.string().min(1),
  instrumentId: instrumentIdSchema,
  slot: z.enum(positionSlots),
  side: z.enum(positionSides),
  /** All that was ever entered. */
  quantity: positiveDecimalSchema,
  entryPrice: positiveDecimalSchema,
  exitPrice: positiveDecimalSchema,
  /** By currency; positive was paid. */
  fees: z.record(z.string(), decimalSchema),
  funding: decimalSchema,
  /** In the settle currency, without fees and funding. */
  pnl: decimalSchema,
  /** `pnl` less fees in the settle currency, plus funding. */
  netPnl: decimalSchema,
  /** The venue's own figure for the same closes and ours less theirs; absent until the venue has told it. */
  venue: z.object({ pnl: decimalSchema, difference: decimalSchema }).optional(),
  openedAtMs: z.number().int(),
  closedAtMs: z.number().int(),
  fillCount: z.number().int().positive(),
});
export type ClosedPositionDocument = Readonly<z.infer<typeof closedPositionDocumentSchema>>;

/**
 * - `cancelling`: orders are being cancelled
 * - `flattening`: positions are being closed
 * - `verifying`: the venue is asked whether all of it is done
 * - `done`: it is
 * - `impossible`: the account can only be read, so that nothing was done; `problem` says what is left to people
 */
export const stopPhases = ['cancelling', 'flattening', 'verifying', 'done', 'impossible'] as const;

/** Whose trading state a stop carries out. */
export const stopScopes = ['desk', 'account'] as const;
export type StopScope = (typeof stopScopes)[number];

/** How far the stop of one account has come. */
export const stopProgressSchema = z.object({
  /** `epoch` of the trading state that it carries out. */
  stateEpoch: z.number().int().nonnegative(),
  scope: z.enum(stopScopes),
  phase: z.enum(stopPhases),
  flatten: z.boolean(),
  ordersFound: z.number().int().nonnegative(),
  ordersLeft: z.number().int().nonnegative(),
  positionsFound: z.number().int().nonnegative(),
  positionsLeft: z.number().int().nonnegative(),
  startedAtMs: z.number().int(),
  endedAtMs: z.number().int().optional(),
  /** What holds it up, for people. */
  problem: z.string().optional(),
  /** Once `done`: what the venue may hold and was not asked for, in words such as "trigger orders". */
  unchecked: z.array(z.string()).optional(),
});
export type StopProgress = Readonly<z.infer<typeof stopProgressSchema>>;

/** A stop that has ended is never begun again under the same epoch. */
export function hasStopEnded({ phase }: Pick<StopProgress, 'phase'>): boolean {
  return phase === 'done' || phase === 'impossible';
}

/** `…/live/trading`: whether and how the account can be traded now; written when that changes. */
export const liveTradingDocumentSchema = z.object({
  epoch: z.number().int().positive(),
  /** `reconciling` until orders, fills and positions have been compared with the venue after a start. */
  state: z.enum(['reconciling', 'ready', 'read-only']),
  /** Why no order can be sent, where `read-only`. */
  message: z.string().optional(),
  /** What can be asked of the venue; absent while the account is not traded on. */
  capabilities: tradingCapabilitiesSchema.optional(),
  openOrders: z.number().int().nonnegative(),
  /** Instruments that take no entries until the venue has answered, by id. */
  blocked: z.record(
    z.string(),
    z.object({ reason: z.string(), clientOrderId: z.string().optional(), sinceMs: z.number().int() }),
  ),
  positionMode: z.enum(positionModes).optional(),
  /** Leverage settings by instrument, as far as the venue has told them. */
  leverage: z.record(z.string(), positiveDecimalSchema),
  /** The newest stop of the desk and that of the account, each by its own epoch. */
  stops: z.partialRecord(z.enum(stopScopes), stopProgressSchema).optional(),
  /** Open positions that no command of this desk opened, and their side, by position id; the others are ours or unknown. */
  openedElsewhere: z.record(z.string(), z.enum(positionSides)).optional(),
  /**
   * What came in (or went out, negative) without a trade since the first point of the day's equity curve: no result of
   * that day. Nothing on a later day as long as nothing newer is told; absent until the venue has told of it.
   */
  movedToday: z
    .object({
      day: z.string(),
      sinceMs: z.number().int(),
      /** In the account currency; absent where something came in that has no price. */
      amount: decimalSchema.optional(),
    })
    .optional(),
  atMs: z.number().int(),
  committedAt: timestampSchema,
});
export type LiveTradingDocument = Readonly<z.infer<typeof liveTradingDocumentSchema>>;

/** `markets/{venue}`: which worker writes what is below it; another may once nobody has renewed that for a while. */
export const marketDocumentSchema = z.object({
  publisher: z.object({ worker: z.string().min(1), renewedAt: timestampSchema }).optional(),
});
export type MarketDocument = Readonly<z.infer<typeof marketDocumentSchema>>;

/** `markets/{venue}/instruments/{page}`: what the venue lists, some hundred a page; pages are `0`, `1`, … */
export const marketInstrumentsDocumentSchema = z.object({
  instruments: z.array(instrumentTermsSchema),
  pages: z.number().int().positive(),
  readMs: z.number().int(),
});
export type MarketInstrumentsDocument = Readonly<z.infer<typeof marketInstrumentsDocumentSchema>>;

/** `markets/{venue}/quotes/{instrument}`: at most once a second, while somebody watches it. */
export const quoteDocumentSchema = z.object({
  instrumentId: instrumentIdSchema,
  markPrice: positiveDecimalSchema,
  lastPrice: positiveDecimalSchema.optional(),
  bidPrice: positiveDecimalSchema.optional(),
  askPrice: positiveDecimalSchema.optional(),
  /** Of one interval, perpetuals only. */
  fundingRate: decimalSchema.optional(),
  nextFundingMs: z.number().int().optional(),
  dayChangeRatio: decimalSchema.optional(),
  dayVolume: nonNegativeDecimalSchema.optional(),
  venueMs: z.number().int(),
  readMs: z.number().int(),
  committedAt: timestampSchema,
});
export type QuoteDocument = Readonly<z.infer<typeof quoteDocumentSchema>>;

/** `desks/{desk}/invites/{id}`: a seat offered to somebody by e-mail. */
export const inviteDocumentSchema = z.object({
  email: z.string().min(3).max(254),
  role: z.enum(roles),
  status: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
  by: z.object({ uid: z.string(), name: z.string() }),
  createdAtMs: z.number().int(),
  expiresAtMs: z.number().int(),
  /** SHA-256 of the token in the link, in hex: who has the link has the token, who has this has not. */
  tokenHash: z.string().length(64),
  acceptedBy: z.object({ uid: z.string(), name: z.string(), atMs: z.number().int() }).optional(),
});
export type InviteDocument = Readonly<z.infer<typeof inviteDocumentSchema>>;

/** A broker key sealed in the browser (RFC 9180: DHKEM P-256, HKDF-SHA256, AES-256-GCM); binary parts are base64url. */
export const sealedKeySchema = z.strictObject({
  /** Which public key it was sealed to. */
  keyId: z.string().min(1).max(64),
  encapsulated: z.string().min(1).max(200),
  ciphertext: z.string().min(1).max(2_000),
});
export type SealedKey = Readonly<z.infer<typeof sealedKeySchema>>;

/** What is sealed: JSON of this. */
export const brokerKeySchema = z.strictObject({
  apiKey: z.string().min(1).max(200),
  secret: z.string().min(1).max(400),
  /** Where the venue has a third part, such as OKX. */
  passphrase: z.string().min(1).max(200).optional(),
});
export type BrokerKey = Readonly<z.infer<typeof brokerKeySchema>>;

/** `accountSecrets/{desk}~{account}`: readable to no client. */
export const accountSecretDocumentSchema = z.object({
  version: z.number().int().positive(),
  sealed: sealedKeySchema,
  enteredAtMs: z.number().int(),
});
export type AccountSecretDocument = Readonly<z.infer<typeof accountSecretDocumentSchema>>;

/** `paperAccounts/{desk}~{account}`: what a paper account has to know again after a restart; readable to no client. */
export const paperAccountDocumentSchema = z.object({
  generation: z.number().int().nonnegative(),
  savedAtMs: z.number().int(),
  /** JSON, written and read by the worker. */
  state: z.string().min(2),
});
export type PaperAccountDocument = Readonly<z.infer<typeof paperAccountDocumentSchema>>;
