import { documents, notificationCategories } from '@tapedeck/core';
import { assertFails, assertSucceeds, type RulesTestEnvironment } from '@firebase/rules-unit-testing';
import {
  collectionGroup,
  deleteDoc,
  deleteField,
  doc,
  getDoc,
  getDocs,
  limit,
  onSnapshot,
  orderBy,
  query,
  serverTimestamp,
  setDoc,
  Timestamp,
  updateDoc,
  where,
  collection,
} from 'firebase/firestore';
import { startRules } from './emulator.ts';
import { databaseOf, deskId, uidOf, type Database } from './personas.ts';

let environment: RulesTestEnvironment;
let trader: Database;

async function storeDesk(members: Record<string, unknown>): Promise<void> {
  await environment.withSecurityRulesDisabled(async (context) => {
    await setDoc(doc(context.firestore(), documents.desk(deskId)), { members });
  });
}

beforeAll(async () => {
  environment = await startRules('demo-rules-writes');
  trader = databaseOf(environment, 'trader');
});

afterAll(() => environment.cleanup());

beforeEach(async () => {
  await environment.clearFirestore();
  await storeDesk({ [uidOf('trader')]: 'trader', [uidOf('viewer')]: 'viewer' });
});

const ownPresence = () => doc(trader, documents.presence(deskId, uidOf('trader')));
const goodPresence = () => ({ name: 'Ada', page: '/positions', at: serverTimestamp() });
const ownMarks = () => doc(trader, documents.notificationMarks(deskId, uidOf('trader')));
const goodMarks = { readUpToMs: 1_764_000_000_000, muted: ['system'] };

describe('presence', () => {
  test('a beat is stored, beaten again and taken away', async () => {
    await assertSucceeds(setDoc(ownPresence(), goodPresence()));
    await assertSucceeds(updateDoc(ownPresence(), { page: '/', at: serverTimestamp() }));
    await assertSucceeds(deleteDoc(ownPresence()));
  });

  test.each<[string, Record<string, unknown>]>([
    ['an extra field', { ...goodPresence(), role: 'owner' }],
    ['no name', { page: '/', at: serverTimestamp() }],
    ['no page', { name: 'Ada', at: serverTimestamp() }],
    ['no time', { name: 'Ada', page: '/' }],
    ['an empty name', { ...goodPresence(), name: '' }],
    ['a name of 81 characters', { ...goodPresence(), name: 'a'.repeat(81) }],
    ['a number for a name', { ...goodPresence(), name: 7 }],
    ['a page that is no path', { ...goodPresence(), page: 'positions' }],
    ['an empty page', { ...goodPresence(), page: '' }],
    ['a page of 65 characters', { ...goodPresence(), page: `/${'a'.repeat(64)}` }],
    ['a list for a page', { ...goodPresence(), page: ['/'] }],
    ['a backdated time', { ...goodPresence(), at: Timestamp.fromMillis(Date.now() - 60_000) }],
    ['a time ahead', { ...goodPresence(), at: Timestamp.fromMillis(Date.now() + 60_000) }],
    ['a number for a time', { ...goodPresence(), at: Date.now() }],
    ['nine instruments', { ...goodPresence(), watching: Array(9).fill('bybit-live/BTC-USDT') }],
    ['a number for an instrument', { ...goodPresence(), watching: ['bybit-live/BTC-USDT', 7] }],
    ['an instrument without a venue', { ...goodPresence(), watching: ['BTC-USDT'] }],
    ['an instrument that climbs', { ...goodPresence(), watching: ['bybit-live/../x'] }],
    ['an instrument of 81 characters', { ...goodPresence(), watching: [`bybit-live/${'A'.repeat(70)}`] }],
    [
      'a map in place of the eighth instrument',
      { ...goodPresence(), watching: [...Array(7).fill('a/B'), { a: 'a/B' }] },
    ],
    ['text for a list of instruments', { ...goodPresence(), watching: 'bybit-live/BTC-USDT' }],
  ])('%s is refused', async (_title, data) => {
    await assertFails(setDoc(ownPresence(), data));
  });

  test.each<[string, Record<string, unknown>]>([
    ['keeps the old time', { page: '/' }],
    ['adds a field', { note: 'x', at: serverTimestamp() }],
    ['removes a field', { page: deleteField(), at: serverTimestamp() }],
  ])('an update that %s is refused', async (_title, data) => {
    await assertSucceeds(setDoc(ownPresence(), goodPresence()));
    await assertFails(updateDoc(ownPresence(), data));
  });

  test('the longest name and page are stored', async () => {
    await assertSucceeds(
      setDoc(ownPresence(), { ...goodPresence(), name: 'é'.repeat(80), page: `/${'a'.repeat(63)}` }),
    );
  });

  test.each([0, 1, 8])('%i instruments that the page shows are stored', async (count) => {
    const watching: string[] = Array(count).fill('bybit-simulated/BTC-USDT-PERP');
    await assertSucceeds(setDoc(ownPresence(), { ...goodPresence(), watching }));
  });

  test("nobody beats under another's uid", async () => {
    await assertFails(setDoc(doc(trader, documents.presence(deskId, uidOf('viewer'))), goodPresence()));
  });

  test('somebody taken off the desk beats no more, and may clear away what is left', async () => {
    await assertSucceeds(setDoc(ownPresence(), goodPresence()));
    await storeDesk({});
    await assertFails(setDoc(ownPresence(), goodPresence()));
    await assertSucceeds(deleteDoc(ownPresence()));
  });
});

describe('notification marks', () => {
  test('they are stored, read and changed by their owner', async () => {
    await assertSucceeds(setDoc(ownMarks(), goodMarks));
    await assertSucceeds(updateDoc(ownMarks(), { muted: [] }));
    await assertSucceeds(getDoc(ownMarks()));
  });

  test('every category of core may be muted', async () => {
    await assertSucceeds(setDoc(ownMarks(), { ...goodMarks, muted: [...notificationCategories] }));
  });

  test.each<[string, Record<string, unknown>]>([
    ['an extra field', { ...goodMarks, extra: true }],
    ['no list', { readUpToMs: 1 }],
    ['no time', { muted: [] }],
    ['a fraction for a time', { ...goodMarks, readUpToMs: 1.5 }],
    ['a time before 1970', { ...goodMarks, readUpToMs: -1 }],
    ['a Firestore time', { ...goodMarks, readUpToMs: Timestamp.now() }],
    ['an unknown category', { ...goodMarks, muted: ['everything'] }],
    ['a number among the categories', { ...goodMarks, muted: [1] }],
    ['a text for a list', { ...goodMarks, muted: 'system' }],
    ['a list without end', { ...goodMarks, muted: Array.from({ length: 5 }, () => 'system') }],
  ])('%s is refused', async (_title, data) => {
    await assertFails(setDoc(ownMarks(), data));
  });

  test("nobody reads or writes another's", async () => {
    const others = doc(trader, documents.notificationMarks(deskId, uidOf('viewer')));
    await assertFails(setDoc(others, goodMarks));
    await assertFails(getDoc(others));
  });
});

describe('membership', () => {
  test('a role that does not exist opens nothing', async () => {
    await storeDesk({ [uidOf('trader')]: 'admin' });
    await assertFails(getDoc(doc(trader, documents.desk(deskId))));
    await assertFails(getDoc(doc(trader, documents.account(deskId, 'a'))));
  });

  test('being taken off the desk ends reading at once', async () => {
    await assertSucceeds(getDoc(doc(trader, documents.liveState(deskId, 'a'))));
    await storeDesk({});
    await assertFails(getDoc(doc(trader, documents.liveState(deskId, 'a'))));
  });

  test('being taken off the desk ends a listener on it at once, and one below it before it hears anything more', async () => {
    const live = documents.liveState(deskId, 'a');
    const storeLive = (seq: number) =>
      environment.withSecurityRulesDisabled((context) => setDoc(doc(context.firestore(), live), { seq }));
    await storeLive(1);
    const heard: unknown[] = [];
    const ended = (path: string) =>
      new Promise<string>((resolve) => {
        onSnapshot(doc(trader, path), {
          next: (snapshot) => heard.push(snapshot.get('seq')),
          error: ({ code }) => resolve(code),
        });
      });
    const [deskEnded, liveEnded] = [ended(documents.desk(deskId)), ended(live)];
    await assertSucceeds(getDoc(doc(trader, live)));
    await storeDesk({});
    expect(await deskEnded).toBe('permission-denied');
    await storeLive(2);
    expect(await liveEnded).toBe('permission-denied');
    expect(heard).not.toContain(2);
  });

  test('a desk that does not exist is refused like one of others', async () => {
    await assertFails(getDoc(doc(trader, documents.desk('no-such-desk'))));
    await assertFails(getDoc(doc(trader, documents.account('no-such-desk', 'a'))));
  });

  test('nobody makes a desk with themselves as owner', async () => {
    await assertFails(setDoc(doc(trader, documents.desk('mine')), { members: { [uidOf('trader')]: 'owner' } }));
  });

  test('a viewer cannot raise their own role', async () => {
    const viewer = databaseOf(environment, 'viewer');
    await assertFails(updateDoc(doc(viewer, documents.desk(deskId)), { [`members.${uidOf('viewer')}`]: 'owner' }));
  });
});

describe('queries', () => {
  test('a member reads the newest activity', async () => {
    const newest = query(collection(trader, `${documents.desk(deskId)}/activity`), orderBy('atMs', 'desc'), limit(50));
    await assertSucceeds(getDocs(newest));
  });

  test.each(['live', 'accounts', 'commands', 'activity', 'notifications', 'presence', 'commandRates'])(
    'nobody reads %s across desks',
    async (group) => {
      await assertFails(getDocs(query(collectionGroup(trader, group), limit(1))));
    },
  );

  test('nobody finds desks by their members', async () => {
    const mine = query(collection(trader, 'desks'), where(`members.${uidOf('trader')}`, '==', 'trader'));
    await assertFails(getDocs(mine));
  });

  test('a path that no rule names is closed', async () => {
    await assertFails(getDoc(doc(trader, `${documents.desk(deskId)}/unheardOf/x`)));
    await assertFails(getDoc(doc(trader, 'unheardOf/x')));
  });
});
