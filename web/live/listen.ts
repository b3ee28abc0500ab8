import type { DocumentSnapshot, QueryConstraint, QuerySnapshot } from 'firebase/firestore';
import { loadFirestore, type FirestoreAccess, type FirestoreSdk } from './firebase.ts';
import { keepSubscribed, type Observer, type Unsubscribe } from './keep-subscribed.ts';
import { linkMonitor } from './link.ts';
import type { Sourced } from './use-resource.ts';

/** `fromCache` also tells the copy that is shown again while the server is out of reach. */
export interface SourcedDocument<T> extends Sourced<T | undefined> {
  readonly fromCache: boolean;
}

/** A document as stored; `undefined` when there is none. The shape is the writer's promise, see core's documents. */
export function watchDocument<T>(
  path: string,
  observer: Observer<SourcedDocument<T>>,
  load: () => Promise<FirestoreAccess> = loadFirestore,
): Unsubscribe {
  const isSavedCopy = createSavedCopyTest();
  return keepSubscribed(async (next, fail) => {
    const { sdk, db } = await load();
    return sdk.onSnapshot(
      sdk.doc(db, path),
      { includeMetadataChanges: true },
      (snapshot: DocumentSnapshot) => {
        const { fromCache } = snapshot.metadata;
        const saved = isSavedCopy(fromCache);
        // A copy that holds nothing says nothing about the server.
        if (!snapshot.exists() && snapshot.metadata.fromCache) return;
        next({ value: snapshot.data() as T | undefined, saved, fromCache });
      },
      fail,
    );
  }, observer);
}

/** A document as the server has it now; `undefined` when there is none. */
export async function readDocument<T>(path: string, load: () => Promise<FirestoreAccess>): Promise<T | undefined> {
  const { sdk, db } = await load();
  return (await sdk.getDoc(sdk.doc(db, path))).data() as T | undefined;
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
  const isSavedCopy = createSavedCopyTest();
  return keepSubscribed(async (next, fail) => {
    const { sdk, db } = await loadFirestore();
    return sdk.onSnapshot(
      sdk.query(sdk.collection(db, path), ...constrain(sdk)),
      { includeMetadataChanges: true },
      (snapshot: QuerySnapshot) => {
        const saved = isSavedCopy(snapshot.metadata.fromCache);
        if (snapshot.empty && snapshot.metadata.fromCache) return;
        next({ value: snapshot.docs.map((found) => ({ id: found.id, data: found.data() as T })), saved });
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
