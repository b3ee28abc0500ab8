/**
 * What happens when the worker that owns an account dies or falls asleep.
 *
 * - `lostShownS`: killed with -9 and nobody takes over: until the open dashboard says "worker lost".
 * - `takeoverS`: killed with -9 while a second worker runs: until that one holds the lease and has written the account.
 * - `staleWritesAccepted`: the owner is stopped (SIGSTOP) past its lease, a second worker takes over, the first is woken
 *   (SIGCONT) with its figures still to write: commits to `live/state` under the older epoch, seen by a listener of this
 *   process for 15 s.
 */
import { accountDocumentSchema, documents } from '@tapedeck/core';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import type { Child } from '../../scripts/stack/child.ts';
import { openBrowser, openContext, openDashboard } from './bench-browser.ts';
import { openBenchFirestore, startDesk } from './bench-stack.ts';
import { round } from './figures.ts';
import { watchCommits } from './live-watch.ts';
import { runBench, sleep, until } from './run-bench.ts';
import { changedAccount } from './venue-changes.ts';

const targets = [
  { figure: 'lostShownS', atMost: 30 },
  { figure: 'takeoverS', atMost: 15 },
  { figure: 'staleWritesAccepted', atMost: 0 },
];

await runBench({ name: 'takeover', limitS: 300, targets }, async (scope) => {
  const stack = await startDesk(scope, 'takeover', { mayDie: ['worker-1', 'worker-2', 'worker-3', 'worker-4'] });
  const db = openBenchFirestore(scope);
  const browser = await openBrowser(scope);
  const page = await openDashboard(await openContext(browser), stack, '/positions');
  await page.locator('[data-position]').first().waitFor();

  const accountRef = db.doc(documents.account(demoDeskId, changedAccount));
  const stateRef = db.doc(documents.liveState(demoDeskId, changedAccount));
  const readLease = async () => accountDocumentSchema.parse((await accountRef.get()).data()).lease;
  /** Resolves once a claim newer than `epoch` has written the account. */
  const takenOver = (epoch: number) =>
    until(
      'another worker to own and write the account',
      async () => {
        const lease = await readLease();
        if (!lease || lease.epoch <= epoch) return undefined;
        const state = await stateRef.get();
        const written = Number(state.get('epoch')) === lease.epoch && Number(state.get('sentMs')) > lease.claimedAtMs;
        return written ? lease : undefined;
      },
      { limitMs: 60_000 },
    );
  const start = async (id: string, offset: number): Promise<Child> => {
    const worker = stack.startWorker(id, { health: stack.ports.worker + offset });
    await worker.ready;
    return worker;
  };
  const epochNow = async () => (await readLease())?.epoch ?? 0;

  await sleep(12_000);
  stack.parts.get('worker-1')?.signal('SIGKILL');
  let sinceMs = performance.now();
  await page
    .getByText(/worker lost/i)
    .first()
    .waitFor({ timeout: 60_000 });
  const lostShownS = (performance.now() - sinceMs) / 1_000;
  scope.say(`"worker lost" shown after ${lostShownS.toFixed(1)} s`);

  const first = await epochNow();
  const owner = await start('worker-2', 30);
  await takenOver(first);
  await start('worker-3', 31);
  await sleep(5_000);
  const second = await epochNow();
  owner.signal('SIGKILL');
  sinceMs = performance.now();
  await takenOver(second);
  const takeoverS = (performance.now() - sinceMs) / 1_000;
  scope.say(`taken over after ${takeoverS.toFixed(1)} s`);

  const sleeper = stack.parts.get('worker-3');
  await start('worker-4', 32);
  await sleep(3_000);
  const third = await epochNow();
  const commits = await watchCommits(scope, db, { deskId: demoDeskId, accountId: changedAccount });
  sleeper?.signal('SIGSTOP');
  const lease = await takenOver(third);
  const before = commits.length;
  sleeper?.signal('SIGCONT');
  await sleep(15_000);
  const after = commits.slice(before);
  const stale = after.filter(({ epoch }) => epoch < lease.epoch).length;
  scope.say(`after the sleeper woke: ${after.length} commits, ${stale} under an older epoch`);
  return { lostShownS: round(lostShownS, 1), takeoverS: round(takeoverS, 1), staleWritesAccepted: stale };
});
