import { Timestamp, type Firestore, type QueryDocumentSnapshot, type QuerySnapshot } from '@google-cloud/firestore';
import {
  accountDocumentSchema,
  collectionGroups,
  collections,
  commandDocumentSchema,
  deskDocumentSchema,
  presenceDocumentSchema,
  type CommandDocument,
  type DeskDocument,
} from '@tapedeck/core';
import type { AccountKey, AccountRecord } from '../sync/ports.ts';
import type { Presence } from '../sync/presence.ts';
import type { Subscription } from './keeper.ts';

export interface PendingCommand {
  readonly deskId: string;
  readonly commandId: string;
  readonly command: CommandDocument;
}

/** A desk as it stands. */
export interface DeskRecord {
  readonly deskId: string;
  readonly desk: DeskDocument;
}

/** A document that nobody can read as what it should be; it is left out and told of. */
export type OnUnreadable = (path: string, reason: string) => void;

/** What changed among the accounts of all desks. */
export interface AccountsChange {
  /** True for the first value of a subscription: `changed` then holds every account there is. */
  readonly whole: boolean;
  readonly changed: readonly AccountRecord[];
  readonly removed: readonly AccountKey[];
}

/** Every account of every desk, and then whatever changes. */
export function watchAccounts(db: Firestore, onUnreadable: OnUnreadable): Subscription<AccountsChange> {
  return (onValue, onError) => {
    let whole = true;
    return db.collectionGroup(collectionGroups.accounts).onSnapshot((snapshot) => {
      const changed: AccountRecord[] = [];
      const removed: AccountKey[] = [];
      for (const { type, doc } of snapshot.docChanges()) {
        const key = { deskId: deskOf(doc), accountId: doc.id };
        const account = type === 'removed' ? undefined : accountDocumentSchema.safeParse(doc.data());
        if (account?.success) changed.push({ ...key, account: account.data });
        else removed.push(key);
        if (account?.error) onUnreadable(doc.ref.path, account.error.message);
      }
      onValue({ whole, changed, removed });
      whole = false;
    }, onError);
  };
}

/** Every command of every desk that waits for a worker or for somebody's approval, each time the list changes. */
export function watchPendingCommands(
  db: Firestore,
  onUnreadable: OnUnreadable,
): Subscription<readonly PendingCommand[]> {
  const query = db
    .collectionGroup(collectionGroups.commands)
    .where('status', 'in', ['pending', 'awaiting-approval'])
    .orderBy('expiresAtMs');
  return (onValue, onError) => {
    const known = new Map<string, PendingCommand>();
    return query.onSnapshot((snapshot: QuerySnapshot) => {
      // Only what changed is read: of a long queue, each command that leaves it changes the list.
      for (const { type, doc } of snapshot.docChanges()) {
        const { path } = doc.ref;
        known.delete(path);
        if (type === 'removed') continue;
        const parsed = commandDocumentSchema.safeParse(doc.data());
        if (parsed.success) known.set(path, { deskId: deskOf(doc), commandId: doc.id, command: parsed.data });
        else onUnreadable(path, parsed.error.message);
      }
      onValue(snapshot.docs.flatMap((doc) => known.get(doc.ref.path) ?? []));
    }, onError);
  };
}

/** What every desk says of trading, each time one changes. */
export function watchDesks(db: Firestore, onUnreadable: OnUnreadable): Subscription<readonly DeskRecord[]> {
  return (onValue, onError) =>
    db.collection(collections.desks).onSnapshot((snapshot: QuerySnapshot) => {
      const changed = snapshot.docChanges().filter(({ type }) => type !== 'removed');
      const records = changed.flatMap(({ doc }): DeskRecord[] => {
        const parsed = deskDocumentSchema.safeParse(doc.data());
        if (parsed.success) return [{ deskId: doc.id, desk: parsed.data }];
        onUnreadable(doc.ref.path, parsed.error.message);
        return [];
      });
      onValue(records);
    }, onError);
}

/** Who is watching which desk, each time somebody's beat arrives. */
export function watchPresence(db: Firestore): Subscription<readonly Presence[]> {
  return (onValue, onError) =>
    db.collectionGroup(collectionGroups.presence).onSnapshot((snapshot: QuerySnapshot) => {
      const present = snapshot.docs.map((doc) => {
        const at: unknown = doc.get('at');
        return {
          deskId: deskOf(doc),
          uid: doc.id,
          atMs: at instanceof Timestamp ? at.toMillis() : 0,
          watching: presenceDocumentSchema.shape.watching.safeParse(doc.get('watching')).data ?? [],
        };
      });
      onValue(present);
    }, onError);
}

/** `desks/{desk}/…/{document}`. */
function deskOf(doc: QueryDocumentSnapshot): string {
  return doc.ref.path.split('/')[1] ?? '';
}
