import { AppError, toDecimal } from '@tapedeck/core';
import * as z from 'zod';

/**
 * Bybit's v5 messages as they arrive, with the fields that we read. Amounts come as strings in many spellings (`0.00`,
 * `5.0`, `1E-8`) and leave here in canonical form. Bybit writes "does not apply" as an empty string, as null and, for
 * prices, also as zero: all leave as `undefined`.
 * Source: https://bybit-exchange.github.io/docs/v5/intro
 */
const numeric = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

function readNumber(value: string, context: z.core.$RefinementCtx): string {
  if (numeric.test(value)) return toDecimal(value);
  context.addIssue({ code: 'custom', message: 'not a number', input: value });
  return z.NEVER;
}

export const decimal = z.string().transform(readNumber);
export const optionalDecimal = z
  .string()
  .nullish()
  .transform((value, context) => ((value ?? '') === '' ? undefined : readNumber(value ?? '', context)));
export const optionalPrice = optionalDecimal.transform((value) => (value === '0' ? undefined : value));
/** Milliseconds; REST sends digits in a string, streams a number. */
export const milliseconds = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]);
export const optionalMilliseconds = z.union([z.literal('').transform(() => undefined), milliseconds]).optional();

export const walletCoinSchema = z.object({
  coin: z.string().min(1),
  /** What is held, borrowed coins included. */
  walletBalance: decimal,
  /** Borrowed for spot trading. */
  spotBorrow: optionalDecimal,
  /** Held back for spot orders. */
  locked: optionalDecimal,
  /** Margin of derivative orders; empty where margin is not held in single coins. */
  totalOrderIM: optionalDecimal,
  totalPositionIM: optionalDecimal,
});
export type WalletCoin = z.infer<typeof walletCoinSchema>;

/** Figures in USD; empty in isolated margin mode where they have no meaning. */
export const walletAccountSchema = z.object({
  accountType: z.literal('UNIFIED').optional(),
  totalEquity: optionalDecimal,
  totalWalletBalance: optionalDecimal,
  totalPerpUPL: optionalDecimal,
  /** The stream has spelled it both ways. */
  totalPerpUpl: optionalDecimal,
  totalInitialMargin: optionalDecimal,
  totalMaintenanceMargin: optionalDecimal,
  totalAvailableBalance: optionalDecimal,
  coin: z.array(walletCoinSchema),
});
export type WalletAccount = z.infer<typeof walletAccountSchema>;

export const positionRowSchema = z.object({
  /** Only on the stream; REST names it once for the whole page. */
  category: z.string().optional(),
  symbol: z.string().min(1),
  /** 0 net, 1 long side and 2 short side of hedge mode. */
  positionIdx: z.literal([0, 1, 2]),
  /** Empty when closed. */
  side: z.enum(['Buy', 'Sell', '', 'None']),
  size: decimal,
  /** REST. */
  avgPrice: optionalPrice,
  /** Stream. */
  entryPrice: optionalPrice,
  leverage: optionalPrice,
  /** 1 is isolated; always 0 in a unified account, whose mode is set for all of it. */
  tradeMode: z.literal([0, 1]).optional(),
  markPrice: optionalPrice,
  liqPrice: optionalPrice,
  positionIM: optionalDecimal,
  unrealisedPnl: optionalDecimal,
  stopLoss: optionalPrice,
  takeProfit: optionalPrice,
  trailingStop: optionalPrice,
  /** When this position was opened. `createdTime` is when the symbol was traded first, and is not read. */
  openTime: optionalMilliseconds,
  /** Counts the trades of the symbol; -1 before the first. Changes that are no trades keep it as it is. */
  seq: z.number().int().optional(),
});
export type PositionRow = z.infer<typeof positionRowSchema>;

export const executionRowSchema = z.object({
  /** Only on the stream; REST names it once for the whole page. */
  category: z.string().optional(),
  symbol: z.string().min(1),
  execId: z.string().min(1),
  execType: z.string(),
  orderId: z.string(),
  orderLinkId: z.string().optional(),
  side: z.enum(['Buy', 'Sell', '', 'None']),
  execPrice: decimal,
  execQty: decimal,
  /** Positive is paid; a maker's rebate is negative. */
  execFee: decimal,
  feeCurrency: z.string().optional(),
  /** Negative for a rebate. */
  feeRate: optionalDecimal,
  isMaker: z.boolean().optional(),
  closedSize: optionalDecimal,
  execPnl: optionalDecimal,
  stopOrderType: z.string().optional(),
  createType: z.string().optional(),
  execTime: milliseconds,
  /** Grows from trade to trade of a symbol; executions of one match share it. */
  seq: z.number().int().optional(),
});
export type ExecutionRow = z.infer<typeof executionRowSchema>;

/** What every REST answer has; `time` is the venue's clock. */
export const answerSchema = z.object({ time: milliseconds, result: z.unknown() });

export const rowsSchema = z.object({
  list: z.array(z.unknown()),
  category: z.string().optional(),
  nextPageCursor: z.string().optional(),
});

export const accountInfoSchema = z.object({
  marginMode: z.enum(['REGULAR_MARGIN', 'ISOLATED_MARGIN', 'PORTFOLIO_MARGIN']),
  /** 1 is a classic account. */
  unifiedMarginStatus: z.number().int(),
});
export type AccountInfo = z.infer<typeof accountInfoSchema>;

export const apiKeyInfoSchema = z.object({ permissions: z.record(z.string(), z.array(z.string())) });

/** What every private stream event has; `creationTime` is the venue's clock. */
export const eventSchema = z.object({ topic: z.string(), creationTime: milliseconds, data: z.array(z.unknown()) });

/** Reads a message, or throws an `invalid-venue-data` AppError that quotes the field that is wrong. */
export function readWire<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path ?? [];
  const found = path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
  throw toVenueDataError(what, path.join('.'), found, issue?.message);
}

export function toVenueDataError(what: string, field: string, value: unknown, reason = 'invalid'): AppError {
  const quoted = (JSON.stringify(value) ?? 'missing').slice(0, 80);
  return new AppError('invalid-venue-data', `${what}: ${field === '' ? 'it' : field} is ${quoted}: ${reason}.`, {
    details: { what, field, value: quoted },
  });
}
