import type { Timestamp } from '@google-cloud/firestore';

/** Plain data: strings, numbers, booleans, null, `Timestamp`, arrays and objects of them. `undefined` is left out. */
export type DocumentData = Readonly<Record<string, unknown>>;

/** Sets one document to exactly `data`. */
export interface DocumentWrite {
  /** From the root of the database: `desks/demo/accounts/main`. */
  readonly path: string;
  readonly data: DocumentData;
  /** A field that takes Firestore's time of the commit. */
  readonly stamped?: string;
  /** The update time that the document must have; `null` when it must not exist; absent when either will do. */
  readonly version?: Timestamp | null;
}
