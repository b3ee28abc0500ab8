import type { Firestore } from '@google-cloud/firestore';
import {
  booksDocumentSchema,
  collections,
  documents,
  fillDocumentSchema,
  liveTradingDocumentSchema,
  orderDocumentSchema,
  type BooksDocument,
  type FillDocument,
  type OrderDocument,
} from '@tapedeck/core';
import type { Claim } from '../sync/ports.ts';
import type { ResumedTrading } from '../trading/ports.ts';
import type { DocumentWriter } from './document-writer.ts';
import { toStoreError } from './firestore-errors.ts';
import { TradingLane } from './trading-lane.ts';
import type { OnUnreadable } from './watchers.ts';

const resumedSchema = liveTradingDocumentSchema.pick({
  leverage: true,
  positionMode: true,
  stops: true,
  movedToday: true,
  openedElsewhere: true,
});

/** What is kept of the trading of accounts. */
export class TradingStore {
  readonly #db: Firestore;
  readonly #writer: DocumentWriter;
  readonly #onUnreadable: OnUnreadable;

  constructor(db: Firestore, writer: DocumentWriter, onUnreadable: OnUnreadable) {
    this.#db = db;
    this.#writer = writer;
    this.#onUnreadable = onUnreadable;
  }

  /** Reads under a lease just won: from here on no earlier owner changes any of it. */
  async resume(claim: Claim): Promise<ResumedTrading> {
    const { deskId, accountId } = claim;
    const open = this.#db.collection(collections.orders(deskId, accountId)).where('open', '==', true);
    const [live, books, orders] = await Promise.all([
      this.#db.doc(documents.liveTrading(deskId, accountId)).get(),
      this.#readBooks(claim),
      open.get(),
    ]);
    const lane = new TradingLane(this.#db, claim);
    lane.adopt(live);
    return {
      live: resumedSchema.safeParse(live.data()).data,
      openOrders: orders.docs.flatMap((doc) => this.#readOrder(doc.ref.path, doc.data()) ?? []),
      books,
      fills: books ? await this.#readFills(claim, books.checkpointMs) : [],
      findOrders: async (clientOrderIds) => {
        const refs = clientOrderIds.map((id) => this.#db.doc(documents.order(deskId, accountId, id)));
        try {
          const snapshots = await this.#db.getAll(...refs);
          return snapshots.flatMap((doc) => (doc.exists ? (this.#readOrder(doc.ref.path, doc.data()) ?? []) : []));
        } catch (error) {
          throw toStoreError(error);
        }
      },
      open: (source) => {
        const writer = this.#writer;
        lane.attach(source);
        let closed = false;
        return {
          request: () => {
            if (!closed) writer.request(lane, 'now');
          },
          idle: () => writer.idle(lane),
          close: () => {
            closed = true;
            writer.close(lane);
          },
        };
      },
    };
  }

  async #readBooks({ deskId, accountId }: Claim): Promise<BooksDocument | undefined> {
    const path = documents.books(deskId, accountId);
    const snapshot = await this.#db.doc(path).get();
    if (!snapshot.exists) return undefined;
    const parsed = booksDocumentSchema.safeParse(snapshot.data());
    if (parsed.error) this.#onUnreadable(path, parsed.error.message);
    return parsed.data;
  }

  async #readFills({ deskId, accountId }: Claim, afterMs: number): Promise<readonly FillDocument[]> {
    const found = await this.#db.collection(collections.fills(deskId, accountId)).where('venueMs', '>', afterMs).get();
    return found.docs.flatMap((doc) => {
      const parsed = fillDocumentSchema.safeParse(doc.data());
      if (parsed.error) this.#onUnreadable(doc.ref.path, parsed.error.message);
      return parsed.data ?? [];
    });
  }

  #readOrder(path: string, data: unknown): OrderDocument | undefined {
    const parsed = orderDocumentSchema.safeParse(data);
    if (parsed.error) this.#onUnreadable(path, parsed.error.message);
    return parsed.data;
  }
}
