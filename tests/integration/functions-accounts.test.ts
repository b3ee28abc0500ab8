import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { Timestamp, type CollectionReference, type DocumentData } from '@google-cloud/firestore';
import { collections, defaultSyncSettings, documents, limitEditSchema, type WorkerDocument } from '@tapedeck/core';
import { toHttpsError } from '../../functions/src/edge/http-error.ts';
import { sealingKey } from '../../functions/src/sealing/sealing-key.ts';
import { call, connectAdmin, signUp } from './functions-client.ts';
import { openTestDesk, type TestDesk } from './functions-desk.ts';

const admin = connectAdmin();
let desk: TestDesk;

beforeEach(async () => {
  desk = await openTestDesk(admin);
});

afterAll(() => admin.terminate());

const sealed = { keyId: 'key-1', encapsulated: 'ENCAPSULATED', ciphertext: 'CIPHERTEXT' };
const venue = { label: 'Kraken', broker: 'kraken', environment: 'live', currency: 'USD', key: sealed };
const paper = {
  label: 'Practice',
  broker: 'bybit',
  environment: 'paper',
  currency: 'USDT',
  paper: { startBalance: '10000', prices: 'simulated' },
};

async function readSecret(accountId: string): Promise<DocumentData | undefined> {
  return (await admin.doc(documents.accountSecret(desk.deskId, accountId)).get()).data();
}

describe('connecting an account', () => {
  test('creates it with its key to be checked, and puts the key where no client reads', async () => {
    const { commandId } = await desk.send('connectAccount', { accountId: 'kraken-1', ...venue });
    const account = await desk.account('kraken-1');
    expect(account).toMatchObject({
      label: 'Kraken',
      broker: 'kraken',
      environment: 'live',
      currency: 'USD',
      sync: defaultSyncSettings,
      tradingState: { mode: 'ACTIVE', epoch: 0 },
      key: { state: 'checking', version: 1, enteredBy: 'The owner' },
    });
    expect(await readSecret('kraken-1')).toEqual({ version: 1, sealed, enteredAtMs: account?.createdAtMs });
    expect(await desk.activity(commandId)).toMatchObject({
      accountId: 'kraken-1',
      summary: 'The owner connected the account Kraken (kraken, live).',
    });
  });

  test('needs no key for paper, whose first generation it starts', async () => {
    await desk.send('connectAccount', { accountId: 'paper-1', ...paper });
    expect(await desk.account('paper-1')).toMatchObject({ paper: { ...paper.paper, generation: 0 } });
    expect(await desk.account('paper-1')).not.toHaveProperty('key');
    expect(await readSecret('paper-1')).toBeUndefined();
  });

  test('under an id that is taken, or was, is a conflict', async () => {
    await expect(desk.send('connectAccount', { accountId: desk.accountId, ...venue })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('stands for the account Bybit main. Nothing was connected.'),
    });
    await admin.doc(documents.ledgerEntry(desk.deskId, desk.accountId, 'entry-1')).set({ amount: '1' });
    await desk.send('removeAccount', { accountId: desk.accountId, confirmation: 'Bybit main' });
    await expect(desk.send('connectAccount', { accountId: desk.accountId, ...venue })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('stands for an account that was removed.'),
    });
  });

  test('of two at once under one id makes one', async () => {
    const outcomes = await Promise.allSettled(
      ['One', 'Two'].map((label) => desk.send('connectAccount', { accountId: 'same', ...venue, label })),
    );
    expect(outcomes.map(({ status }) => status).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'fulfilled',
      'rejected',
    ]);
  });

  test.each([
    ['without a key', { ...venue, key: undefined }],
    ['as paper with a key', { ...paper, key: sealed }],
    ['as paper without a balance', { ...paper, paper: undefined }],
    ['with a key in plain', { ...venue, key: { apiKey: 'a', secret: 'b' } }],
  ])('%s is refused', async (_title, payload) => {
    await expect(desk.send('connectAccount', { accountId: 'wrong', ...payload })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await desk.account('wrong')).toBeUndefined();
  });
});

describe('a key', () => {
  const other = { ...sealed, ciphertext: 'ANOTHER' };

  test('is replaced under the next version, and checked anew', async () => {
    await desk.send('connectAccount', { accountId: 'kraken-1', ...venue });
    await admin.doc(documents.account(desk.deskId, 'kraken-1')).update({ 'key.state': 'refused' });
    await desk.send('rotateKey', { accountId: 'kraken-1', key: other });
    expect((await desk.account('kraken-1'))?.key).toMatchObject({ state: 'checking', version: 2 });
    expect(await readSecret('kraken-1')).toMatchObject({ version: 2, sealed: other });
  });

  test('is one that a paper account does not have', async () => {
    await desk.send('connectAccount', { accountId: 'paper-1', ...paper });
    await expect(desk.send('rotateKey', { accountId: 'paper-1', key: sealed })).rejects.toMatchObject({
      code: 'rejected',
      message: 'Practice is a paper account and has no key. Nothing was changed.',
    });
  });

  test('of another seal under the same command id is a conflict, the same one a repeat', async () => {
    const commandId = randomUUID();
    const payload = { accountId: 'kraken-1', ...venue };
    await desk.send('connectAccount', payload, { commandId });
    expect(await desk.send('connectAccount', payload, { commandId })).toMatchObject({ repeated: true });
    await expect(desk.send('connectAccount', { ...payload, key: other }, { commandId })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  describe('that is marked', () => {
    const mark = `PLANTED-${randomUUID()}`;
    const marked = { keyId: 'key-1', encapsulated: `${mark}-e`, ciphertext: `${mark}-c` };

    test('stands nowhere but in the one document that no client reads', async () => {
      await desk.send('connectAccount', { accountId: 'kraken-1', ...venue, key: marked });
      await desk.send('rotateKey', { accountId: 'kraken-1', key: { ...marked, ciphertext: `${mark}-d` } });
      const isOpen = ({ id }: CollectionReference) => id !== 'accountSecrets';
      const collectionsFound = [
        ...(await admin.listCollections()).filter(isOpen),
        ...(await admin.doc(documents.desk(desk.deskId)).listCollections()),
      ];
      const stored = await Promise.all(collectionsFound.map((collection) => collection.get()));
      const texts = stored.flatMap(({ docs }) => docs.map((snapshot) => JSON.stringify(snapshot.data())));
      expect(texts.filter((text) => text.includes('kraken-1')).length).toBeGreaterThan(3);
      expect(texts.filter((text) => text.includes(mark))).toEqual([]);
      expect(JSON.stringify(await readSecret('kraken-1'))).toContain(mark);
    });

    test.each<[string, object]>([
      ['in plain', { key: { apiKey: mark, secret: mark } }],
      ['as a text', { key: mark }],
      ['beside a field too many', { key: { ...marked, secret: mark } }],
      ['beside another fault', { key: marked, currency: 'no currency' }],
      ['under an id that is taken', { key: marked, accountId: 'taken' }],
    ])('and sent %s is in no refusal, and in no answer', async (_title, parts) => {
      await admin.doc(documents.account(desk.deskId, 'taken')).set((await desk.account()) ?? {});
      const payload = { accountId: 'kraken-1', ...venue, ...parts };
      const refusal: unknown = await desk.send('connectAccount', payload).catch((thrown: unknown) => thrown);
      const told = toHttpsError(refusal);
      expect(told.httpErrorCode.status).toBeLessThan(500);
      expect(inspect([refusal, told, told.toJSON()], { depth: null })).not.toContain(mark);
    });
  });
});

describe('an account', () => {
  test('is renamed', async () => {
    await desk.send('renameAccount', { accountId: desk.accountId, label: ' Main book ' });
    expect((await desk.account())?.label).toBe('Main book');
    await expect(desk.send('renameAccount', { accountId: desk.accountId, label: 'Main book' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('is switched off and on', async () => {
    const payload = { accountId: desk.accountId };
    await desk.send('disableAccount', payload);
    expect((await desk.account())?.disabled).toMatchObject({ by: 'The owner' });
    await expect(desk.send('disableAccount', payload)).rejects.toMatchObject({
      message: 'The owner has switched Bybit main off already. Nothing was changed.',
    });
    await desk.send('enableAccount', payload);
    expect(await desk.account()).not.toHaveProperty('disabled');
    await expect(desk.send('enableAccount', payload)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is removed with its key and its alarm, once its label is typed; its history stays', async () => {
    await desk.send('connectAccount', { accountId: 'kraken-1', ...venue });
    await desk.send('emergencyStop', { accountId: 'kraken-1', flatten: false });
    const entry = admin.doc(documents.ledgerEntry(desk.deskId, 'kraken-1', 'entry-1'));
    await entry.set({ amount: '1' });
    await expect(desk.send('removeAccount', { accountId: 'kraken-1', confirmation: 'kraken' })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('Type it exactly.'),
    });
    await desk.send('removeAccount', { accountId: 'kraken-1', confirmation: 'Kraken' });
    expect(await desk.account('kraken-1')).toBeUndefined();
    expect(await readSecret('kraken-1')).toBeUndefined();
    expect((await entry.get()).exists).toBe(true);
    expect((await desk.notifications())[0]?.resolvedAtMs).toBeDefined();
    await expect(desk.send('enableAccount', { accountId: 'kraken-1' })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('on paper is reset under the next generation, once its label is typed', async () => {
    await desk.send('connectAccount', { accountId: 'paper-1', ...paper });
    const { trader: as } = desk.people;
    await desk.send('resetPaperAccount', { accountId: 'paper-1', confirmation: 'Practice' }, { as });
    expect((await desk.account('paper-1'))?.paper).toEqual({ ...paper.paper, generation: 1 });
    await expect(
      desk.send('resetPaperAccount', { accountId: desk.accountId, confirmation: 'Bybit main' }),
    ).rejects.toMatchObject({ message: 'Bybit main is no paper account and cannot be reset. Nothing was changed.' });
  });
});

describe('risk limits', () => {
  test('of a desk start from the defaults, and an edit is kept with before and after', async () => {
    const { commandId } = await desk.send('updateRiskLimits', { limits: { maxLeverage: '3' } });
    const { limits } = await desk.desk();
    expect(limits).toMatchObject({ maxLeverage: '3', maxOrderNotional: '25000' });
    const edit = limitEditSchema.parse((await admin.doc(documents.limitEdit(desk.deskId, commandId)).get()).data());
    expect(edit).toMatchObject({
      by: { uid: desk.people.owner.uid, name: 'The owner' },
      before: { maxLeverage: '10' },
      after: { maxLeverage: '3' },
      commandId,
    });
    await desk.send('updateRiskLimits', { limits: { maxLeverage: null } });
    expect((await desk.desk()).limits?.maxLeverage).toBe('10');
  });

  test('of an account are its own, and vanish when they are removed', async () => {
    const { accountId } = desk;
    await desk.send('updateRiskLimits', { accountId, limits: { maxOpenOrders: 5, maxDailyLoss: '100' } });
    await desk.send('updateRiskLimits', { accountId, limits: { maxOpenOrders: null } });
    expect((await desk.account())?.limits).toEqual({ maxDailyLoss: '100' });
    expect((await desk.desk()).limits).toBeUndefined();
    expect((await admin.collection(collections.limitEdits(desk.deskId)).get()).size).toBe(2);
  });

  test('that are set like that already are no edit', async () => {
    await expect(desk.send('updateRiskLimits', { limits: { maxLeverage: '10' } })).rejects.toMatchObject({
      code: 'conflict',
      message: 'The limits of the desk are set like that already. Nothing was changed.',
    });
  });

  test('edited by two at once keep both edits', async () => {
    await Promise.all([
      desk.send('updateRiskLimits', { limits: { maxLeverage: '3' } }),
      desk.send('updateRiskLimits', { limits: { maxOpenOrders: 7 } }),
    ]);
    expect((await desk.desk()).limits).toMatchObject({ maxLeverage: '3', maxOpenOrders: 7 });
  });
});

describe('the sealing key', () => {
  /** A time of its own, at which no other worker's lease holds. */
  const nowMs = Date.now() + 1_000_000_000;
  const ask = () => sealingKey({ db: admin, nowMs: () => nowMs }, { uid: 'u1', name: 'Ada' });
  const started: string[] = [];

  async function startWorker(sealing: WorkerDocument['sealing'], leaseMs = 9_000): Promise<void> {
    const id = `worker-${randomUUID()}`;
    started.push(documents.worker(id));
    await admin.doc(documents.worker(id)).set({
      version: '0.1.0',
      startedAtMs: nowMs,
      beatMs: nowMs,
      leaseExpiresAt: Timestamp.fromMillis(nowMs + leaseMs),
      accounts: 1,
      ...(sealing ? { sealing } : {}),
    });
  }

  afterEach(async () => {
    for (const path of started.splice(0)) await admin.doc(path).delete();
  });

  const key = { keyId: 'key-1', publicKey: 'PUBLIC' };

  test('is that of the workers that live', async () => {
    await startWorker(key);
    await startWorker(key);
    await startWorker({ keyId: 'old', publicKey: 'OLD' }, -1);
    await startWorker(undefined);
    expect(await ask()).toEqual(key);
  });

  test('is not given out where there is none', async () => {
    await startWorker(undefined);
    await expect(ask()).rejects.toMatchObject({
      code: 'rejected',
      message: 'No worker is running that could take a key. No key was sent. Start a worker and try again.',
    });
  });

  test('is not given out where workers disagree', async () => {
    await startWorker(key);
    await startWorker({ keyId: 'key-2', publicKey: 'OTHER' });
    await expect(ask()).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('The workers of this deployment hold different sealing keys'),
    });
  });

  test('is for people who are signed in', async () => {
    expect(await call('sealingKey', null)).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect((await call('sealingKey', null, await signUp())).status).toBeLessThan(500);
  });
});
