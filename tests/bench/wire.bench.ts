/**
 * Bytes that a browser receives per update while 50 positions move: the live documents as the worker writes them
 * (`live/state` with arrays in the order of `live/positions`) against the same data as one document with a map of
 * positions by id.
 *
 * Two bare pages listen on the same emulator, one to each layout. Both documents take the same readings, 60 of them, one
 * after the other. The bytes are those of the pages' network, the WebChannel of Firestore's SDK, as Chromium's protocol
 * reports them (`Network.dataReceived`, encoded length), the first snapshot left out.
 */
import { Timestamp } from '@google-cloud/firestore';
import type { Page } from '@playwright/test';
import { documents } from '@tapedeck/core';
import { demoDeskId, demoPeople, seedDemo } from '../../scripts/stack/demo.ts';
import { sortedPositionIds, toPositionsWrite, toStateWrite } from '../../worker/src/sync/live-documents.ts';
import { openBarePage, openBrowser, openContext, serveBarePage } from './bench-browser.ts';
import { openBenchFirestore, startBenchStack } from './bench-stack.ts';
import { round } from './figures.ts';
import { readingNow } from './in-process-feed.ts';
import { runBench, sleep, until } from './run-bench.ts';

const positions = 50;
const updates = 60;

/** Counts what a page receives from now on. */
async function countBytes(page: Page): Promise<() => number> {
  const session = await page.context().newCDPSession(page);
  let encoded = 0;
  session.on('Network.dataReceived', (event) => {
    encoded += event.encodedDataLength;
  });
  await session.send('Network.enable');
  return () => encoded;
}

const targets = [{ figure: 'ratio', atMost: 0.3 }];
await runBench({ name: 'wire', limitS: 180, targets }, async (scope) => {
  const stack = await startBenchStack(scope, 'wire', {
    emulators: ['auth', 'firestore'],
    worker: false,
    simulator: false,
    seed: false,
  });
  await seedDemo(stack.env, Date.now());
  const db = openBenchFirestore(scope);
  const arraysAccount = 'arrays';
  const mapAccount = 'map';
  const write = async (step: number): Promise<void> => {
    const reading = readingNow(step, positions);
    const ids = sortedPositionIds(reading.positions);
    const numbers = { seq: step + 1, structureSeq: 1, epoch: 1 };
    const handed = { cause: 'poll', sentMs: Date.now(), isStructural: false } as const;
    const committedAt = Timestamp.now();
    const state = toStateWrite(reading, ids, numbers, handed);
    const { markPrices: _m, unrealisedPnls: _u, liquidationPrices: _l, initialMargins: _i, ...account } = state;
    const batch = db.batch();
    batch.set(db.doc(documents.liveState(demoDeskId, arraysAccount)), { ...state, committedAt });
    if (step === 0) {
      const structure = toPositionsWrite(reading.positions, undefined, numbers);
      batch.set(db.doc(documents.livePositions(demoDeskId, arraysAccount)), { ...structure, committedAt });
    }
    const keyed = Object.fromEntries([...reading.positions].map(([id, { id: _id, ...position }]) => [id, position]));
    batch.set(db.doc(documents.liveState(demoDeskId, mapAccount)), { ...account, positions: keyed, committedAt });
    await batch.commit();
  };
  await write(0);

  const browser = await openBrowser(scope);
  const url = await serveBarePage(scope, stack, demoPeople[0]?.uid ?? '');
  const listenTo = async (paths: readonly string[]) => {
    const page = await openBarePage(await openContext(browser), url);
    const bytes = await countBytes(page);
    await page.evaluate((all) => window.bare!.listen(all), paths);
    return { page, bytes };
  };
  const { liveState, livePositions } = documents;
  const arrays = await listenTo([liveState, livePositions].map((path) => path(demoDeskId, arraysAccount)));
  const map = await listenTo([liveState(demoDeskId, mapAccount)]);
  await sleep(3_000);
  const before = [arrays.bytes(), map.bytes()] as const;
  const seen = () => Promise.all([arrays, map].map(({ page }) => page.evaluate(() => window.bare!.updates())));
  const seenBefore = await seen();
  for (let step = 1; step <= updates; step += 1) {
    await write(step);
    await until('both pages to have the update', async () =>
      (await seen()).every((count, index) => count >= (seenBefore[index] ?? 0) + step) ? true : undefined,
    );
  }
  await sleep(500);
  const bytesArrays = (arrays.bytes() - before[0]) / updates;
  const bytesMap = (map.bytes() - before[1]) / updates;
  return { ratio: round(bytesArrays / bytesMap, 3), bytesArrays: round(bytesArrays, 0), bytesMap: round(bytesMap, 0) };
});
