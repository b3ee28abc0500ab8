import { isDeepStrictEqual } from 'node:util';
import { FieldValue, type Firestore, type Timestamp } from '@google-cloud/firestore';
import { collections, documents, marketDocumentSchema, type InstrumentTerms } from '@tapedeck/core';
import type { MarketStore as MarketPort, QuoteReading } from '../markets/ports.ts';
import type { DocumentWriter } from './document-writer.ts';
import { isRefusal, toStoreError } from './firestore-errors.ts';
import { QuoteLane } from './quote-lane.ts';

/** Once the publisher of a venue has been silent for so long by Firestore's clock, another worker takes over. */
const lapseMs = 12_000;
/** A page of so many stays far below the size of a document. */
const pageSize = 300;

/** What is below `markets/`: the same for every desk, written by one worker a venue. */
export class MarketStore implements MarketPort {
  readonly #db: Firestore;
  readonly #writer: DocumentWriter;
  readonly #worker: string;
  readonly #lanes = new Map<string, QuoteLane>();
  /** Of the venues held: the update time of our own last claim. */
  readonly #held = new Map<string, Timestamp>();

  constructor(db: Firestore, writer: DocumentWriter, worker: string) {
    this.#db = db;
    this.#writer = writer;
    this.#worker = worker;
  }

  async claim(venueId: string): Promise<boolean> {
    try {
      return (await this.#renew(venueId)) || (await this.#take(venueId));
    } catch (error) {
      if (isRefusal(error)) return false;
      throw toStoreError(error);
    }
  }

  async release(): Promise<void> {
    const held = [...this.#held];
    this.#held.clear();
    await Promise.allSettled(
      held.map(([venueId, lastUpdateTime]) =>
        this.#db.doc(documents.market(venueId)).update({ publisher: FieldValue.delete() }, { lastUpdateTime }),
      ),
    );
  }

  putQuote(venueId: string, quote: QuoteReading): void {
    let lane = this.#lanes.get(venueId);
    if (!lane) this.#lanes.set(venueId, (lane = new QuoteLane(venueId)));
    lane.put(quote);
    this.#writer.request(lane, 'now');
  }

  async replaceInstruments(venueId: string, instruments: readonly InstrumentTerms[], readMs: number): Promise<void> {
    const pages = toPages(instruments);
    const stored = await this.#db.collection(collections.marketInstruments(venueId)).get();
    const batch = this.#db.batch();
    for (const [page, content] of pages.entries()) {
      const known = stored.docs.find(({ id }) => id === String(page));
      const isSame = known?.get('pages') === pages.length && isDeepStrictEqual(known.get('instruments'), content);
      if (isSame) continue;
      const ref = this.#db.doc(documents.marketInstruments(venueId, String(page)));
      batch.set(ref, { instruments: content, pages: pages.length, readMs });
    }
    for (const { id, ref } of stored.docs) if (Number(id) >= pages.length) batch.delete(ref);
    await batch.commit();
  }

  /** Costs no read; false when this worker does not hold the venue, or no longer. */
  async #renew(venueId: string): Promise<boolean> {
    const lastUpdateTime = this.#held.get(venueId);
    if (!lastUpdateTime) return false;
    this.#held.delete(venueId);
    try {
      const { writeTime } = await this.#db
        .doc(documents.market(venueId))
        .update(this.#asPublisher(), { lastUpdateTime });
      this.#held.set(venueId, writeTime);
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  }

  async #take(venueId: string): Promise<boolean> {
    const ref = this.#db.doc(documents.market(venueId));
    const snapshot = await ref.get();
    const { publisher } = marketDocumentSchema.safeParse(snapshot.data()).data ?? {};
    const isOurs = publisher?.worker === this.#worker;
    if (publisher && !isOurs && snapshot.readTime.toMillis() - publisher.renewedAt.toMillis() < lapseMs) return false;
    const { writeTime } = snapshot.updateTime
      ? await ref.update(this.#asPublisher(), { lastUpdateTime: snapshot.updateTime })
      : await ref.create(this.#asPublisher());
    this.#held.set(venueId, writeTime);
    return true;
  }

  #asPublisher() {
    return { publisher: { worker: this.#worker, renewedAt: FieldValue.serverTimestamp() } };
  }
}

/** At least one page, so that a venue that lists nothing is told apart from one that nobody has read. */
function toPages(instruments: readonly InstrumentTerms[]): readonly (readonly InstrumentTerms[])[] {
  // As Firestore stores them: without what is undefined.
  const plain = JSON.parse(JSON.stringify(instruments)) as readonly InstrumentTerms[];
  const pages = [plain.slice(0, pageSize)];
  for (let from = pageSize; from < plain.length; from += pageSize) pages.push(plain.slice(from, from + pageSize));
  return pages;
}
