import { randomUUID } from 'node:crypto';
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
  const writer = new DocumentWriter(admin, { onCommit: () => (commits += 1) });
  for (let burst = 1; burst <= 30; burst += 1) {
    const path = `${folder}/burst${burst % 3}`;
    const writes = Array.from({ length: 20 }, (_, index) => writer.set(path, { value: burst * 100 + index }));
    await Promise.all(writes);
    expect((await admin.doc(path).get()).get('value')).toBe(burst * 100 + 19);
  }
  expect(commits).toBeLessThan(90);
});

test('a field that is left out is gone', async () => {
  const writer = new DocumentWriter(admin);
  await writer.set(`${folder}/fields`, { a: 1, b: { c: 2 } });
  await writer.set(`${folder}/fields`, { b: { c: 2 } });
  expect((await admin.doc(`${folder}/fields`).get()).data()).toEqual({ b: { c: 2 } });
});

test("a stranger's write in between is seen and replaced by the newest value", async () => {
  const writer = new DocumentWriter(admin);
  await writer.set(`${folder}/shared`, { value: 1 });
  await admin.doc(`${folder}/shared`).set({ value: 99, foreign: true });
  await writer.set(`${folder}/shared`, { value: 2 });
  expect((await admin.doc(`${folder}/shared`).get()).data()).toEqual({ value: 2 });
});
