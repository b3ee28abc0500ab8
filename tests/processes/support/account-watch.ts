import type { Firestore, QuerySnapshot } from '@google-cloud/firestore';
import {
  collections,
  liveConnectionDocumentSchema,
  livePositionsDocumentSchema,
  liveStateDocumentSchema,
  type LiveConnectionDocument,
  type LivePositionsDocument,
  type LiveStateDocument,
} from '@tapedeck/core';
import { eventually } from './waiting.ts';

/** One account's live documents as a browser sees them: every version that came, checked against the one before. */
export class AccountWatch {
  state: LiveStateDocument | undefined;
  positions: LivePositionsDocument | undefined;
  connection: LiveConnectionDocument | undefined;
  /** What no client should ever see. */
  readonly violations: string[] = [];
  /** Numbers that no version came with, while the listener stood. */
  readonly gaps: string[] = [];
  /** Versions of `live/state` and of `live/connection` seen so far. */
  readonly seen = { state: 0, connection: 0 };
  readonly #db: Firestore;
  readonly #path: string;
  #unsubscribe: () => void = () => {};
  #isFirst = true;

  constructor(db: Firestore, deskId: string, accountId: string) {
    this.#db = db;
    this.#path = collections.live(deskId, accountId);
    this.renew();
  }

  /** A listener that waits for a server that was gone is slow to look again. */
  renew(): void {
    this.#unsubscribe();
    this.#isFirst = true;
    this.#unsubscribe = this.#db.collection(this.#path).onSnapshot(
      (snapshot) => this.#take(snapshot),
      () => this.renew(),
    );
  }

  close(): void {
    this.#unsubscribe();
  }

  until(what: string, holds: (watch: AccountWatch) => boolean, limitMs = 15_000): Promise<unknown> {
    const summary = () => ({ holds: holds(this), connection: this.connection, seq: this.state?.seq });
    return eventually(`${what} (${this.#path})`, summary, (seen) => seen.holds, { limitMs });
  }

  #take(snapshot: QuerySnapshot): void {
    for (const doc of snapshot.docs) {
      if (doc.id === 'state') this.#takeState(liveStateDocumentSchema.parse(doc.data()));
      if (doc.id === 'positions') this.#takePositions(livePositionsDocumentSchema.parse(doc.data()));
      if (doc.id === 'connection') this.#takeConnection(liveConnectionDocumentSchema.parse(doc.data()));
    }
    this.#isFirst = false;
    const { state, positions } = this;
    if (!state || !positions) return;
    if (state.structureSeq !== positions.structureSeq) {
      this.violations.push(`state is of structure ${state.structureSeq}, positions of ${positions.structureSeq}`);
    }
    const count = Object.keys(positions.positions).length;
    if (state.unrealisedPnls.length !== count) {
      this.violations.push(`${state.unrealisedPnls.length} marks for ${count} positions at ${state.seq}`);
    }
  }

  #takeState(next: LiveStateDocument): void {
    const before = this.state;
    this.state = next;
    if (before?.seq === next.seq && before.epoch === next.epoch) return;
    this.seen.state += before?.seq === next.seq ? 0 : 1;
    if (!before) return;
    this.#notBack('seq', before.seq, next.seq);
    this.#notBack('structureSeq', before.structureSeq, next.structureSeq);
    this.#notBack('epoch', before.epoch, next.epoch);
    if (next.seq > before.seq + 1 && !this.#isFirst) this.gaps.push(`${before.seq} to ${next.seq}`);
  }

  #takePositions(next: LivePositionsDocument): void {
    const before = this.positions;
    this.positions = next;
    if (before) this.#notBack('structureSeq of positions', before.structureSeq, next.structureSeq);
  }

  #takeConnection(next: LiveConnectionDocument): void {
    const before = this.connection;
    this.connection = next;
    if (before?.committedAt.toMillis() === next.committedAt.toMillis()) return;
    this.seen.connection += 1;
    if (before) this.#notBack('epoch of the connection', before.epoch, next.epoch);
  }

  #notBack(what: string, before: number, next: number): void {
    if (next < before) this.violations.push(`${what} went from ${before} to ${next}`);
  }
}
