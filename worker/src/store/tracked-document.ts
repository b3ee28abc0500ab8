import type { DocumentReference, DocumentSnapshot, Timestamp } from '@google-cloud/firestore';
import type { DocumentData, DocumentWrite } from './document-write.ts';

/**
 * A document that this process alone writes. Each write carries the update time of the one before as its precondition,
 * so a stranger's write in between, or an own one that arrives late, makes it fail instead of overwriting anything.
 */
export class TrackedDocument {
  readonly ref: DocumentReference;
  readonly #path: string;
  /** `null` when the document does not exist, as far as this process knows. */
  #version: Timestamp | null = null;

  constructor(ref: DocumentReference) {
    this.ref = ref;
    this.#path = ref.path;
  }

  adopt(snapshot: DocumentSnapshot): void {
    this.#version = snapshot.updateTime ?? null;
  }

  /** A write that makes the document exactly `data`. */
  write(data: DocumentData, stamped?: string): DocumentWrite {
    return { path: this.#path, data, version: this.#version, ...(stamped === undefined ? {} : { stamped }) };
  }

  committed(version: Timestamp): void {
    this.#version = version;
  }
}
