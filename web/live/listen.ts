import type { DocumentSnapshot, QueryConstraint, QuerySnapshot } from 'firebase/firestore';
import { loadFirestore, type FirestoreSdk } from './firebase.ts';
import { keepSubscribed, type Observer, type Unsubscribe } from './keep-subscribed.ts';
import { linkMonitor } from './link.ts';
import type { Sourced } from './use-resource.ts';

/** A document as stored; `undefined` when there is none. The shape is the writer's promise, see core's documents. */
export function watchDocument<T>(path: string, observer: Observer<Sourced<T | undefined>>): Unsubscribe {
  const isSavedCopy = createSavedCopyTest();
  return keepSubscribed(async (next, fail) => {
    const { sdk, db } = await loadFirestore();
    return sdk.onSnapshot(
      sdk.doc(db, path),
      { includeMetadataChanges: true },
      (snapshot: DocumentSnapshot) => {
        const saved = isSavedCopy(snapshot.metadata.fromCache);
        // A copy that holds nothing says nothing about the server.
        if (!snapshot.exists() && snapshot.metadata.fromCache) return;
        next({ value: snapshot.data() as T | undefined, saved });
      },
      fail,
    );
  }, observer);
}

export interface Entry<T> {
  readonly id: string;
  readonly data: T;
}

export type Constrain = (sdk: FirestoreSdk) => readonly QueryConstraint[];

/** The documents of a collection, in the order of the query. */
export function watchQuery<T>(
  path: string,
  constrain: Constrain,
  observer: Observer<Sourced<readonly Entry<T>[]>>,
): Unsubscribe {
  return watchSnapshots(path, constrain, {
    next: ({ snapshot, saved }) => {
      if (snapshot.empty && snapshot.metadata.fromCache) return;
      const value = snapshot.docs.map((found) => ({ id: found.id, data: found.data() as T }));
      observer.next({ value, saved });
    },
    fail: observer.fail,
  });
}

export interface Snapshot {
  readonly snapshot: QuerySnapshot;
  /** Out of this device's copy, before the server has answered for the first time. */
  readonly saved: boolean;
}

/** The raw snapshots of a query, for what must know which documents changed. */
export function watchSnapshots(path: string, constrain: Constrain, observer: Observer<Snapshot>): Unsubscribe {
  const isSavedCopy = createSavedCopyTest();
  return keepSubscribed(async (next, fail) => {
    const { sdk, db } = await loadFirestore();
    return sdk.onSnapshot(
      sdk.query(sdk.collection(db, path), ...constrain(sdk)),
      { includeMetadataChanges: true },
      (snapshot: QuerySnapshot) => {
        next({ snapshot, saved: isSavedCopy(snapshot.metadata.fromCache) });
      },
      fail,
    );
  }, observer);
}

/** Tells the saved copy from data that the server once confirmed, and the link that the server was heard. */
function createSavedCopyTest(): (fromCache: boolean) => boolean {
  let confirmed = false;
  return (fromCache) => {
    if (!fromCache) {
      confirmed = true;
      linkMonitor.heard();
    }
    return !confirmed;
  };
}
