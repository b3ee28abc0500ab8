/**
 * Resident memory of the worker with one Bybit account after 20,000 writes to its live documents.
 *
 * The worker runs as it is, in a process of its own with the flags of its start script, on the simulator through ccxt.
 * To get there in minutes instead of hours the account's position is traded over and over, ten times a second, as
 * often as Bybit takes orders for an account: a change of a position is written at once, past the limit of one write a
 * second, with its order, its fill, its entries in the ledger and in the activity, so this is more work per write than a
 * quiet day gives. `--unpaced` trades as fast as the simulator answers, some hundred times a second: what counts then is
 * what waits for Firestore. Counted are documents written, by the worker's own metrics. `rssMb` is the highest of the
 * samples taken every second over the last 2,000.
 */
import { demoAccounts, demoDeskId } from '../../scripts/stack/demo.ts';
import { keepWatched } from './bench-desk.ts';
import { openBenchFirestore, startBenchStack } from './bench-stack.ts';
import { round } from './figures.ts';
import { readMetric } from './metrics.ts';
import { runBench, sleep } from './run-bench.ts';
import { quantityOf, tradeTo } from './venue-changes.ts';

const writes = 20_000;
const lastWrites = 2_000;
const tradesPerS = 10;
const unpaced = process.argv.includes('--unpaced');
const targets = [{ figure: 'rssMb', atMost: 100 }];

await runBench({ name: 'memory', limitS: 1_200, targets }, async (scope) => {
  const { id, apiKey, secret } = demoAccounts[0];
  const stack = await startBenchStack(scope, 'memory', {
    emulators: ['auth', 'firestore'],
    env: { TAPEDECK_ACCOUNT_CREDENTIALS: JSON.stringify({ [id]: { apiKey, secret } }) },
  });
  const db = openBenchFirestore(scope);
  await keepWatched(scope, db, demoDeskId);
  await sleep(5_000);

  const health = stack.ports.worker;
  const written = () => readMetric(health, 'tapedeck_documents_written_total');
  const readRssMb = async () => (await readMetric(health, 'process_resident_memory_bytes')) / 1_048_576;
  const samples: { done: number; rssMb: number }[] = [];
  let done = 0;
  let sampledMs = 0;
  const startedMs = performance.now();
  for (let index = 1; done < writes; index += 1) {
    await tradeTo(stack.simulatorUrl, quantityOf(index));
    if (!unpaced) await sleep(Math.max(0, startedMs + (index * 1_000) / tradesPerS - performance.now()));
    if (performance.now() - sampledMs < 1_000) continue;
    sampledMs = performance.now();
    done = await written();
    samples.push({ done, rssMb: await readRssMb() });
    if (samples.length % 20 === 0) scope.say(`${done} documents written, ${samples.at(-1)?.rssMb.toFixed(1)} MB`);
  }
  const highest = (of: typeof samples) => Math.max(...of.map(({ rssMb }) => rssMb));
  scope.say(`${done} documents written; at most ${highest(samples).toFixed(1)} MB on the way, the start included`);
  const last = samples.filter((sample) => sample.done > writes - lastWrites);
  return { rssMb: round(highest(last), 1) };
});
