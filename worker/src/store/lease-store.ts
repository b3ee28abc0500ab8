import {
  FieldValue,
  Timestamp,
  type DocumentSnapshot,
  type Firestore,
  type Transaction,
} from '@google-cloud/firestore';
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
   * Claims those of the accounts whose owner's lease has lapsed or was handed back. The
   * live documents take the new epoch in the same transaction, so that from here on every write under the old one fails.
   */
  claim(
    keys: readonly AccountKey[],
    nowMs: number,
    toConnection: (key: AccountKey, epoch: number) => ConnectionWrite,
  ): Promise<readonly Claim[]> {
    return this.#db.runTransaction(async (transaction) => {
      const read = await this.#readAccounts(transaction, keys);
      const owners = await this.#readOwners(transaction, read);
      const claims: Claim[] = [];
      for (const { key, account, state, positions } of read) {
        if (!accountDocumentSchema.safeParse(account.data()).success) continue;
        const lease = leaseOf(account);
        if (lease && lease.handedBackAtMs === undefined && owners.get(lease.worker) === true) continue;
        const epoch = 1 + Math.max(lease?.epoch ?? 0, epochOf(state), epochOf(positions));
        const claimed: Lease = { worker: this.#worker, epoch, claimedAtMs: nowMs };
        transaction.update(account.ref, { lease: claimed });
        if (state.exists) transaction.update(state.ref, { epoch });
        if (positions.exists) transaction.update(positions.ref, { epoch });
        transaction.set(this.#db.doc(documents.liveConnection(key.deskId, key.accountId)), {
          ...toConnection(key, epoch),
          committedAt: FieldValue.serverTimestamp(),
        });
        claims.push({ ...key, worker: this.#worker, epoch });
      }
      return claims;
    });
  }

  /** How long the lease of `worker` still holds by Firestore's clock, in milliseconds; 0 when it has lapsed. */
  async remainingMs(worker: string): Promise<number> {
    const snapshot = await this.#db.doc(documents.worker(worker)).get();
    return remainingMsOf(snapshot);
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

  async #readAccounts(transaction: Transaction, keys: readonly AccountKey[]): Promise<readonly AccountRead[]> {
    const paths = keys.flatMap(({ deskId, accountId }) => [
      documents.account(deskId, accountId),
      documents.liveState(deskId, accountId),
      documents.livePositions(deskId, accountId),
    ]);
    const snapshots = await transaction.getAll(...paths.map((path) => this.#db.doc(path)));
    return keys.flatMap(({ deskId, accountId }, index) => {
      const [account, state, positions] = snapshots.slice(3 * index, 3 * index + 3);
      return account && state && positions ? [{ key: { deskId, accountId }, account, state, positions }] : [];
    });
  }

  /** By worker: whether its lease still holds. Ours is left out: it does not stand in our way. */
  async #readOwners(transaction: Transaction, read: readonly AccountRead[]): Promise<ReadonlyMap<string, boolean>> {
    const workers = new Set<string>();
    for (const { account } of read) {
      const lease = leaseOf(account);
      if (lease && lease.worker !== this.#worker) workers.add(lease.worker);
    }
    if (workers.size === 0) return new Map();
    const owners = await transaction.getAll(...[...workers].map((worker) => this.#db.doc(documents.worker(worker))));
    return new Map(owners.map((owner) => [owner.id, remainingMsOf(owner) > 0]));
  }
}

interface AccountRead {
  readonly key: AccountKey;
  readonly account: DocumentSnapshot;
  readonly state: DocumentSnapshot;
  readonly positions: DocumentSnapshot;
}

function leaseOf(account: DocumentSnapshot): Lease | undefined {
  return leaseSchema.safeParse(account.get('lease')).data;
}

/** By Firestore's clock. */
function remainingMsOf(worker: DocumentSnapshot): number {
  const expires: unknown = worker.get('leaseExpiresAt');
  return expires instanceof Timestamp ? Math.max(0, expires.toMillis() - worker.readTime.toMillis()) : 0;
}

function epochOf(snapshot: DocumentSnapshot): number {
  const value: unknown = snapshot.get('epoch');
  return typeof value === 'number' ? value : 0;
}
