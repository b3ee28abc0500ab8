import type { DocumentReference, Timestamp } from '@google-cloud/firestore';
import type { DocumentData, DocumentWrite } from './document-write.ts';
import type { WriteLane } from './document-writer.ts';
import { readSoon } from './read-soon.ts';
import { TrackedDocument } from './tracked-document.ts';

/** One document whose newest value is all that counts. */
export class NewestValueLane implements WriteLane {
  readonly #document: TrackedDocument;
  #value: DocumentData | undefined;
  #inFlight: DocumentData | undefined;
  #waiting: (() => void)[] = [];
  #served: (() => void)[] = [];

  constructor(ref: DocumentReference) {
    this.#document = new TrackedDocument(ref);
  }

  /** Resolves when this value or a newer one has been committed. */
  put(value: DocumentData): Promise<void> {
    this.#value = value;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async recover(): Promise<void> {
    this.#document.adopt(await readSoon(() => this.#document.ref.get()));
  }

  compose(): readonly DocumentWrite[] | undefined {
    const value = this.#value;
    if (!value) return undefined;
    this.#value = undefined;
    this.#inFlight = value;
    this.#served.push(...this.#waiting);
    this.#waiting = [];
    return [this.#document.write(value)];
  }

  committed([time]: readonly Timestamp[]): void {
    if (time) this.#document.committed(time);
    this.#inFlight = undefined;
    const served = this.#served;
    this.#served = [];
    for (const resolve of served) resolve();
  }

  failed(): void {
    this.#value ??= this.#inFlight;
    this.#inFlight = undefined;
  }
}
