/**
 * Commits to the live documents per account-second, with and without a change in that second.
 *
 * Worker and simulator run in processes of their own, both demo accounts are watched. The market stands still; this
 * process moves one instrument of each account once a second, 60 times, so that there are exactly 120 account-seconds
 * with a change, then nothing for 60 s. A listener of this process counts the commits to `live/state` and
 * `live/positions` by their update times; a batch that holds both is one. Heartbeats go to `live/connection` and are not
 * counted. The count is checked against `seq`, which the worker raises with each write of the state.
 */
import { demoAccounts, demoDeskId } from '../../scripts/stack/demo.ts';
import { keepWatched } from './bench-desk.ts';
import { openBenchFirestore, startBenchStack } from './bench-stack.ts';
import { round } from './figures.ts';
import { watchCommits, type LiveCommit } from './live-watch.ts';
import { runBench, sleep } from './run-bench.ts';
import { control } from './venue-changes.ts';

const seconds = 60;
/** One that each demo account holds alone. */
const instruments = ['BTCUSDT', 'XRPUSDT'];
const targets = [
  { figure: 'perChanged', atMost: 1 },
  { figure: 'perUnchanged', atMost: 0 },
];

function countCommits(commits: readonly LiveCommit[]): number {
  return new Set(commits.map(({ committedMs }) => committedMs)).size;
}

await runBench({ name: 'writes', limitS: 240, targets }, async (scope) => {
  const stack = await startBenchStack(scope, 'writes', { emulators: ['auth', 'firestore'] });
  const db = openBenchFirestore(scope);
  await keepWatched(scope, db, demoDeskId);
  await control(stack.simulatorUrl, 'prices', { frozen: true });
  await sleep(8_000);
  const accounts = await Promise.all(
    demoAccounts.map(({ id }) => watchCommits(scope, db, { deskId: demoDeskId, accountId: id })),
  );
  const count = () => accounts.reduce((sum, commits) => sum + countCommits(commits), 0);
  const countSeqs = () => accounts.flat().filter(({ seq }) => seq !== undefined).length;

  for (let second = 0; second < seconds; second += 1) {
    const dueMs = performance.now() + 1_000;
    const moveRatio = second % 2 === 0 ? 0.001 : -0.001;
    for (const symbol of instruments) await control(stack.simulatorUrl, 'prices', { symbol, moveRatio });
    await sleep(dueMs - performance.now());
  }
  await sleep(3_000);
  const changed = count();
  scope.say(`${seconds * accounts.length} changes: ${changed} commits, seq raised ${countSeqs()} times`);
  await sleep(seconds * 1_000);
  const unchanged = count() - changed;
  scope.say(`${seconds * accounts.length} account-seconds without a change: ${unchanged} commits`);
  return {
    perChanged: round(changed / (seconds * accounts.length), 3),
    perUnchanged: round(unchanged / (seconds * accounts.length), 3),
  };
});
