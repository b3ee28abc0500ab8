import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { CommitChannel } from '../../worker/src/store/commit-channel.ts';
import { DocumentWriter } from '../../worker/src/store/document-writer.ts';
import { connectAdmin } from './worker-desk.ts';

const admin = connectAdmin();
const folder = `writer-${randomUUID()}`;

afterAll(async () => {
  await admin.recursiveDelete(admin.collection(folder));
  await admin.terminate();
});

test('the newest of twenty values set at once is what stands, with far fewer writes', async () => {
  let commits = 0;
  const writer = new DocumentWriter(admin, new CommitChannel('demo-tapedeck'), { onCommit: () => (commits += 1) });
  for (let burst = 1; burst <= 30; burst += 1) {
    const path = `${folder}/burst${burst % 3}`;
    const writes = Array.from({ length: 20 }, (_, index) => writer.set(path, { value: burst * 100 + index }));
    await Promise.all(writes);
    expect((await admin.doc(path).get()).get('value')).toBe(burst * 100 + 19);
  }
  expect(commits).toBeLessThan(90);
});

test('what is on its way or waits for its turn is counted', async () => {
  const writer = new DocumentWriter(admin, new CommitChannel('demo-tapedeck'));
  const writes = ['a', 'a', 'b'].map((name) => writer.set(`${folder}/counted-${name}`, { value: 1 }));
  expect(writer.waiting).toBe(2);
  await Promise.all(writes);
  expect(writer.waiting).toBe(0);
});

test('a field that is left out is gone', async () => {
  const writer = new DocumentWriter(admin, new CommitChannel('demo-tapedeck'));
  await writer.set(`${folder}/fields`, { a: 1, b: { c: 2 } });
  await writer.set(`${folder}/fields`, { b: { c: 2 } });
  expect((await admin.doc(`${folder}/fields`).get()).data()).toEqual({ b: { c: 2 } });
});

test("a stranger's write in between is seen and replaced by the newest value", async () => {
  const writer = new DocumentWriter(admin, new CommitChannel('demo-tapedeck'));
  await writer.set(`${folder}/shared`, { value: 1 });
  await admin.doc(`${folder}/shared`).set({ value: 99, foreign: true });
  await writer.set(`${folder}/shared`, { value: 2 });
  expect((await admin.doc(`${folder}/shared`).get()).data()).toEqual({ value: 2 });
});

test('whatever a document may hold reads back as it was written', async () => {
  const commits = new CommitChannel('demo-tapedeck');
  const leaf = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
  );
  const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/^__.*__$/.test(text));
  const { map } = fc.letrec<{ value: unknown; map: Record<string, unknown> }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(leaf, { maxLength: 4 }), tie('map')),
    map: fc.dictionary(name, tie('value'), { maxKeys: 6, noNullPrototype: true }),
  }));
  const path = `${folder}/any`;
  await fc.assert(
    fc.asyncProperty(map, async (data) => {
      await commits.commit([{ path, data }], 5_000);
      expect((await admin.doc(path).get()).data()).toEqual(data);
    }),
    { numRuns: 60 },
  );
  commits.close();
});
