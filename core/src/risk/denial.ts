import { Big } from 'big.js';
import type { Decimal } from '../decimal-arithmetic.ts';

/** Every reason for which an order is refused before it is sent. */
export const denialCodes = [
  'trading-halted',
  'trading-reducing',
  'role',
  'instrument-unknown',
  'instrument-not-trading',
  'quantity-zero',
  'off-tick',
  'off-step',
  'below-min-quantity',
  'above-max-quantity',
  'below-min-notional',
  'price-band',
  'trigger-passed',
  'protection-wrong-side',
  'order-notional',
  'position-notional',
  'leverage-cap',
  'daily-loss',
  'open-orders',
  'rate-budget',
  'price-unknown',
  'price-stale',
  'account-stale',
  'unreconciled',
  'insufficient-margin',
  'insufficient-balance',
  'figure-unknown',
] as const;
export type DenialCode = (typeof denialCodes)[number];

/** The field of the order that would have to change for the order to pass. */
export type DeniedField =
  'quantity' | 'limitPrice' | 'triggerPrice' | 'trailingDistance' | 'stopLoss' | 'takeProfit' | 'instrumentId';

/** Why an order would not be sent. */
export interface Denial {
  readonly code: DenialCode;
  /** For people: what happened, what it means for the money, what to do. */
  readonly message: string;
  /** Absent where no change of the order helps. */
  readonly field?: DeniedField;
}

export function deny(code: DenialCode, message: string, field?: DeniedField): Denial {
  return { code, message, ...(field && { field }) };
}

/** An amount as sentences show it: `12,500.00 USDT`, rounded to cents, small ones to four digits that count. */
export function sayMoney(amount: Decimal | Big, currency: string): string {
  const big = new Big(amount);
  const small = big.abs().lt(1) && !big.eq(0);
  const rounded = small ? new Big(big.toPrecision(4)).toFixed() : big.toFixed(2, Big.roundHalfUp);
  const [whole = '', fraction] = rounded.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`} ${currency}`;
}
