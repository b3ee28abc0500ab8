import * as z from 'zod';
import { positiveDecimalSchema } from '../decimal.ts';
import { documentIdSchema } from '../documents/document-id.ts';
import { triggerSources } from '../matching/order-types.ts';
import { instrumentIdSchema } from '../model/instrument.ts';
import { orderSides, orderTypes, timesInForce } from '../model/order.ts';
import { positionSlots } from '../model/position.ts';
import { orderFields, priceFields } from './order-fields.ts';

/** Room for any price or quantity there is, and none for a text of a megabyte. */
const amountSchema = positiveDecimalSchema.max(40);

/** In which unit a person says how much: base units, quote currency, or percent of what is free for it. */
export const quantityUnits = ['base', 'quote', 'free-margin-percent'] as const;
export type QuantityUnit = (typeof quantityUnits)[number];

export const requestedQuantitySchema = z
  .strictObject({ unit: z.enum(quantityUnits), value: amountSchema })
  .refine(({ unit, value }) => unit !== 'free-margin-percent' || Number(value) <= 100, 'must be at most 100 percent');
export type RequestedQuantity = Readonly<z.infer<typeof requestedQuantitySchema>>;

const intentFields = z.strictObject({
  accountId: documentIdSchema,
  instrumentId: instrumentIdSchema,
  side: z.enum(orderSides),
  type: z.enum(orderTypes),
  quantity: requestedQuantitySchema,
  /** Which of these three a type has stands in `orderFields`. */
  limitPrice: amountSchema.optional(),
  triggerPrice: amountSchema.optional(),
  trailingDistance: amountSchema.optional(),
  /** The price that a trigger watches; `last` when absent. */
  triggerBy: z.enum(triggerSources).optional(),
  /** The type's default when absent. */
  timeInForce: z.enum(timesInForce).optional(),
  reduceOnly: z.boolean().optional(),
  /** `net` when absent; `long` or `short` while the account is in hedge mode. */
  slot: z.enum(positionSlots).optional(),
  /** Put on the position when the order first fills. */
  stopLoss: amountSchema.optional(),
  takeProfit: amountSchema.optional(),
  /** The price the person saw when they sent it; slippage is measured against it. */
  referencePrice: amountSchema.optional(),
});

/** What somebody wants to have ordered: the payload of `placeOrder`. */
export const orderIntentSchema = intentFields.superRefine((intent, context) => {
  const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
  const fields = orderFields[intent.type];
  for (const field of priceFields) {
    const given = intent[field] !== undefined;
    if (fields[field] === 'required' && !given) refuse(field, `a ${intent.type} order needs it`);
    if (fields[field] === 'none' && given) refuse(field, `a ${intent.type} order has none`);
  }
  if (intent.timeInForce && !fields.timesInForce.includes(intent.timeInForce)) {
    refuse('timeInForce', `a ${intent.type} order cannot be ${intent.timeInForce}`);
  }
  if (intent.triggerBy && fields.triggerPrice === 'none') refuse('triggerBy', `a ${intent.type} order has none`);
  const protects = intent.stopLoss !== undefined || intent.takeProfit !== undefined;
  if (intent.reduceOnly && protects) refuse('stopLoss', 'an order that only reduces opens nothing to protect');
  if (intent.reduceOnly && intent.quantity.unit === 'free-margin-percent') {
    refuse('quantity', 'an order that only reduces uses no free margin: say how much in base or quote');
  }
  if (!intent.instrumentId.endsWith('-SPOT')) return;
  if (intent.reduceOnly) refuse('reduceOnly', 'a spot order cannot be reduce-only');
  if (protects) refuse('stopLoss', 'a spot order cannot carry a stop or target');
  if (intent.slot && intent.slot !== 'net') refuse('slot', 'spot has one slot only');
});
export type OrderIntent = Readonly<z.infer<typeof orderIntentSchema>>;
