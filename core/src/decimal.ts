import * as z from 'zod';
import { plainDecimal } from './decimal-arithmetic.ts';

export * from './decimal-arithmetic.ts';

export const decimalSchema = z.string().regex(plainDecimal, 'not a plain decimal number');
export const positiveDecimalSchema = decimalSchema.refine(isAboveZero, 'must be above zero');
export const nonNegativeDecimalSchema = decimalSchema.refine((value) => !value.startsWith('-'), 'must not be negative');

/** By its digits alone: schemas run on every reading, and on text that is no number at all. */
function isAboveZero(value: string): boolean {
  return !value.startsWith('-') && /[1-9]/.test(value);
}
