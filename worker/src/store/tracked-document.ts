import {
  FieldPath,
  FieldValue,
  type DocumentReference,
  type DocumentSnapshot,
  type Timestamp,
  type WriteBatch,
} from '@google-cloud/firestore';

export type DocumentData = Readonly<Record<string, unknown>>;

/**
 * A document that this process alone writes. Each write carries the update time of the one before as its precondition,
 * so a stranger's write in between, or an own one that arrives late, makes it fail instead of overwriting anything.
 */
export class TrackedDocument {
  readonly ref: DocumentReference;
  /** `undefined` while unknown, `null` when the document does not exist. */
  #version: Timestamp | null | undefined;
  #fields: readonly string[] = [];
  #planned: readonly string[] = [];

  constructor(ref: DocumentReference, snapshot?: DocumentSnapshot) {
    this.ref = ref;
    if (snapshot) this.adopt(snapshot);
  }

  get isKnown(): boolean {
    return this.#version !== undefined;
  }

  adopt(snapshot: DocumentSnapshot): void {
    this.#version = snapshot.updateTime ?? null;
    this.#fields = Object.keys(snapshot.data() ?? {});
  }

  /** Adds one write to `batch` that makes the document exactly `data`. */
  plan(batch: WriteBatch, data: DocumentData): void {
    const names = Object.keys(data).filter((name) => data[name] !== undefined);
    this.#planned = names;
    if (this.#version === null || this.#version === undefined) {
      batch.create(this.ref, data);
      return;
    }
    const pairs: unknown[] = [];
    for (const name of names) pairs.push(new FieldPath(name), data[name]);
    for (const name of this.#fields) {
      if (data[name] === undefined) pairs.push(new FieldPath(name), FieldValue.delete());
    }
    const [field, value, ...rest] = pairs;
    batch.update(this.ref, field as FieldPath, value, ...rest, { lastUpdateTime: this.#version });
  }

  committed(version: Timestamp): void {
    this.#version = version;
    this.#fields = this.#planned;
  }

  /** The outcome of the last write is unknown: the document has to be read again. */
  forget(): void {
    this.#version = undefined;
  }
}
