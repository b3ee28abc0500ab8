'use client';

import { useSyncExternalStore } from 'react';
import { AppError } from '@tapedeck/core/app-error';
import { loadAuth, loadFirestore, loadLiveFirestore } from './firebase.ts';
import { forgetSavedCopies, keepSavedCopies } from './saved-copy.ts';

export type Session =
  | { readonly status: 'pending' }
  | { readonly status: 'signed-out' }
  | { readonly status: 'signed-in'; readonly uid: string; readonly name: string; readonly email: string | undefined };

const pendingSession: Session = { status: 'pending' };
const listeners = new Set<() => void>();
let session: Session = pendingSession;
let started = false;

function set(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

async function start(): Promise<void> {
  const { sdk, auth } = await loadAuth();
  sdk.onAuthStateChanged(auth, (user) => {
    if (!user) {
      // Also where another tab has signed out.
      forgetSavedCopies();
      return set({ status: 'signed-out' });
    }
    keepSavedCopies();
    const email = user.email ?? undefined;
    set({ status: 'signed-in', uid: user.uid, name: user.displayName ?? email?.split('@')[0] ?? 'Member', email });
  });
}

function subscribe(listener: () => void): () => void {
  if (!started) {
    started = true;
    void start();
  }
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): Session {
  return useSyncExternalStore(
    subscribe,
    () => session,
    () => pendingSession,
  );
}

/** How long sign-in keeps trying while the sign-in service does not answer, as when it is still starting. */
const patienceMs = 20_000;

export async function signInWithPassword(email: string, password: string, onWait: () => void): Promise<void> {
  const { sdk, auth } = await loadAuth();
  const givesUpMs = Date.now() + patienceMs;
  for (;;) {
    try {
      await sdk.signInWithEmailAndPassword(auth, email, password);
      return;
    } catch (thrown) {
      if (codeOf(thrown) !== 'auth/network-request-failed' || Date.now() > givesUpMs) throw toSignInError(thrown);
      onWait();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

export async function signInWithGoogle(): Promise<void> {
  const [{ auth }, google] = await Promise.all([loadAuth(), import('./google-sdk.ts')]);
  try {
    await google.signInWithPopup(auth, new google.GoogleAuthProvider(), google.browserPopupRedirectResolver);
  } catch (thrown) {
    throw toSignInError(thrown);
  }
}

/** Signs out and removes the desk's saved copy from this device; the page is loaded anew. */
export async function signOut(): Promise<void> {
  const { sdk, auth } = await loadAuth();
  await sdk.signOut(auth);
  forgetSavedCopies();
  try {
    const firestore = await loadFirestore();
    await firestore.sdk.terminate(firestore.db);
    await firestore.sdk.terminate((await loadLiveFirestore()).db);
    await firestore.sdk.clearIndexedDbPersistence(firestore.db);
  } finally {
    location.assign('/sign-in');
  }
}

function codeOf(thrown: unknown): string {
  const code: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}

const sentences: Record<string, string> = {
  'auth/invalid-credential': 'E-mail or password is wrong. Check both and try again.',
  'auth/wrong-password': 'E-mail or password is wrong. Check both and try again.',
  'auth/user-not-found': 'E-mail or password is wrong. Check both and try again.',
  'auth/invalid-email': 'This is no e-mail address. It should look like name@example.com.',
  'auth/user-disabled': 'This account has been switched off. Ask the owner of the desk.',
  'auth/too-many-requests': 'Too many attempts. Wait a minute, then try again.',
  'auth/network-request-failed': 'The sign-in service does not answer. Check your connection and try again.',
  'auth/popup-closed-by-user': 'The window was closed before the sign-in was done.',
  'auth/popup-blocked': 'The browser blocked the sign-in window. Allow pop-ups for this page and try again.',
};

/** What went wrong while signing in, as a sentence for people. */
export function toSignInError(thrown: unknown): AppError {
  const code = codeOf(thrown);
  const message = sentences[code] ?? 'Signing in failed. Try again in a moment.';
  return new AppError('unauthenticated', message, { cause: thrown, details: { code } });
}
