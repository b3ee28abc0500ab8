import type { Firestore } from 'firebase-admin/firestore';

/** What every handler needs of the world. Tests give their own clock. */
export interface Backend {
  readonly db: Firestore;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
}

/** What a command needs beside it. */
export interface CommandBackend extends Backend {
  /** Where links lead: the web app's own address, without a slash at the end. */
  readonly webOrigin: string;
}
