import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SyncStack } from '../../tests/processes/support/sync-stack.ts';
import { Chaos } from '../../tests/soak/chaos.ts';
import { SeededRandom } from '../../tests/soak/seeded-random.ts';

/**
 * `npm run soak -- --minutes 30`: random trouble between venue, worker and Firestore. At each quiet point Firestore must
 * say what the venue says, and the trade events must add up to it. `--seed` repeats a run's choices.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    port: { type: 'string', default: '21750' },
    log: { type: 'string' },
  },
});
const accounts = ['a', 'b', 'c', 'blind', 'hedge'] as const;
const startedMs = performance.now();
const say = (line: string) =>
  console.log(`${((performance.now() - startedMs) / 1_000).toFixed(1).padStart(7)} s  ${line}`);

async function check(sync: SyncStack): Promise<number> {
  let events = 0;
  for (const id of accounts) {
    await sync.live(id, 40_000);
    events += (await sync.events(id, 0, 30_000)).length;
    const { violations, gaps } = sync.watch(id);
    if (violations.length > 0) throw new Error(`${id}: ${violations.join('; ')}`);
    if (gaps.length > 0) throw new Error(`${id} has gaps: ${gaps.join('; ')}`);
    await sync.noneTwice(id);
  }
  return events;
}

say(`seed ${values.seed}, ${values.minutes} minutes`);
const sync = await SyncStack.start(Number(values.port), {
  a: {},
  b: {},
  c: { sync: { pollMs: 250 } },
  blind: { sync: { stream: false } },
  hedge: { positionMode: 'hedge' },
});
const random = new SeededRandom(Number(values.seed));
const chaos = new Chaos({ sync, random, accounts, say });
const endMs = performance.now() + Number(values.minutes) * 60_000;
let rounds = 0;
let failure: unknown;
process.once('SIGINT', () => void sync.stop().then(() => process.exit(130)));
try {
  for (const id of accounts) await sync.live(id);
  while (performance.now() < endMs) {
    await chaos.run(random.between(15_000, 30_000));
    rounds += 1;
    say(`quiet point ${rounds}: ${await check(sync)} events, all right`);
  }
} catch (error) {
  failure = error;
  console.error(error);
}
if (values.log) writeFileSync(values.log, sync.log.join('\n'));
await sync.stop();
say(`${rounds} quiet points; ${JSON.stringify(chaos.counts)}`);
console.log(failure ? `FAILED with seed ${values.seed}` : 'All right.');
process.exit(failure ? 1 : 0);
