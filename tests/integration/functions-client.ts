import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import {
  documents,
  refusalDetailsSchema,
  type AccountDocument,
  type DeskDocument,
  type ErrorCode,
  type Role,
} from '@tapedeck/core';

// The first call of each function starts a process of the emulator, which takes seconds on a busy machine.
jest.setTimeout(60_000);

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set. Run "npm test", which starts the emulators first.`);
}

export const functionsUrl = fromEnvironment('TAPEDECK_FUNCTIONS_URL');
const authUrl = `http://${fromEnvironment('FIREBASE_AUTH_EMULATOR_HOST')}/identitytoolkit.googleapis.com/v1`;
fromEnvironment('FIRESTORE_EMULATOR_HOST');

/** Past all rules, as the functions and the worker are. */
export function connectAdmin(): Firestore {
  return new Firestore({ projectId: 'demo-tapedeck' });
}

export interface Person {
  readonly uid: string;
  readonly idToken: string;
  readonly email: string;
}

/** A new account on the auth emulator, signed in. */
export async function signUp(displayName?: string): Promise<Person> {
  const email = `${randomUUID()}@example.com`;
  const response = await fetch(`${authUrl}/accounts:signUp?key=demo`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: 'correct horse', returnSecureToken: true, displayName }),
  });
  const { localId, idToken } = await response.json();
  return { uid: localId, idToken, email };
}

export interface Outcome {
  readonly status: number;
  /** The answer, where there is one. */
  readonly result?: unknown;
  /** The refusal, where there is one. */
  readonly code?: ErrorCode;
  readonly message?: string;
}

/** Posts a body as it is, whatever it is. */
export function post(name: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${functionsUrl}/${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
}

/** Calls a callable over HTTP as a browser does. */
export async function call(name: string, data: unknown, person?: Person): Promise<Outcome> {
  const headers: Record<string, string> = person ? { Authorization: `Bearer ${person.idToken}` } : {};
  const response = await post(name, JSON.stringify({ data }), headers);
  const { result, error } = await response.json();
  if (!error) return { status: response.status, result };
  const { code } = refusalDetailsSchema.parse(error.details);
  return { status: response.status, code, message: error.message };
}

export interface DeskFixture {
  readonly deskId: string;
  readonly accountId: string;
}

/** A desk with these people and one account, under an id of its own. */
export async function createDesk(
  admin: Firestore,
  people: Partial<Record<Role, Pick<Person, 'uid'>>>,
): Promise<DeskFixture> {
  const deskId = `desk-${randomUUID()}`;
  const accountId = `account-${randomUUID()}`;
  const entries = Object.entries(people) as [Role, Pick<Person, 'uid'>][];
  const tradingState = { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 } as const;
  const desk: DeskDocument = {
    name: 'Test desk',
    members: Object.fromEntries(entries.map(([role, { uid }]) => [uid, role])),
    people: Object.fromEntries(entries.map(([role, { uid }]) => [uid, { name: `The ${role}` }])),
    tradingState,
    createdAtMs: 1,
  };
  const account: AccountDocument = {
    label: 'Bybit main',
    broker: 'bybit',
    environment: 'simulated',
    currency: 'USDT',
    sync: { pollMs: 1_000, stream: true, threshold: '0.01' },
    tradingState,
    createdAtMs: 1,
  };
  await admin.doc(documents.desk(deskId)).set(desk);
  await admin.doc(documents.account(deskId, accountId)).set(account);
  return { deskId, accountId };
}
