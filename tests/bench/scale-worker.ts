/**
 * The worker process of the `scale` bench: the worker as it is, its brokers replaced by feeds in this process.
 * Goes through its phases by itself and prints one line of JSON a phase.
 */
import { createBenchWorker } from './bench-worker.ts';
import { sleep, until } from './run-bench.ts';

export interface Phase {
  readonly phase: string;
  readonly cpuPct: number;
  readonly pollsPerS: number;
  readonly rssMb: number;
}

const accounts = Number(process.argv[2]);
const windowMs = Number(process.argv[3]);
const healthPort = Number(process.argv[4]);
const { worker, feeds } = createBenchWorker({ positions: 3, moving: true }, healthPort);
const countPolls = () => feeds.reduce((sum, feed) => sum + feed.polls, 0);

async function measure(phase: string): Promise<void> {
  console.log(JSON.stringify({ starts: phase }));
  const polls = countPolls();
  const cpu = process.cpuUsage();
  const sinceMs = performance.now();
  await sleep(windowMs);
  const elapsedMs = performance.now() - sinceMs;
  const spent = process.cpuUsage(cpu);
  const measured: Phase = {
    phase,
    cpuPct: (spent.user + spent.system) / 10 / elapsedMs,
    pollsPerS: ((countPolls() - polls) * 1_000) / elapsedMs,
    rssMb: process.memoryUsage.rss() / 1_048_576,
  };
  console.log(JSON.stringify(measured));
}

process.once('SIGINT', () => process.exit(0));
await worker.start();
console.log('worker ready');
const polling = () => feeds.filter((feed) => feed.polls > 3).length;
const progress = setInterval(() => console.log(`${polling()} accounts polled`), 10_000);
await until('all accounts', () => polling() >= accounts || undefined, { limitMs: 150_000 });
clearInterval(progress);
await sleep(10_000);
await measure('all');
for (const feed of feeds) feed.setMoving(false);
await sleep(5_000);
await measure('none');
await worker.stop();
process.exit(0);
