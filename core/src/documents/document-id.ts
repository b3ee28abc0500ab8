import * as z from 'zod';

/** An id that Firestore takes as one path segment: nothing that would climb to another path, and no reserved name. */
export const documentIdSchema = z
  .string()
  .regex(/^(?!__.*__$)[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -');
