import type { Firestore } from 'firebase-admin/firestore';

/** What every handler needs of the world. Tests give their own clock. */
export interface Backend {
  readonly db: Firestore;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
}
