import * as z from 'zod';
import { positiveDecimalSchema } from '../decimal.ts';
import type { Role, TradingMode } from '../documents/desk-document.ts';
import { documentIdSchema } from '../documents/document-id.ts';
import { positionModes } from '../matching/account-types.ts';
import { triggerSources } from '../matching/order-types.ts';
import { instrumentIdSchema } from '../model/instrument.ts';
import { positionSides, positionStructureSchema } from '../model/position.ts';
import { orderIntentSchema } from '../orders/order-intent.ts';
import { commandTitles } from './command-titles.ts';
import type { CommandType } from './command-types.ts';

const accountId = documentIdSchema;
const positionId = positionStructureSchema.shape.id.max(64);
const clientOrderId = z.string().regex(/^[A-Za-z0-9_-]{1,36}$/, 'not a client order id');
const amount = positiveDecimalSchema.max(40);
const traders: readonly Role[] = ['owner', 'trader'];
const orderTimeToLiveMs = 15_000;
const otherTimeToLiveMs = 60_000;
/** Which orders of a mode go through is decided by the gates; `HALTED` lets none through but cancels. */
const whileTrading: readonly TradingMode[] = ['ACTIVE', 'REDUCING'];
const always: readonly TradingMode[] = ['ACTIVE', 'REDUCING', 'HALTED'];

function hasOneOf(...names: readonly string[]) {
  return (payload: object) => names.some((name) => Reflect.get(payload, name) !== undefined);
}

const orderTerms = { quantity: amount, limitPrice: amount, triggerPrice: amount, trailingDistance: amount };
const stops = { stopLoss: amount.nullable(), takeProfit: amount.nullable(), trailingStop: amount.nullable() };

/** How much of a position: base units, or percent of what it is when the order is made. */
export const positionPartSchema = z
  .strictObject({ unit: z.enum(['base', 'percent']), value: amount })
  .refine(({ unit, value }) => unit === 'base' || Number(value) <= 100, 'must be at most 100 percent');

/** The commands that act on a venue. The worker that owns the account carries them out. */
export const tradingCommandTypes = {
  placeOrder: {
    payload: orderIntentSchema,
    roles: traders,
    timeToLiveMs: orderTimeToLiveMs,
    modes: whileTrading,
    title: commandTitles.placeOrder,
  },
  amendOrder: {
    /** `quantity` is the new total, what is filled already included, in the instrument's own units. */
    payload: z
      .strictObject({ accountId, clientOrderId, ...z.strictObject(orderTerms).partial().shape })
      .refine(hasOneOf(...Object.keys(orderTerms)), 'changes nothing'),
    roles: traders,
    timeToLiveMs: orderTimeToLiveMs,
    modes: whileTrading,
    title: commandTitles.amendOrder,
  },
  cancelOrder: {
    payload: z.strictObject({ accountId, clientOrderId }),
    roles: traders,
    timeToLiveMs: otherTimeToLiveMs,
    modes: always,
    title: commandTitles.cancelOrder,
  },
  cancelAll: {
    /** Of the whole account when no instrument is named. */
    payload: z.strictObject({ accountId, instrumentId: instrumentIdSchema.optional() }),
    roles: traders,
    timeToLiveMs: otherTimeToLiveMs,
    modes: always,
    title: commandTitles.cancelAll,
  },
  closePosition: {
    /** Whole when no part is named; at the market when no limit price is. */
    payload: z.strictObject({
      accountId,
      positionId,
      /** The side the person saw: a position that was turned meanwhile is left alone. */
      side: z.enum(positionSides),
      part: positionPartSchema.optional(),
      limitPrice: amount.optional(),
    }),
    roles: traders,
    timeToLiveMs: orderTimeToLiveMs,
    modes: whileTrading,
    title: commandTitles.closePosition,
  },
  reversePosition: {
    /** `side` keeps two devices from turning a position there and back. */
    payload: z.strictObject({ accountId, positionId, side: z.enum(positionSides) }),
    roles: traders,
    timeToLiveMs: orderTimeToLiveMs,
    modes: ['ACTIVE'],
    title: commandTitles.reversePosition,
  },
  setStops: {
    /** Absent leaves as it is, `null` removes. */
    payload: z
      .strictObject({
        accountId,
        positionId,
        side: z.enum(positionSides),
        ...z.strictObject(stops).partial().shape,
        triggerBy: z.enum(triggerSources).optional(),
      })
      .refine(hasOneOf(...Object.keys(stops)), 'changes nothing'),
    roles: traders,
    timeToLiveMs: orderTimeToLiveMs,
    modes: whileTrading,
    title: commandTitles.setStops,
  },
  setLeverage: {
    payload: z.strictObject({ accountId, instrumentId: instrumentIdSchema, leverage: amount }),
    roles: traders,
    timeToLiveMs: orderTimeToLiveMs,
    modes: whileTrading,
    title: commandTitles.setLeverage,
  },
  setPositionMode: {
    payload: z.strictObject({ accountId, mode: z.enum(positionModes) }),
    roles: traders,
    timeToLiveMs: orderTimeToLiveMs,
    modes: ['ACTIVE'],
    title: commandTitles.setPositionMode,
  },
} as const satisfies Record<string, CommandType>;

export type TradingCommandName = keyof typeof tradingCommandTypes;
export type TradingCommandPayload<Name extends TradingCommandName> = z.infer<
  (typeof tradingCommandTypes)[Name]['payload']
>;
