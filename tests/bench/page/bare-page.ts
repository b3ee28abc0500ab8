/**
 * A page that does nothing but listen to documents of Firestore and show one field: the measure for what the network,
 * the SDK and the browser cost without Tapedeck. Its cache is the dashboard's: on the device, shared by tabs.
 */
import { initializeApp } from 'firebase/app';
import {
  connectFirestoreEmulator,
  doc,
  initializeFirestore,
  onSnapshot,
  persistentLocalCache,
  persistentMultipleTabManager,
} from 'firebase/firestore';

export interface BarePage {
  /** Shows `value` of a document as it changes. */
  showDocument(path: string): Promise<void>;
  /** Listens to documents, one listener each; resolves with the first answer of each. */
  listen(paths: readonly string[]): Promise<void>;
  /** Snapshots seen so far. */
  updates(): number;
}

declare global {
  interface Window {
    bare?: BarePage;
  }
}

const query = new URLSearchParams(location.search);
const app = initializeApp({ projectId: query.get('project') ?? '', apiKey: 'demo' });
const db = initializeFirestore(app, {
  localCache: persistentLocalCache({ tabManager: persistentMultipleTabManager() }),
});
connectFirestoreEmulator(db, '127.0.0.1', Number(query.get('firestore')), {
  mockUserToken: { sub: query.get('uid') ?? '' },
});

let updates = 0;
window.bare = {
  showDocument: (path) =>
    new Promise((resolve, reject) => {
      const cell = document.querySelector('#cell');
      onSnapshot(
        doc(db, path),
        (snapshot) => {
          if (cell) cell.textContent = String(snapshot.get('value'));
          if (!snapshot.metadata.fromCache) resolve();
        },
        reject,
      );
    }),
  listen: async (paths) => {
    const first = paths.map(
      (path) =>
        new Promise<void>((resolve, reject) => {
          onSnapshot(
            doc(db, path),
            (snapshot) => {
              updates += 1;
              if (!snapshot.metadata.fromCache) resolve();
            },
            reject,
          );
        }),
    );
    await Promise.all(first);
  },
  updates: () => updates,
};
