import { documents } from '@tapedeck/core';
import { Firestore } from '@google-cloud/firestore';
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { collection, deleteDoc, doc, getDoc, getDocs, limit, query, serverTimestamp, setDoc } from 'firebase/firestore';
import { startRules } from './emulator.ts';
import { expectations, operations, type Expectation, type Operation } from './expectations.ts';
import { databaseOf, deskId, personas, strangersDeskId, uidOf, type Database, type Persona } from './personas.ts';

const projectId = 'demo-rules-matrix';
const admin = new Firestore({ projectId });
let environment: RulesTestEnvironment;
const databases = new Map<Persona, Database>();

beforeAll(async () => {
  environment = await startRules(projectId);
  for (const persona of personas) databases.set(persona, databaseOf(environment, persona));
  await storeDesks();
});

afterAll(async () => {
  await environment.cleanup();
  await admin.terminate();
});

async function storeDesks(): Promise<void> {
  const members = Object.fromEntries((['owner', 'trader', 'viewer'] as const).map((role) => [uidOf(role), role]));
  await admin.doc(documents.desk(deskId)).set({ members });
  await admin.doc(documents.desk(strangersDeskId)).set({ members: { [uidOf('stranger')]: 'owner' } });
}

/** A shape that the rules take, so that only the right to write decides. */
function dataOf({ data }: Expectation): Record<string, unknown> {
  if (data === 'presence') return { name: 'Ada', page: '/positions', at: serverTimestamp() };
  if (data === 'notificationMarks') return { readUpToMs: 1, muted: ['system'] };
  return { value: 1 };
}

function isDenied(error: unknown): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'permission-denied';
}

/** Tries one operation, with the document there for all but `create`; says whether the rules let it through. */
async function isAllowed(persona: Persona, operation: Operation, expectation: Expectation): Promise<boolean> {
  const path = expectation.path(persona);
  const isDesk = path === documents.desk(deskId);
  if (operation === 'create') await admin.doc(path).delete();
  else if (!isDesk) await admin.doc(path).set({ value: 0 });

  const db = databases.get(persona)!;
  const target = doc(db, path);
  const tries: Record<Operation, () => Promise<unknown>> = {
    get: () => getDoc(target),
    list: () => getDocs(query(collection(db, target.parent.path), limit(10))),
    create: () => setDoc(target, dataOf(expectation)),
    update: () => setDoc(target, dataOf(expectation)),
    delete: () => deleteDoc(target),
  };
  try {
    await tries[operation]();
    return true;
  } catch (error) {
    if (isDenied(error)) return false;
    throw error;
  } finally {
    if (isDesk) await storeDesks();
  }
}

test('every path of documents.ts has its row, and no row is left over', () => {
  expect(Object.keys(expectations).toSorted()).toEqual(Object.keys(documents).toSorted());
});

const rows = Object.entries(expectations).flatMap(([name, cases]) =>
  cases.flatMap((expectation, index) =>
    personas.map((persona) => {
      const may = expectation.allowed[persona] ?? [];
      const whose = cases.length > 1 ? ['their own ', "another's "][index] : '';
      return { persona, expectation, may, title: `${whose}${name}: ${may.join(', ') || 'nothing'}` };
    }),
  ),
);

test.each(rows)('$persona may do with $title', async ({ persona, expectation, may }) => {
  const done: Operation[] = [];
  for (const operation of operations) {
    if (await isAllowed(persona, operation, expectation)) done.push(operation);
  }
  expect(done).toEqual(may);
});
