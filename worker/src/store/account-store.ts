import type { Firestore } from '@google-cloud/firestore';
import { documents, equityDayDocumentSchema, type EquityDayDocument } from '@tapedeck/core';
import type { Claim, LiveStore, ResumedAccount } from '../sync/ports.ts';
import { AccountLane } from './account-lane.ts';
import type { DocumentWriter } from './document-writer.ts';

/** The live documents of accounts. */
export class AccountStore implements LiveStore {
  readonly #db: Firestore;
  readonly #writer: DocumentWriter;

  constructor(db: Firestore, writer: DocumentWriter) {
    this.#db = db;
    this.#writer = writer;
  }

  async resume(claim: Claim, day: string): Promise<ResumedAccount> {
    const writer = this.#writer;
    const [lane, equity] = await Promise.all([AccountLane.open(this.#db, claim), this.#readEquity(claim, day)]);
    return {
      published: lane.published,
      equity,
      open(source) {
        lane.attach(source);
        let closed = false;
        return {
          request: (urgency) => {
            if (!closed) writer.request(lane, urgency);
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

  async #readEquity(claim: Claim, day: string): Promise<EquityDayDocument | undefined> {
    const snapshot = await this.#db.doc(documents.equityDay(claim.deskId, claim.accountId, day)).get();
    return equityDayDocumentSchema.safeParse(snapshot.data()).data;
  }
}
