import { Big } from 'big.js';
import { z } from 'zod';
import { plainDecimal } from './decimal-arithmetic.ts';

export * from './decimal-arithmetic.ts';

export const decimalSchema = z.string().regex(plainDecimal, 'not a plain decimal number');
export const positiveDecimalSchema = decimalSchema.refine((value) => new Big(value).gt(0), 'must be above zero');
export const nonNegativeDecimalSchema = decimalSchema.refine((value) => !value.startsWith('-'), 'must not be negative');
