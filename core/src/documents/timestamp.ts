import * as z from 'zod';

/** What Firestore's admin and browser SDKs both give for a stored timestamp. */
export interface Timestamp {
  toMillis(): number;
}

export const timestampSchema = z.custom<Timestamp>(
  (value) => typeof value === 'object' && value !== null && typeof Reflect.get(value, 'toMillis') === 'function',
  'not a Firestore timestamp',
);
