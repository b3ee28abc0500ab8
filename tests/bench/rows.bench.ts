/**
 * How long the Positions page holds up the browser while 200 rows move: 50 accounts of four positions, each account's
 * live document written once a second, which are 50 updates a second. No worker runs; the bench writes what one would.
 *
 * `longestTaskMs`: the longest task of the page's main thread within 20 s of moving rows, as Chromium's trace tells it;
 * `openedMs`: from the call of the page to its totals and first row, while updates come already; `longestOpeningTaskMs`:
 * the longest task until 5 s after that. The same with `Cpu` leaves out the time in which others had the processor.
 */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { Timestamp, type Firestore } from '@google-cloud/firestore';
import { collections, documents } from '@tapedeck/core';
import type { Browser, Page } from '@playwright/test';
import { demoAccount, demoDeskId } from '../../scripts/stack/demo.ts';
import { ConnectionReport } from '../../worker/src/sync/connection-report.ts';
import { sortedPositionIds, toPositionsWrite, toStateWrite } from '../../worker/src/sync/live-documents.ts';
import { openBrowser, openContext, openDashboard } from './bench-browser.ts';
import { openBenchFirestore, startDesk, temporaryFolder } from './bench-stack.ts';
import { round } from './figures.ts';
import { readingNow } from './in-process-feed.ts';
import { runBench, sleep } from './run-bench.ts';

const accounts = Array.from({ length: 50 }, (_, index) => `rows-${String(index).padStart(2, '0')}`);
const positionsEach = 4;
const updateEveryMs = 1_000;
const watchedMs = 20_000;
const targets = [{ figure: 'longestTaskMs', atMost: 50 }];

function stateOf(step: number) {
  const reading = readingNow(step, positionsEach);
  const numbers = { seq: step + 1, structureSeq: 1, epoch: 1 };
  const handed = { cause: 'poll', sentMs: Date.now(), isStructural: false } as const;
  return {
    ...toStateWrite(reading, sortedPositionIds(reading.positions), numbers, handed),
    committedAt: Timestamp.now(),
  };
}

function connectionNow() {
  const nowMs = Date.now();
  const report = new ConnectionReport({ heartbeatMs: 60_000, pollMs: updateEveryMs, nowMs });
  report.setState('live', nowMs);
  report.setStream('live');
  report.lastSyncMs = nowMs;
  const worker = { id: 'rows', version: '1', startedAtMs: nowMs, rssMb: 1, cpuPct: 1, eventLoopLagMs: 1, accounts: 1 };
  return { ...report.toDocument(1, nowMs, worker), committedAt: Timestamp.now() };
}

async function writeAccounts(db: Firestore): Promise<void> {
  const batch = db.batch();
  for (const { ref } of (await db.collection(collections.accounts(demoDeskId)).get()).docs) batch.delete(ref);
  const structure = toPositionsWrite(readingNow(0, positionsEach).positions, undefined, {
    seq: 1,
    structureSeq: 1,
    epoch: 1,
  });
  for (const id of accounts) {
    batch.set(db.doc(documents.account(demoDeskId, id)), demoAccount(id, Date.now()));
    batch.set(db.doc(documents.liveState(demoDeskId, id)), stateOf(0));
    batch.set(db.doc(documents.livePositions(demoDeskId, id)), { ...structure, committedAt: Timestamp.now() });
    batch.set(db.doc(documents.liveConnection(demoDeskId, id)), connectionNow());
  }
  await batch.commit();
}

/** Writes one account after the other, each once a second, until it is ended. */
function keepWriting(db: Firestore): () => void {
  let written = 0;
  const timer = setInterval(() => {
    const id = accounts[written % accounts.length] ?? '';
    const step = 1 + Math.floor(written / accounts.length);
    written += 1;
    db.doc(documents.liveState(demoDeskId, id))
      .set(stateOf(step))
      .catch(() => undefined);
  }, updateEveryMs / accounts.length);
  return () => clearInterval(timer);
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** The part of it in which the thread had a processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

interface Longest {
  readonly taskMs: number;
  readonly cpuMs: number;
}

/** The longest task on the main thread of the page's process. */
async function longestTaskIn(file: string): Promise<Longest> {
  const { traceEvents } = JSON.parse(await readFile(file, 'utf8')) as { traceEvents: readonly TraceEvent[] };
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const isMain = ({ pid, tid }: TraceEvent): boolean => mains.some((main) => main.pid === pid && main.tid === tid);
  const tasks = traceEvents.filter((event) => event.name.endsWith('RunTask') && isMain(event));
  const longestOf = (part: 'dur' | 'tdur') =>
    round(
      tasks.reduce((longest, task) => Math.max(longest, (task[part] ?? 0) / 1_000), 0),
      1,
    );
  return { taskMs: longestOf('dur'), cpuMs: longestOf('tdur') };
}

async function traced(browser: Browser, page: Page, file: string, during: () => Promise<unknown>): Promise<Longest> {
  await browser.startTracing(page, {
    path: file,
    categories: ['-*', 'toplevel', 'disabled-by-default-devtools.timeline'],
  });
  await during();
  await browser.stopTracing();
  const longest = await longestTaskIn(file);
  if (longest.taskMs === 0) throw new Error('The trace holds no task of the page.');
  await rm(file);
  return longest;
}

await runBench({ name: 'rows', limitS: 300, targets }, async (scope) => {
  const stack = await startDesk(scope, 'rows', { worker: false, simulator: false });
  const db = openBenchFirestore(scope);
  await writeAccounts(db);
  const folder = temporaryFolder(scope, 'rows');
  const browser = await openBrowser(scope);
  const context = await openContext(browser);
  const first = await openDashboard(context, stack, '/settings');
  await first.close();
  const page = await context.newPage();
  scope.onEnd(keepWriting(db));
  let openedMs = 0;
  const opening = await traced(browser, page, path.join(folder, 'opening.json'), async () => {
    const sinceMs = performance.now();
    await page.goto(`${stack.webUrl}/positions`);
    // The table draws the rows in sight; the totals count all of them.
    await page.getByText(String(accounts.length * positionsEach), { exact: true }).waitFor();
    scope.say('totals are there');
    await page.locator('[data-position]').first().waitFor();
    openedMs = performance.now() - sinceMs;
    await sleep(5_000);
  });
  scope.say('all rows are there');
  const seen = await page.evaluate(() => window.__tapedeck?.samples().length ?? 0);
  const longest = await traced(browser, page, path.join(folder, 'moving.json'), () => sleep(watchedMs));
  const updates = (await page.evaluate(() => window.__tapedeck?.samples().length ?? 0)) - seen;
  return {
    longestTaskMs: longest.taskMs,
    longestTaskCpuMs: longest.cpuMs,
    openedMs: round(openedMs, 0),
    longestOpeningTaskMs: opening.taskMs,
    longestOpeningTaskCpuMs: opening.cpuMs,
    updatesPerS: round(updates / (watchedMs / 1_000), 1),
    rowsDrawn: await page.locator('[data-position]').count(),
  };
});
