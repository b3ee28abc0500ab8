import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CollectionReference, DocumentReference, Firestore } from '@google-cloud/firestore';
import {
  collections,
  defaultSyncSettings,
  documents,
  toSealContext,
  type AccountDocument,
  type AccountSecretDocument,
  type BrokerKey,
} from '@tapedeck/core';
import { buildFunctions, buildWorker } from '../../scripts/stack/builds.ts';
import { startChild, type Child } from '../../scripts/stack/child.ts';
import { startSimulator, type Simulator } from '../../simulator/src/simulator.ts';
import { createSealingKeyFile } from '../../worker/src/sealing/sealing-key-file.ts';
import { sealFor } from '../../worker/src/testing/seal-for.ts';
import { connectAdmin, until } from './worker-desk.ts';

const root = path.join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(path.join(tmpdir(), 'sealed-keys-'));
const sealingFile = path.join(folder, 'sealing-key.json');
const sealing = createSealingKeyFile(sealingFile);
const admin = connectAdmin();
const deskId = `sealed-${randomUUID()}`;
const context = toSealContext(deskId, 'main');
const logs: string[] = [];
let simulator: Simulator;
let worker: Child;

/** Strings that can be nowhere but in a sealed key, the worker's memory and the exchange. */
const marked = {
  good: { apiKey: 'marked-key-good-8f3a1c', secret: 'marked-secret-good-5d2b7e', passphrase: 'marked phrase' },
  second: { apiKey: 'marked-key-second-19ad', secret: 'marked-secret-second-c04f' },
  withdrawing: { apiKey: 'marked-key-withdraw-77e', secret: 'marked-secret-withdraw-a2' },
  wrong: { apiKey: 'marked-key-good-8f3a1c', secret: 'marked-secret-wrong-e6b3' },
} satisfies Record<string, BrokerKey>;

beforeAll(async () => {
  const account = (name: keyof typeof marked) => ({
    name,
    apiKey: marked[name].apiKey,
    apiSecret: marked[name].secret,
    balances: { USDT: name === 'second' ? '222' : '111' },
    mayWithdraw: name === 'withdrawing',
  });
  simulator = await startSimulator({
    port: 0,
    accounts: [account('good'), account('second'), account('withdrawing')],
  });
  worker = startChild('worker', [path.join(root, 'worker', 'src', 'main.ts')], {
    cwd: path.join(root, 'worker'),
    env: {
      ...process.env,
      TAPEDECK_WORKER_NAME: 'sealed-keys',
      TAPEDECK_HEALTH_PORT: '0',
      TAPEDECK_LOG_LEVEL: 'trace',
      TAPEDECK_LEASE_MS: '3000',
      TAPEDECK_UNSERVED_ACCOUNTS: 'leave',
      TAPEDECK_SIMULATOR_URL: simulator.url,
      TAPEDECK_SEALING_KEY_FILE: sealingFile,
    },
    ready: /worker ready/,
    onLine: (line) => logs.push(line),
  });
  await worker.ready;
}, 60_000);

afterAll(async () => {
  await worker.stop(3_000);
  await simulator.stop();
  await admin.recursiveDelete(admin.doc(documents.desk(deskId)));
  await admin.doc(documents.accountSecret(deskId, 'main')).delete();
  await admin.terminate();
  rmSync(folder, { recursive: true });
});

const accountRef = () => admin.doc(documents.account(deskId, 'main'));
const readAccount = async () => (await accountRef().get()).data() as AccountDocument | undefined;
const readConnection = async () => (await admin.doc(documents.liveConnection(deskId, 'main')).get()).data();
const readEquity = async () =>
  (await admin.doc(documents.liveState(deskId, 'main')).get()).data()?.['figures']?.['equity'];

/** What functions store when somebody enters a key. */
async function enterKey(version: number, sealed: AccountSecretDocument['sealed']): Promise<void> {
  const key: AccountDocument['key'] = { state: 'checking', version, enteredAtMs: Date.now(), enteredBy: 'Ada' };
  const account: AccountDocument = {
    label: 'Main',
    broker: 'bybit',
    environment: 'simulated',
    currency: 'USDT',
    sync: { ...defaultSyncSettings, pollMs: 250 },
    tradingState: { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 },
    createdAtMs: 1,
    key,
  };
  const secret: AccountSecretDocument = { version, sealed, enteredAtMs: Date.now() };
  const batch = admin.batch();
  if (version === 1) batch.create(accountRef(), account);
  else batch.update(accountRef(), { key });
  batch.set(admin.doc(documents.accountSecret(deskId, 'main')), secret);
  await batch.commit();
}

const checked = (state: 'accepted' | 'refused', version: number) =>
  until(readAccount, (account) => account?.key?.state === state && account.key.version === version);

test('the worker publishes what keys are sealed to, and nothing that opens them', async () => {
  const published = await until(
    async () => (await admin.collection(collections.workers).get()).docs.map((doc) => doc.data()['sealing']),
    (found) => found.some((each) => each?.keyId === sealing.published.keyId),
  );
  expect(published).toContainEqual(sealing.published);
});

test('a sealed key opens its account, which is read and said to be accepted', async () => {
  await enterKey(1, await sealFor(sealing.published, marked.good, context));
  const account = await checked('accepted', 1);
  expect(account?.key).toMatchObject({ enteredBy: 'Ada', checkedAtMs: expect.any(Number) });
  expect(account?.key).not.toHaveProperty('message');
  await until(readConnection, (connection) => connection?.['state'] === 'live');
  await until(readEquity, (equity) => Number(equity) > 100 && Number(equity) < 120);
});

test('a replaced key is opened at once, and the account read with it is another', async () => {
  await enterKey(2, await sealFor(sealing.published, marked.second, context));
  await checked('accepted', 2);
  await until(readEquity, (equity) => Number(equity) > 200);
});

test.each([
  ['may withdraw', 3, () => sealFor(sealing.published, marked.withdrawing, context), /may withdraw funds/],
  ['has a wrong secret', 4, () => sealFor(sealing.published, marked.wrong, context), /signature is wrong/],
  [
    'was sealed for another account',
    5,
    () => sealFor(sealing.published, marked.good, toSealContext(deskId, 'other')),
    /does not open/,
  ],
  [
    'was sealed to another worker',
    6,
    () => sealFor(createSealingKeyFile(path.join(folder, 'other.json')).published, marked.good, context),
    /another worker/,
  ],
])('a key that %s is refused with its reason', async (_what, version, seal, reason) => {
  await enterKey(version, await seal());
  const account = await checked('refused', version);
  expect(account?.key?.message).toMatch(reason);
  await until(readConnection, (connection) => connection?.['state'] === 'unauthorized');
});

test('an account that is switched off is let go of at once, and read again when it is switched on', async () => {
  await enterKey(7, await sealFor(sealing.published, marked.good, context));
  await checked('accepted', 7);
  await accountRef().update({ disabled: { by: 'Ada', atMs: Date.now() } });
  await until(readConnection, (connection) => connection?.['state'] === 'stopped');
  const { disabled: _disabled, ...on } = (await readAccount()) ?? {};
  await accountRef().set(on);
  await until(readConnection, (connection) => connection?.['state'] === 'live');
});

test('a removed account is asked for nothing any more', async () => {
  await accountRef().delete();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = (await readConnection())?.['counts']?.['polls'];
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect((await readConnection())?.['counts']?.['polls']).toBe(before);
});

describe('no secret', () => {
  const { d: privateKey } = JSON.parse(readFileSync(sealingFile, 'utf8')) as { d: string };
  const secrets = [privateKey, ...Object.values(marked).flatMap((key) => Object.values(key))];
  const needles = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')]);
  const foundIn = (text: string) => needles.filter((needle) => text.includes(needle));

  test('stands in any line of the worker’s log, at its most talkative', () => {
    expect(logs.length).toBeGreaterThan(5);
    expect(foundIn(logs.join('\n'))).toEqual([]);
  });

  test('stands in any document', async () => {
    const texts = await readAll(admin);
    expect(texts.some((text) => text.includes(sealing.published.keyId))).toBe(true);
    expect(foundIn(texts.join('\n'))).toEqual([]);
  });

  test('stands in what is built, the keys of the demo included', async () => {
    await Promise.all([buildWorker(() => undefined), buildFunctions(() => undefined)]);
    const built = ['worker/build', 'functions/build'].flatMap((part) => filesUnder(path.join(root, part)));
    expect(built.length).toBeGreaterThan(2);
    for (const file of built) {
      const text = readFileSync(file, 'utf8');
      expect([file, foundIn(text), text.includes('tapedeck-demo-main-secret')]).toEqual([file, [], false]);
    }
  });
});

/** Every document there is, as text. */
async function readAll(db: Firestore): Promise<string[]> {
  const texts: string[] = [];
  const walk = async (collection: CollectionReference): Promise<void> => {
    const refs: DocumentReference[] = await collection.listDocuments();
    if (refs.length === 0) return;
    for (const snapshot of await db.getAll(...refs)) texts.push(JSON.stringify(snapshot.data() ?? {}));
    for (const ref of refs) for (const below of await ref.listCollections()) await walk(below);
  };
  for (const collection of await db.listCollections()) await walk(collection);
  return texts;
}

function filesUnder(at: string): string[] {
  return readdirSync(at).flatMap((name) => {
    const file = path.join(at, name);
    return statSync(file).isDirectory() ? filesUnder(file) : [file];
  });
}
