import type { Firestore } from '@google-cloud/firestore';
import { documents, equityDayDocumentSchema, type EquityDayDocument } from '@tapedeck/core';
import type { Claim, LiveStore, ResumedAccount, ToldSoFar } from '../sync/ports.ts';
import { tradeRecordId } from '../sync/trade-records.ts';
import { originOf } from '../sync/transitions.ts';
import { AccountLane } from './account-lane.ts';
import type { DocumentWriter } from './document-writer.ts';
import { TradingStore } from './trading-store.ts';
import type { OnUnreadable } from './watchers.ts';

/** The live documents of accounts. */
export class AccountStore implements LiveStore {
  readonly #db: Firestore;
  readonly #writer: DocumentWriter;

  readonly #trading: TradingStore;

  constructor(db: Firestore, writer: DocumentWriter, onUnreadable: OnUnreadable = () => undefined) {
    this.#db = db;
    this.#writer = writer;
    this.#trading = new TradingStore(db, writer, onUnreadable);
  }

  async resume(claim: Claim, day: string): Promise<ResumedAccount> {
    const writer = this.#writer;
    const [lane, equity, trading] = await Promise.all([
      AccountLane.open(this.#db, claim),
      this.#readEquity(claim, day),
      this.#trading.resume(claim),
    ]);
    const told = await this.#withoutTold(claim, lane.told);
    return {
      published: lane.published,
      told,
      equity,
      trading,
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

  /** A change whose first event stands in the activity has been told of: all its events are written together. */
  async #withoutTold({ deskId, accountId }: Claim, told: ToldSoFar): Promise<ToldSoFar> {
    if (told.untold.length === 0) return told;
    const ids = told.untold.map((transition) => tradeRecordId(accountId, originOf(transition), 0));
    const entries = await this.#db.getAll(...ids.map((id) => this.#db.doc(documents.activity(deskId, id))));
    return { ...told, untold: told.untold.filter((_, index) => entries[index]?.exists !== true) };
  }

  async #readEquity(claim: Claim, day: string): Promise<EquityDayDocument | undefined> {
    const snapshot = await this.#db.doc(documents.equityDay(claim.deskId, claim.accountId, day)).get();
    return equityDayDocumentSchema.safeParse(snapshot.data()).data;
  }
}
