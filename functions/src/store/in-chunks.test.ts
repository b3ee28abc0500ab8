import { logger } from 'firebase-functions';
import { addTallies, inChunks, tallyEach } from './in-chunks.ts';

test('items are worked on chunk by chunk, and what comes is joined', async () => {
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

test('one that fails is logged and counted, and the others are done', async () => {
  const logged: unknown[] = [];
  const write = logger.error;
  Object.assign(logger, { error: (...parts: unknown[]) => logged.push(parts) });
  const failure = new Error('malformed');
  const items = Array.from({ length: 45 }, (_, index) => index);
  const tally = await tallyEach(items, (item) => {
    if (item === 3) throw failure;
    return item === 4 ? Promise.reject(failure) : Promise.resolve(item % 2 === 1);
  }).finally(() => Object.assign(logger, { error: write }));
  expect(tally).toEqual({ done: 21, failed: 2 });
  expect(logged).toEqual([
    ['one of many failed', failure],
    ['one of many failed', failure],
  ]);
});

test('tallies add up', () => {
  expect(
    addTallies([
      { done: 1, failed: 2 },
      { done: 3, failed: 0 },
    ]),
  ).toEqual({ done: 4, failed: 2 });
});
