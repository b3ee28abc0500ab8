import {
  FieldPath,
  FieldValue,
  type DocumentReference,
  type DocumentSnapshot,
  type Timestamp,
  type WriteBatch,
} from '@google-cloud/firestore';
import { isSameValue } from './same-value.ts';

export type DocumentData = Readonly<Record<string, unknown>>;

/**
 * A document that this process alone writes. Each write carries the update time of the one before as its precondition,
 * so a stranger's write in between, or an own one that arrives late, makes it fail instead of overwriting anything.
 */
export class TrackedDocument {
  readonly ref: DocumentReference;
  /** `undefined` while unknown, `null` when the document does not exist. */
  #version: Timestamp | null | undefined;
  /** What stands there, as far as this process knows; a field that is `unread` is always written. */
  #fields: DocumentData = {};
  #planned: DocumentData = {};

  constructor(ref: DocumentReference) {
    this.ref = ref;
  }

  adopt(snapshot: DocumentSnapshot): void {
    this.#version = snapshot.updateTime ?? null;
    this.#fields = Object.fromEntries(Object.keys(snapshot.data() ?? {}).map((name) => [name, unread]));
  }

  /** Adds one write to `batch` that makes the document exactly `data`; fields that stand there already are left out. */
  plan(batch: WriteBatch, data: DocumentData): void {
    this.#planned = data;
    if (!this.#version) {
      batch.create(this.ref, data);
      return;
    }
    const pairs: unknown[] = [];
    for (const [name, value] of Object.entries(data)) {
      const stands = data !== this.#fields && !(value instanceof FieldValue) && isSameValue(value, this.#fields[name]);
      if (!stands) pairs.push(new FieldPath(name), value);
    }
    for (const name of Object.keys(this.#fields)) {
      if (!Object.hasOwn(data, name)) pairs.push(new FieldPath(name), FieldValue.delete());
    }
    const [field, value, ...rest] = pairs;
    if (field instanceof FieldPath) batch.update(this.ref, field, value, ...rest, { lastUpdateTime: this.#version });
    else batch.set(this.ref, data);
  }

  committed(version: Timestamp): void {
    this.#version = version;
    this.#fields = this.#planned;
  }
}

const unread = Symbol('unread');
