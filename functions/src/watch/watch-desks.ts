import {
  accountDocumentSchema,
  collectionGroups,
  documents,
  liveConnectionDocumentSchema,
  notificationDocumentSchema,
  type AccountDocument,
} from '@tapedeck/core';
import { FieldValue, type DocumentReference, type DocumentSnapshot, type Firestore } from 'firebase-admin/firestore';
import type { Backend } from '../backend.ts';
import { addTallies, inChunks, tallyEach } from '../store/in-chunks.ts';
import { readDocument } from '../store/read-document.ts';
import {
  judge,
  toBackActivity,
  toLostActivity,
  toLostNotification,
  toOutageId,
  workerLostCondition,
  type AccountHealth,
} from './outage.ts';

export interface WatchReport {
  readonly accounts: number;
  readonly raised: number;
  readonly cleared: number;
  /** Accounts and alarms that could not be judged; each is logged. */
  readonly failed: number;
}

/** The two fields of a heartbeat that the watchdog judges by. */
const connectionSchema = liveConnectionDocumentSchema.pick({ state: true, committedAt: true });

const readAtOnce = 200;

interface Watched {
  readonly deskId: string;
  readonly accountId: string;
}

function toHealth(awaited: boolean, connection: DocumentSnapshot): AccountHealth {
  const beat = readDocument(connectionSchema, connection);
  return beat ? { awaited, beatMs: beat.committedAt.toMillis(), state: beat.state } : { awaited };
}

function isAwaited(account: AccountDocument | undefined): account is AccountDocument {
  return account !== undefined && account.paused === undefined && account.disabled === undefined;
}

function toWatched(ref: DocumentReference): Watched {
  const [, deskId = '', , accountId = ''] = ref.path.split('/');
  return { deskId, accountId };
}

function toConnectionRef(db: Firestore, accountRef: DocumentReference): DocumentReference {
  const { deskId, accountId } = toWatched(accountRef);
  return db.doc(documents.liveConnection(deskId, accountId));
}

/** Raises the alarm once for an outage, having looked again inside the transaction. */
function raise({ db, nowMs }: Backend, { deskId, accountId }: Watched): Promise<boolean> {
  return db.runTransaction(async (transaction) => {
    const [accountFound, connection] = await Promise.all([
      transaction.get(db.doc(documents.account(deskId, accountId))),
      transaction.get(db.doc(documents.liveConnection(deskId, accountId))),
    ]);
    const account = readDocument(accountDocumentSchema, accountFound);
    if (!isAwaited(account)) return false;
    const health = toHealth(true, connection);
    const atMs = nowMs();
    if (health.beatMs === undefined || judge(health, atMs) !== 'lost') return false;
    const id = toOutageId(accountId, health.beatMs);
    const notificationRef = db.doc(documents.notification(deskId, id));
    if ((await transaction.get(notificationRef)).exists) return false;
    const outage = { accountId, label: account.label, beatMs: health.beatMs };
    transaction.create(notificationRef, toLostNotification(outage, atMs));
    transaction.create(db.doc(documents.activity(deskId, id)), toLostActivity(outage, atMs));
    return true;
  });
}

/** Ends an alarm once heartbeats are back, or once nobody waits for them. */
function clear({ db, nowMs }: Backend, notificationRef: DocumentReference): Promise<boolean> {
  const { deskId } = toWatched(notificationRef);
  return db.runTransaction(async (transaction) => {
    const notification = readDocument(notificationDocumentSchema, await transaction.get(notificationRef));
    if (notification?.condition !== workerLostCondition || !notification.accountId) return false;
    const [accountFound, connection] = await Promise.all([
      transaction.get(db.doc(documents.account(deskId, notification.accountId))),
      transaction.get(db.doc(documents.liveConnection(deskId, notification.accountId))),
    ]);
    const account = readDocument(accountDocumentSchema, accountFound);
    const atMs = nowMs();
    if (judge(toHealth(isAwaited(account), connection), atMs) !== 'well') return false;
    transaction.update(notificationRef, { resolvedAtMs: atMs, condition: FieldValue.delete() });
    transaction.create(
      db.doc(documents.activity(deskId, `${notificationRef.id}-over`)),
      toBackActivity({ accountId: notification.accountId, label: account?.label ?? notification.accountId }, atMs),
    );
    return true;
  });
}

/**
 * Raises and clears "worker lost". It reads the accounts that ever had a worker, and of those that are neither paused nor
 * switched off the two fields it needs of the heartbeat; whole documents only where something is to be said. See
 * docs/decisions/watchdog.md for what that costs.
 */
export async function watchDesks(backend: Backend): Promise<WatchReport> {
  const { db, nowMs } = backend;
  const [accounts, open] = await Promise.all([
    db.collectionGroup(collectionGroups.accounts).where('lease.epoch', '>', 0).select('paused', 'disabled').get(),
    db.collectionGroup(collectionGroups.notifications).where('condition', '==', workerLostCondition).select().get(),
  ]);
  const cleared = await tallyEach(open.docs, ({ ref }) => clear(backend, ref));
  const awaited = accounts.docs.filter(
    (snapshot) => snapshot.get('paused') === undefined && snapshot.get('disabled') === undefined,
  );
  const raised = addTallies(
    await inChunks(awaited, readAtOnce, async (some) => {
      const beats = await db.getAll(...some.map(({ ref }) => toConnectionRef(db, ref)), {
        fieldMask: ['state', 'committedAt'],
      });
      const tally = await tallyEach(beats, async (beat) =>
        judge(toHealth(true, beat), nowMs()) === 'lost' ? raise(backend, toWatched(beat.ref)) : false,
      );
      return [tally];
    }),
  );
  return {
    accounts: accounts.size,
    raised: raised.done,
    cleared: cleared.done,
    failed: raised.failed + cleared.failed,
  };
}
