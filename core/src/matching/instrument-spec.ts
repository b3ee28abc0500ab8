import type { Decimal } from '../decimal.ts';
import type { Instrument } from '../model/instrument.ts';

/** What the engine has to know of an instrument besides the noun itself. */
export interface InstrumentSpec extends Instrument {
  readonly makerFeeRate: Decimal;
  readonly takerFeeRate: Decimal;
  /** Maintenance margin ÷ position value; required for a perpetual. */
  readonly maintenanceMarginRate?: Decimal;
  /** How far from the mark (else last) price an order may trade, such as `0.05`; no band when absent. */
  readonly priceBandRatio?: Decimal;
}
