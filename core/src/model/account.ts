import * as z from 'zod';
import { decimalSchema } from '../decimal.ts';
import { balanceSchema } from './balance.ts';
import { positionSchema } from './position.ts';

export const accountEnvironments = ['simulated', 'testnet', 'demo', 'live', 'paper'] as const;
export type AccountEnvironment = (typeof accountEnvironments)[number];

/** Figures of the whole account, in the account currency. An absent figure is unknown, never zero. */
export const accountFiguresSchema = z.object({
  /** Balances plus unrealised P&L. */
  equity: decimalSchema.optional(),
  /** Equity without unrealised P&L. */
  walletBalance: decimalSchema.optional(),
  unrealisedPnl: decimalSchema.optional(),
  /** Margin held for positions and orders. */
  initialMargin: decimalSchema.optional(),
  /** Equity at which liquidation starts. */
  maintenanceMargin: decimalSchema.optional(),
  /** What new positions may use. */
  freeMargin: decimalSchema.optional(),
  /** Equity ÷ initial margin; absent without positions. */
  marginLevelRatio: decimalSchema.optional(),
});
export type AccountFigures = Readonly<z.infer<typeof accountFiguresSchema>>;

/** One full reading of a broker account. */
export const accountSnapshotSchema = z.object({
  figures: accountFiguresSchema,
  balances: z.array(balanceSchema),
  positions: z.array(positionSchema),
  /** The venue's clock when it answered or sent the event. */
  venueMs: z.number().int(),
  /** The worker's clock when it read it. */
  readMs: z.number().int(),
});
export type AccountSnapshot = Readonly<z.infer<typeof accountSnapshotSchema>>;
