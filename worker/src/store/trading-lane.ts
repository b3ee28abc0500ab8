import type { DocumentSnapshot, Firestore, Timestamp } from '@google-cloud/firestore';
import { AppError, documents } from '@tapedeck/core';
import type { Claim } from '../sync/ports.ts';
import type { TradingSource } from '../trading/ports.ts';
import type { DocumentWrite } from './document-write.ts';
import type { WriteLane } from './document-writer.ts';
import { readSoon } from './read-soon.ts';
import { TrackedDocument } from './tracked-document.ts';

/**
 * What is written of one account's trading. Each write carries `live/trading` with the update time last known of it: a
 * claim by another worker touches that document, so nothing of an older epoch is ever accepted, and an order that could
 * not be stored is not sent.
 */
export class TradingLane implements WriteLane {
  readonly #claim: Claim;
  readonly #live: TrackedDocument;
  #source: TradingSource | undefined;

  constructor(db: Firestore, claim: Claim) {
    this.#claim = claim;
    this.#live = new TrackedDocument(db.doc(documents.liveTrading(claim.deskId, claim.accountId)));
  }

  attach(source: TradingSource): void {
    this.#source = source;
  }

  /** Takes `live/trading` as it stands; throws `lease-lost` when a newer lease has written it. */
  adopt(snapshot: DocumentSnapshot): void {
    const epoch: unknown = snapshot.get('epoch');
    const { accountId, epoch: own } = this.#claim;
    if (typeof epoch === 'number' && epoch > own) {
      throw new AppError(
        'lease-lost',
        `Another worker trades account ${accountId} under epoch ${epoch}; this one held epoch ${own}.`,
      );
    }
    this.#live.adopt(snapshot);
  }

  async recover(): Promise<void> {
    this.adopt(await readSoon(() => this.#live.ref.get()));
  }

  compose(): readonly DocumentWrite[] | undefined {
    const write = this.#source?.compose();
    if (!write) return undefined;
    const others = [...write.documents].map(([path, data]): DocumentWrite => ({ path, data: { ...data } }));
    return [this.#live.write(write.state, 'committedAt'), ...others];
  }

  committed([time]: readonly Timestamp[]): void {
    if (time) this.#live.committed(time);
    this.#source?.committed();
  }

  failed(error: AppError): void {
    if (error.code === 'lease-lost') this.#source?.fenced(error);
    else this.#source?.failed(error);
  }
}
