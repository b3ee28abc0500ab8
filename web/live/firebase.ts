import { initializeApp, type FirebaseApp } from 'firebase/app';
import type { Auth } from 'firebase/auth';
import type { Firestore } from 'firebase/firestore';
import type { WebConfig } from '@tapedeck/core/web-config';
import type * as authSdk from './auth-sdk.ts';
import { loadConfig } from './config.ts';
import type * as firestoreSdk from './firestore-sdk.ts';

export type FirestoreSdk = typeof firestoreSdk;
export type AuthSdk = typeof authSdk;

export interface FirestoreAccess {
  readonly sdk: FirestoreSdk;
  readonly db: Firestore;
}

export interface AuthAccess {
  readonly sdk: AuthSdk;
  readonly auth: Auth;
}

function once<T>(start: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= start().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}

const loadApp = once(async (): Promise<{ app: FirebaseApp; config: WebConfig }> => {
  const config = await loadConfig();
  const { projectId, apiKey, authDomain, appId } = config.firebase;
  const app = initializeApp({
    projectId,
    apiKey,
    ...(authDomain === undefined ? {} : { authDomain }),
    ...(appId === undefined ? {} : { appId }),
  });
  return { app, config };
});

/** Fetches the SDK of Firestore while it is still being found out who is here, so that the desk need not wait for it. */
export function prefetchFirestore(): void {
  // What could not be fetched is fetched when it is needed.
  void import('./firestore-sdk.ts').catch(() => undefined);
}

/**
 * Firestore with a cache on the device, shared by every tab: a reload shows the saved copy at once, and a reconnect
 * pays only for what has changed since.
 */
export const loadFirestore = once(async (): Promise<FirestoreAccess> => {
  const [{ app, config }, sdk] = await Promise.all([loadApp(), import('./firestore-sdk.ts')]);
  const db = sdk.initializeFirestore(app, {
    localCache: sdk.persistentLocalCache({ tabManager: sdk.persistentMultipleTabManager() }),
  });
  if (config.emulators) sdk.connectFirestoreEmulator(db, config.emulators.host, config.emulators.firestore);
  return { sdk, db };
});

export const loadAuth = once(async (): Promise<AuthAccess> => {
  const [{ app, config }, sdk] = await Promise.all([loadApp(), import('./auth-sdk.ts')]);
  const auth = sdk.initializeAuth(app, {
    persistence: [sdk.indexedDBLocalPersistence, sdk.browserLocalPersistence],
  });
  if (config.emulators) {
    const { host, auth: port } = config.emulators;
    sdk.connectAuthEmulator(auth, `http://${host}:${port}`, { disableWarnings: true });
  }
  return { sdk, auth };
});

/**
 * Firestore without a cache on the device, for live documents: they change every second, and keeping each change costs
 * as much time as receiving it (docs/decisions/live-documents-in-memory.md). A Firestore has one kind of cache, so this
 * one belongs to an app of its own that is signed in as the same person.
 */
export const loadLiveFirestore = once(async (): Promise<FirestoreAccess> => {
  const [{ config }, main, sdk] = await Promise.all([loadApp(), loadAuth(), import('./firestore-sdk.ts')]);
  const app = initializeApp(main.auth.app.options, 'live');
  const auth = main.sdk.initializeAuth(app, { persistence: main.sdk.inMemoryPersistence });
  if (config.emulators) {
    const { host, auth: port } = config.emulators;
    main.sdk.connectAuthEmulator(auth, `http://${host}:${port}`, { disableWarnings: true });
  }
  await main.auth.authStateReady();
  await main.sdk.updateCurrentUser(auth, main.auth.currentUser);
  main.sdk.onAuthStateChanged(main.auth, (user) => {
    if (user?.uid !== auth.currentUser?.uid) void main.sdk.updateCurrentUser(auth, user);
  });
  const db = sdk.initializeFirestore(app, { localCache: sdk.memoryLocalCache() });
  if (config.emulators) sdk.connectFirestoreEmulator(db, config.emulators.host, config.emulators.firestore);
  return { sdk, db };
});

export type Callable = (data: unknown) => Promise<unknown>;

/** A function of the backend, to be called over HTTPS with the person's token. */
export async function loadCallable(name: string, timeoutMs: number): Promise<Callable> {
  const [{ app, config }, sdk] = await Promise.all([loadApp(), import('firebase/functions')]);
  const functions = sdk.getFunctions(app, config.region);
  if (config.emulators) sdk.connectFunctionsEmulator(functions, config.emulators.host, config.emulators.functions);
  const call = sdk.httpsCallable(functions, name, { timeout: timeoutMs });
  return async (data) => (await call(data)).data;
}

/** An address that answers as long as Firestore can be reached, whatever it answers. */
export async function firestoreAddress(): Promise<string> {
  const { emulators } = await loadConfig();
  return emulators ? `http://${emulators.host}:${emulators.firestore}/` : 'https://firestore.googleapis.com/';
}
