import { FieldValue, Timestamp, type DocumentSnapshot, type Firestore } from '@google-cloud/firestore';
import {
  AppError,
  accountDocumentSchema,
  documents,
  leaseSchema,
  type Lease,
  type WorkerDocument,
} from '@tapedeck/core';
import type { AccountKey, Claim, ConnectionWrite } from '../sync/ports.ts';
import { againWhenRefused } from './again-when-refused.ts';
import { readSoon } from './read-soon.ts';

export type WorkerBeat = Pick<WorkerDocument, 'version' | 'startedAtMs' | 'accounts' | 'sealing'>;

const maxBatchAccounts = 200;

/** Leases: who owns which account, and until when. Times are Firestore's own, so that no worker's clock decides. */
export class LeaseStore {
  readonly #db: Firestore;
  readonly #worker: string;
  /** When the last renewal was written; `undefined` while one is on its way or its fate is unknown. */
  #renewedAt: Timestamp | undefined;
  /** Renewals asked for so far. */
  #asked = 0;

  constructor(db: Firestore, worker: string) {
    this.#db = db;
    this.#worker = worker;
  }

  /**
   * Renews every account of this worker with one write. Returns Firestore's clock at the renewal. It replaces the renewal
   * that it knows and no other: one that was held up on its way must not shorten the lease that a later one stated.
   */
  async renew(beat: WorkerBeat, nowMs: number, leaseExpiresAtMs: number): Promise<number> {
    const ref = this.#db.doc(documents.worker(this.#worker));
    const turn = (this.#asked += 1);
    const lastUpdateTime = this.#renewedAt ?? (await readSoon(() => ref.get())).updateTime;
    if (turn !== this.#asked) throw new AppError('conflict', 'A later renewal of the lease has been asked for.');
    this.#renewedAt = undefined;
    const renewal = {
      ...beat,
      beatMs: nowMs,
      leaseExpiresAt: Timestamp.fromMillis(Math.round(leaseExpiresAtMs)),
    };
    const { writeTime } = await (lastUpdateTime ? ref.update(renewal, { lastUpdateTime }) : ref.create(renewal));
    this.#renewedAt = writeTime;
    return writeTime.toMillis();
  }

  /**
   * Claims those of the accounts whose owner's lease has lapsed or was handed back. The live documents take the new epoch
   * in the same batch, so that from here on every write under the old one fails. No transaction: the locks of one whose
   * worker died in it would hold the account for a minute. Preconditions decide between two who claim at once.
   */
  claim(
    keys: readonly AccountKey[],
    nowMs: number,
    toConnection: (key: AccountKey, epoch: number) => ConnectionWrite,
  ): Promise<readonly Claim[]> {
    return againWhenRefused(async () => {
      const read = await this.#readAccounts(keys);
      const owners = await this.#readOwners(read);
      const batch = this.#db.batch();
      const claims: Claim[] = [];
      for (const { key, account, state, positions, connection, trading } of read) {
        if (!account.updateTime || !accountDocumentSchema.safeParse(account.data()).success) continue;
        const lease = leaseOf(account);
        if (lease && lease.handedBackAtMs === undefined && owners.get(lease.worker) === true) continue;
        const epoch = 1 + Math.max(lease?.epoch ?? 0, epochOf(state), epochOf(positions), epochOf(trading));
        const claimed: Lease = { worker: this.#worker, epoch, claimedAtMs: nowMs };
        batch.update(account.ref, { lease: claimed }, { lastUpdateTime: account.updateTime });
        if (state.exists) batch.update(state.ref, { epoch });
        if (positions.exists) batch.update(positions.ref, { epoch });
        // An owner past its lease may write its first state just now: then its connection has moved on as well.
        if (!state.exists && connection.updateTime) {
          batch.update(connection.ref, { epoch }, { lastUpdateTime: connection.updateTime });
        }
        batch.set(connection.ref, { ...toConnection(key, epoch), committedAt: FieldValue.serverTimestamp() });
        const reconciling = { epoch, state: 'reconciling', atMs: nowMs, committedAt: FieldValue.serverTimestamp() };
        if (trading.exists) batch.update(trading.ref, reconciling);
        else batch.set(trading.ref, { ...reconciling, openOrders: 0, blocked: {}, leverage: {} });
        claims.push({ ...key, worker: this.#worker, epoch });
      }
      if (claims.length > 0) await batch.commit();
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
    for (let from = 0; from < claims.length; from += maxBatchAccounts) {
      const refs = claims
        .slice(from, from + maxBatchAccounts)
        .map(({ deskId, accountId }) => this.#db.doc(documents.account(deskId, accountId)));
      await againWhenRefused(async () => {
        const batch = this.#db.batch();
        for (const account of await this.#db.getAll(...refs)) {
          if (!account.updateTime || account.get('lease.worker') !== this.#worker) continue;
          batch.update(account.ref, { 'lease.handedBackAtMs': nowMs }, { lastUpdateTime: account.updateTime });
        }
        await batch.commit();
      });
    }
  }

  /** Ends this worker's lease: every account that still names it is free. */
  async end(beat: WorkerBeat, nowMs: number): Promise<void> {
    // A renewal may be on its way still.
    await againWhenRefused(() => this.renew({ ...beat, accounts: 0 }, nowMs, 0));
  }

  async #readAccounts(keys: readonly AccountKey[]): Promise<readonly AccountRead[]> {
    const paths = keys.flatMap(({ deskId, accountId }) => [
      documents.account(deskId, accountId),
      documents.liveState(deskId, accountId),
      documents.livePositions(deskId, accountId),
      documents.liveConnection(deskId, accountId),
      documents.liveTrading(deskId, accountId),
    ]);
    const snapshots = await this.#db.getAll(...paths.map((path) => this.#db.doc(path)));
    return keys.flatMap(({ deskId, accountId }, index) => {
      const [account, state, positions, connection, trading] = snapshots.slice(5 * index, 5 * index + 5);
      if (!account || !state || !positions || !connection || !trading) return [];
      return [{ key: { deskId, accountId }, account, state, positions, connection, trading }];
    });
  }

  /** By worker: whether its lease still holds. Ours is left out: it does not stand in our way. */
  async #readOwners(read: readonly AccountRead[]): Promise<ReadonlyMap<string, boolean>> {
    const workers = new Set<string>();
    for (const { account } of read) {
      const lease = leaseOf(account);
      if (lease && lease.worker !== this.#worker) workers.add(lease.worker);
    }
    if (workers.size === 0) return new Map();
    const owners = await this.#db.getAll(...[...workers].map((worker) => this.#db.doc(documents.worker(worker))));
    return new Map(owners.map((owner) => [owner.id, remainingMsOf(owner) > 0]));
  }
}

interface AccountRead {
  readonly key: AccountKey;
  readonly account: DocumentSnapshot;
  readonly state: DocumentSnapshot;
  readonly positions: DocumentSnapshot;
  readonly connection: DocumentSnapshot;
  readonly trading: DocumentSnapshot;
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
