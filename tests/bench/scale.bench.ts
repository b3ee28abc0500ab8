/**
 * CPU of one worker for 1,000 accounts polled once a second, in percent of one core: `cpuAllPct` while every account
 * changes with every poll (so each is written once a second), `cpuNonePct` while none changes (heartbeats go on).
 *
 * The worker runs in a process of its own with the flags of its script `start:many`, whole: leases, sessions, change detection,
 * writer, Firestore's client. Only the brokers are replaced, by feeds inside the process that answer at once with three
 * positions each. The emulator runs in another process. Measured with `process.cpuUsage` over 60 s after a warm-up;
 * the writes of the same seconds are read from the worker's metrics.
 */
import path from 'node:path';
import { startChild } from '../../scripts/stack/child.ts';
import { benchDeskId, keepWatched, seedAccounts } from './bench-desk.ts';
import { workerCommand } from '../../scripts/stack/worker-command.ts';
import { openBenchFirestore, root, startFirestore } from './bench-stack.ts';
import { round } from './figures.ts';
import { readMetric } from './metrics.ts';
import { runBench } from './run-bench.ts';
import type { Phase } from './scale-worker.ts';

const accounts = 1_000;
const windowMs = 60_000;
const targets = [
  { figure: 'cpuAllPct', atMost: 10 },
  { figure: 'cpuNonePct', atMost: 2 },
];

await runBench({ name: 'scale', limitS: 350, targets }, async (scope) => {
  const stack = await startFirestore(scope, 'scale');
  const db = openBenchFirestore(scope);
  await seedAccounts(db, accounts);
  await keepWatched(scope, db, benchDeskId);
  scope.say(`${accounts} accounts seeded`);

  const phases = new Map<string, Phase>();
  const written = () => readMetric(stack.ports.worker, 'tapedeck_documents_written_total');
  let writtenBefore = Promise.resolve(0);
  const profile = process.argv.includes('--cpu-prof') ? ['--cpu-prof', '--cpu-prof-dir=.tapedeck/profiles'] : [];
  const file = path.join(import.meta.dirname, 'scale-worker.ts');
  const args = [accounts, windowMs, stack.ports.worker].map(String);
  const command = workerCommand('start:many');
  const worker = startChild('worker', [...command.flags, ...profile, file, ...args], {
    cwd: root,
    env: { ...process.env, ...command.env },
    ready: /worker ready/,
    onLine: (line) => {
      if (!line.startsWith('{')) return scope.say(line);
      const told = JSON.parse(line) as { starts?: string } & Phase;
      if (told.starts !== undefined) {
        writtenBefore = written();
        return scope.say(`measuring: ${told.starts} change`);
      }
      if (told.cpuPct === undefined) return scope.say(line);
      phases.set(told.phase, told);
      const since = writtenBefore;
      void Promise.all([written(), since]).then(([now, before]) =>
        scope.say(
          `${told.phase} change: ${told.cpuPct.toFixed(1)}% CPU, ${told.pollsPerS.toFixed(0)} polls/s, ` +
            `${((now - before) / (windowMs / 1_000)).toFixed(0)} documents/s, ${told.rssMb.toFixed(0)} MB`,
        ),
      );
    },
  });
  scope.onEnd(() => worker.stop());
  await worker.ready;
  await worker.gone;
  const [all, none] = [phases.get('all'), phases.get('none')];
  if (!all || !none) throw new Error('The worker ended before it had measured.');
  return { cpuAllPct: round(all.cpuPct), cpuNonePct: round(none.cpuPct) };
});
