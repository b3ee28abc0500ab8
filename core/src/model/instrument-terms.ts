import * as z from 'zod';
import { decimalSchema, nonNegativeDecimalSchema, positiveDecimalSchema } from '../decimal.ts';
import { instrumentSchema } from './instrument.ts';

/**
 * What has to be known of an instrument before an order of one account goes to it. Sizes and band as Bybit's
 * `instruments-info` gives them (`maxMktOrderQty`, `priceLimitRatioX`), fee rates as its `fee-rate`. What the venue does
 * not tell is absent and not checked here.
 */
export const instrumentTermsSchema = instrumentSchema.extend({
  /** False while the venue takes no orders for it. */
  trading: z.boolean(),
  /** Largest quantity of a market order; `maxQuantity` is that of a limit order. */
  maxMarketQuantity: positiveDecimalSchema.optional(),
  /** How far beyond the mark price the venue lets an order trade, such as `0.05`. */
  priceBandRatio: positiveDecimalSchema.optional(),
  /** Of the value of a fill; negative is a rebate. */
  makerFeeRate: decimalSchema.optional(),
  takerFeeRate: decimalSchema.optional(),
  /** Maintenance margin ÷ position value; perpetuals only. */
  maintenanceMarginRate: nonNegativeDecimalSchema.optional(),
});
export type InstrumentTerms = Readonly<z.infer<typeof instrumentTermsSchema>>;

/** Newest prices of an instrument, as an order is checked and estimated with. */
export interface Quote {
  /** Mark price of a perpetual; the last price where there is none. */
  readonly markPrice: string;
  readonly lastPrice?: string | undefined;
  readonly bidPrice?: string | undefined;
  readonly askPrice?: string | undefined;
  /** When it was read or last confirmed, by the clock that `nowMs` beside it is of. */
  readonly readMs: number;
}
