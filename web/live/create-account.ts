import { AppError } from '@tapedeck/core/app-error';
import { loadAuth } from './firebase.ts';
import { toSignInError } from './session.ts';

export const shortestPassword = 8;

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Makes a sign-in with e-mail and password; the person is signed in then. The token is renewed last, so that the backend
 * hears the name. Throws an AppError whose message is for people.
 */
export async function createAccount({ name, email, password }: NewAccount): Promise<void> {
  const [{ auth }, sdk] = await Promise.all([loadAuth(), import('./create-account-sdk.ts')]);
  try {
    const { user } = await sdk.createUserWithEmailAndPassword(auth, email, password);
    await sdk.updateProfile(user, { displayName: name });
    await user.getIdToken(true);
  } catch (thrown) {
    throw toCreateError(thrown);
  }
}

const sentences: Record<string, string> = {
  'auth/email-already-in-use': 'There is an account with this address already. Sign in with it instead.',
  'auth/weak-password': `This password is too easy to guess. Take at least ${shortestPassword} characters.`,
  'auth/operation-not-allowed': 'New accounts cannot be made here. Ask who runs this installation.',
};

/** What went wrong while an account was made, as a sentence for people. */
export function toCreateError(thrown: unknown): AppError {
  const error = toSignInError(thrown);
  const message = sentences[String(error.details?.['code'])];
  return message === undefined ? error : new AppError('unauthenticated', message, { cause: thrown });
}
