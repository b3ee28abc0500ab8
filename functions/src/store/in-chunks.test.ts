import { inChunks } from './in-chunks.ts';

test('it works on the items chunk by chunk and joins what comes', async () => {
  const sizes: number[] = [];
  const doubled = await inChunks([1, 2, 3, 4, 5], 2, (some) => {
    sizes.push(some.length);
    return Promise.resolve(some.map((item) => 2 * item));
  });
  expect(doubled).toEqual([2, 4, 6, 8, 10]);
  expect(sizes).toEqual([2, 2, 1]);
});

test('nothing is no chunk', async () => {
  await expect(inChunks([], 2, () => Promise.reject(new Error('called')))).resolves.toEqual([]);
});
