/**
 * How long a change at the venue takes to the screen when the venue pushes nothing: the account's stream is off, the
 * poll runs once a second. From the venue's clock at the trade to the quantity painted in the Positions page; trades
 * drift against the poll, so that every phase of its interval comes up.
 */
import { documents } from '@tapedeck/core';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { openBrowser, openContext, openDashboard } from './bench-browser.ts';
import { openBenchFirestore, startDesk } from './bench-stack.ts';
import { percentile, round } from './figures.ts';
import { describeHops, readHops } from './hops.ts';
import { runBench, sleep, until } from './run-bench.ts';
import { changedAccount, driftingPause, quantityOf, tradeAndAwaitPaint } from './venue-changes.ts';

const warmUp = 5;
const samples = 80;
const targets = [{ figure: 'p95Ms', atMost: 1_500 }];

await runBench({ name: 'poll', limitS: 360, targets }, async (scope) => {
  const stack = await startDesk(scope, 'poll');
  const db = openBenchFirestore(scope);
  await db.doc(documents.account(demoDeskId, changedAccount)).update({ 'sync.stream': false, 'sync.pollMs': 1_000 });
  const connection = db.doc(documents.liveConnection(demoDeskId, changedAccount));
  await until('the stream to be off', async () => (await connection.get()).get('stream') === 'off' || undefined);

  const browser = await openBrowser(scope);
  const dashboard = await openDashboard(await openContext(browser), stack, '/positions');
  await dashboard.locator('[data-position]').first().waitFor();
  const taken: number[] = [];
  const hops = [];
  for (let index = 0; index < warmUp + samples; index += 1) {
    const { venueMs, paintedMs } = await tradeAndAwaitPaint(stack.simulatorUrl, dashboard, quantityOf(index + 1));
    await sleep(100);
    const hop = await readHops(dashboard);
    await driftingPause(index, 1_100, 1_000);
    if (index < warmUp) continue;
    taken.push(paintedMs - venueMs);
    if (hop) hops.push(hop);
  }
  for (const line of describeHops(hops)) scope.say(line);
  return { p95Ms: round(percentile(taken, 0.95), 0), p50Ms: round(percentile(taken, 0.5), 0) };
});
