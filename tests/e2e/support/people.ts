import { randomUUID } from 'node:crypto';
import { stackUrls } from './environment.ts';

export interface NewPerson {
  readonly uid: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

interface SignInAnswer {
  readonly localId: string;
  readonly idToken: string;
}

async function askAuth(method: string, body: object): Promise<SignInAnswer> {
  const response = await fetch(`${stackUrls.auth}/accounts:${method}?key=demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, returnSecureToken: true }),
  });
  if (!response.ok) throw new Error(`accounts:${method} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as SignInAnswer;
}

/** A person who has never been here: known to the auth emulator, at no desk. */
export async function createPerson(name: string): Promise<NewPerson> {
  const email = `${randomUUID()}@example.com`;
  const password = 'correct horse';
  const { localId } = await askAuth('signUp', { email, password, displayName: name });
  return { uid: localId, name, email, password };
}

/** The token that a browser would send with its calls. */
export async function idTokenOf({ email, password }: { email: string; password: string }): Promise<string> {
  return (await askAuth('signInWithPassword', { email, password })).idToken;
}
