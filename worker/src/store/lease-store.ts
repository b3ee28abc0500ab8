import { FieldValue, Timestamp, type Firestore } from '@google-cloud/firestore';
import { accountDocumentSchema, documents, leaseSchema, type Lease } from '@tapedeck/core';
import type { AccountKey, Claim, ConnectionWrite } from '../sync/ports.ts';

export interface WorkerBeat {
  readonly version: string;
  readonly startedAtMs: number;
  readonly accounts: number;
}

const maxTransactionAccounts = 200;

/** Leases: who owns which account, and until when. Times are Firestore's own, so that no worker's clock decides. */
export class LeaseStore {
  readonly #db: Firestore;
  readonly #worker: string;

  constructor(db: Firestore, worker: string) {
    this.#db = db;
    this.#worker = worker;
  }

  /** Renews every account of this worker with one write. Returns Firestore's clock at the renewal. */
  async renew(beat: WorkerBeat, nowMs: number, leaseExpiresAtMs: number): Promise<number> {
    const result = await this.#db.doc(documents.worker(this.#worker)).set({
      ...beat,
      beatMs: nowMs,
      leaseExpiresAt: Timestamp.fromMillis(Math.round(leaseExpiresAtMs)),
    });
    return result.writeTime.toMillis();
  }

  /**
   * Claims an account whose owner's lease has lapsed or was handed back. The live documents take the new epoch in the
   * same transaction, so that from here on every write under the old one fails. `undefined` when somebody owns it.
   */
  claim(key: AccountKey, nowMs: number, toConnection: (epoch: number) => ConnectionWrite): Promise<Claim | undefined> {
    const { deskId, accountId } = key;
    return this.#db.runTransaction(async (transaction) => {
      const accountRef = this.#db.doc(documents.account(deskId, accountId));
      const stateRef = this.#db.doc(documents.liveState(deskId, accountId));
      const positionsRef = this.#db.doc(documents.livePositions(deskId, accountId));
      const [account, state, positions] = await transaction.getAll(accountRef, stateRef, positionsRef);
      if (!account || !state || !positions || !accountDocumentSchema.safeParse(account.data()).success)
        return undefined;
      const lease = leaseSchema.safeParse(account.get('lease')).data;
      if (lease && lease.worker !== this.#worker && lease.handedBackAtMs === undefined) {
        const owner = await transaction.get(this.#db.doc(documents.worker(lease.worker)));
        if (expiryMs(owner.get('leaseExpiresAt')) > owner.readTime.toMillis()) return undefined;
      }
      const epoch = 1 + Math.max(lease?.epoch ?? 0, epochOf(state.get('epoch')), epochOf(positions.get('epoch')));
      const claimed: Lease = { worker: this.#worker, epoch, claimedAtMs: nowMs };
      transaction.update(accountRef, { lease: claimed });
      if (state.exists) transaction.update(stateRef, { epoch });
      if (positions.exists) transaction.update(positionsRef, { epoch });
      transaction.set(this.#db.doc(documents.liveConnection(deskId, accountId)), {
        ...toConnection(epoch),
        committedAt: FieldValue.serverTimestamp(),
      });
      return { deskId, accountId, worker: this.#worker, epoch };
    });
  }

  /** How long the lease of `worker` still holds by Firestore's clock, in milliseconds; 0 when it has lapsed. */
  async remainingMs(worker: string): Promise<number> {
    const snapshot = await this.#db.doc(documents.worker(worker)).get();
    return Math.max(0, expiryMs(snapshot.get('leaseExpiresAt')) - snapshot.readTime.toMillis());
  }

  /** Gives accounts up in order, so that another worker claims them at once. Those already lost stay as they are. */
  async handBack(claims: readonly Claim[], nowMs: number): Promise<void> {
    for (let from = 0; from < claims.length; from += maxTransactionAccounts) {
      const refs = claims
        .slice(from, from + maxTransactionAccounts)
        .map(({ deskId, accountId }) => this.#db.doc(documents.account(deskId, accountId)));
      await this.#db.runTransaction(async (transaction) => {
        for (const account of await transaction.getAll(...refs)) {
          if (account.get('lease.worker') !== this.#worker) continue;
          transaction.update(account.ref, { 'lease.handedBackAtMs': nowMs });
        }
      });
    }
  }

  /** Ends this worker's lease: every account that still names it is free. */
  async end(beat: WorkerBeat, nowMs: number): Promise<void> {
    await this.renew({ ...beat, accounts: 0 }, nowMs, 0);
  }
}

function expiryMs(value: unknown): number {
  return value instanceof Timestamp ? value.toMillis() : 0;
}

function epochOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
