import type { BrowserContext } from '@playwright/test';

export type StoredState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Databases are in the state though its type does not name them. */
interface OriginState {
  origin: string;
  localStorage: { name: string; value: string }[];
  indexedDB?: { name: string }[];
}

const signInDatabase = 'firebaseLocalStorageDb';

/** The sign-in alone: no preferences and none of the desk's saved copy. */
export function keepOnlySignIn(state: StoredState): StoredState {
  const origins = (state.origins as OriginState[]).map(({ origin, indexedDB = [] }) => ({
    origin,
    localStorage: [],
    indexedDB: indexedDB.filter(({ name }) => name === signInDatabase),
  }));
  return { cookies: [], origins };
}
