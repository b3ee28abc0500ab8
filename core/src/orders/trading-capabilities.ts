import * as z from 'zod';
import { orderTypes, timesInForce } from '../model/order.ts';
import { orderFields } from './order-fields.ts';

/** What can be asked of a venue through its broker; the worker refuses everything else before it sends anything. */
export const tradingCapabilitiesSchema = z.object({
  /** Times in force by type of order; a type that is absent is not taken. */
  orders: z.partialRecord(z.enum(orderTypes), z.array(z.enum(timesInForce))),
  /** Types of orders that can be changed, by kind of instrument. */
  amends: z.object({ spot: z.array(z.enum(orderTypes)), perpetual: z.array(z.enum(orderTypes)) }),
  /** By which prices a trigger may go. */
  triggerBy: z.array(z.enum(['last', 'mark'])),
  /** Stop and target with an order. */
  attachedStops: z.boolean(),
  /** Stop and target of an open position. */
  positionStops: z.boolean(),
  /** Trailing stop of an open position. */
  trailingStop: z.boolean(),
  leverage: z.boolean(),
  positionMode: z.boolean(),
  /** What the venue tells besides orders, fills, balances and positions. */
  reads: z.array(z.enum(['funding', 'transfers', 'closes', 'margin'])),
});
export type TradingCapabilities = Readonly<z.infer<typeof tradingCapabilitiesSchema>>;

/** A venue that takes all that the order ticket has. */
export const everyCapability: TradingCapabilities = {
  orders: Object.fromEntries(orderTypes.map((type) => [type, [...orderFields[type].timesInForce]])),
  amends: { spot: [...orderTypes], perpetual: [...orderTypes] },
  triggerBy: ['last', 'mark'],
  attachedStops: true,
  positionStops: true,
  trailingStop: true,
  leverage: true,
  positionMode: true,
  reads: ['funding', 'transfers', 'closes', 'margin'],
};
