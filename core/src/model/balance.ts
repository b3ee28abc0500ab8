import { Big } from 'big.js';
import * as z from 'zod';
import { AppError } from '../app-error.ts';
import { decimalSchema, nonNegativeDecimalSchema, toDecimal } from '../decimal.ts';

export const balanceSchema = z.object({
  currency: z.string().min(1),
  /** Everything held, unrealised P&L left out; negative when borrowed. */
  total: decimalSchema,
  /** Held back for orders and positions. */
  locked: nonNegativeDecimalSchema,
  /** `total - locked`; negative where more is locked than held (borrowed, or margin backed by another currency). */
  free: decimalSchema,
});
export type Balance = Readonly<z.infer<typeof balanceSchema>>;

/** Builds a balance whose `total` equals `locked + free` to the last digit. */
export function createBalance(parts: { currency: string; total: string; locked: string }): Balance {
  const total = new Big(parts.total);
  const locked = new Big(parts.locked);
  if (locked.lt(0)) {
    throw new AppError('invalid-input', `${parts.currency} balance: locked is ${parts.locked}, which is below zero.`);
  }
  return {
    currency: parts.currency,
    total: toDecimal(total),
    locked: toDecimal(locked),
    free: toDecimal(total.minus(locked)),
  };
}
