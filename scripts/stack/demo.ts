import {
  documents,
  defaultSyncSettings,
  type AccountDocument,
  type DeskDocument,
  type Role,
  type UserDocument,
} from '@tapedeck/core';
import { Firestore } from '@google-cloud/firestore';
import { projectId } from './emulators.ts';

/** What the demo starts with: one desk, three people, two simulated accounts and one on paper. The simulator knows the same keys. */
export const demoDeskId = 'demo';

export interface DemoPerson {
  readonly uid: string;
  readonly name: string;
  readonly role: Role;
  readonly email: string;
  readonly password: string;
}

const password = 'tapedeck-demo';
export const demoPeople: readonly DemoPerson[] = [
  { uid: 'demo-owner', name: 'Olivia Owner', role: 'owner', email: 'owner@tapedeck.demo', password },
  { uid: 'demo-trader', name: 'Tarek Trader', role: 'trader', email: 'trader@tapedeck.demo', password },
  { uid: 'demo-viewer', name: 'Vera Viewer', role: 'viewer', email: 'viewer@tapedeck.demo', password },
];

export const demoAccounts = [
  { id: 'main', label: 'Main', apiKey: 'tapedeck-demo-main', secret: 'tapedeck-demo-main-secret' },
  { id: 'swing', label: 'Swing', apiKey: 'tapedeck-demo-swing', secret: 'tapedeck-demo-swing-secret' },
] as const;

/** Trades at the simulator's public prices, with money of its own. */
const demoPaperAccount = { id: 'paper', label: 'Paper', startBalance: '100000' };

async function createSignIn(authHost: string, person: DemoPerson): Promise<void> {
  const response = await fetch(`http://${authHost}/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer owner' },
    body: JSON.stringify({
      localId: person.uid,
      email: person.email,
      password: person.password,
      displayName: person.name,
      emailVerified: true,
    }),
  });
  if (response.ok) return;
  const text = await response.text();
  if (!/DUPLICATE_LOCAL_ID|EMAIL_EXISTS/.test(text))
    throw new Error(`The auth emulator refused ${person.email}: ${text}`);
}

function demoDesk(nowMs: number): DeskDocument {
  return {
    name: 'Demo desk',
    members: Object.fromEntries(demoPeople.map(({ uid, role }) => [uid, role])),
    people: Object.fromEntries(demoPeople.map(({ uid, name, email }) => [uid, { name, email }])),
    tradingState: { mode: 'ACTIVE', epoch: 0, by: 'system', atMs: nowMs },
    createdAtMs: nowMs,
  };
}

export function demoAccount(label: string, nowMs: number): AccountDocument {
  return {
    label,
    broker: 'bybit',
    environment: 'simulated',
    currency: 'USDT',
    sync: defaultSyncSettings,
    tradingState: { mode: 'ACTIVE', epoch: 0, by: 'system', atMs: nowMs },
    createdAtMs: nowMs,
  };
}

function paperAccount(nowMs: number): AccountDocument {
  const { label, startBalance } = demoPaperAccount;
  return {
    ...demoAccount(label, nowMs),
    broker: 'paper',
    environment: 'paper',
    paper: { startBalance, prices: 'simulated', generation: 0 },
  };
}

/** Writes what is missing; what is there stays as its people left it. */
export async function seedDemo(env: Record<string, string>, nowMs: number): Promise<void> {
  await Promise.all(demoPeople.map((person) => createSignIn(env['FIREBASE_AUTH_EMULATOR_HOST'] ?? '', person)));
  const [host, port] = (env['FIRESTORE_EMULATOR_HOST'] ?? '').split(':');
  const db = new Firestore({
    projectId,
    host: `${host}:${port}`,
    ssl: false,
    customHeaders: { Authorization: 'Bearer owner' },
  });
  try {
    const desk = db.doc(documents.desk(demoDeskId));
    if ((await desk.get()).exists) return;
    const batch = db.batch();
    batch.set(desk, demoDesk(nowMs));
    for (const { uid, name, email } of demoPeople) {
      const user: UserDocument = { name, email, deskIds: [demoDeskId], createdAtMs: nowMs };
      batch.set(db.doc(documents.user(uid)), user);
    }
    for (const { id, label } of demoAccounts)
      batch.set(db.doc(documents.account(demoDeskId, id)), demoAccount(label, nowMs));
    batch.set(db.doc(documents.account(demoDeskId, demoPaperAccount.id)), paperAccount(nowMs));
    await batch.commit();
  } finally {
    await db.terminate();
  }
}

/** What the worker needs to open the demo accounts. */
export function demoCredentials(): string {
  return JSON.stringify(Object.fromEntries(demoAccounts.map(({ id, apiKey, secret }) => [id, { apiKey, secret }])));
}
