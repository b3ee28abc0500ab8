/**
 * How long a change at the venue takes to the screen, against the least that Firestore and a browser need.
 *
 * - Ours: a position is traded to another quantity by the simulator's control endpoint; simulator, worker, Firestore
 *   emulator and hosting run in processes of their own, the dashboard's Positions page stands open in Chromium. From the
 *   venue's clock at the trade, just before its stream pushes it, to the quantity painted in the table.
 * - Bare: a `set` of one small document by Firestore's server client in this process, to the value painted in a page that
 *   only listens to that document, on the same emulator, with the same cache setting (on the device, shared by tabs).
 *   From the clock before the call, to whole milliseconds like the venue's.
 *
 * Both pages watch with the same code: the mutation that brings the text, the next animation frame, the first task after
 * it; `performance.timeOrigin + performance.now()` of the page. All clocks are this machine's. The two kinds take turns,
 * changes of one kind are at least 1.2 s apart, the market moves on meanwhile. `ratio…` divides the percentiles.
 */
import { documents } from '@tapedeck/core';
import { demoDeskId, demoPeople } from '../../scripts/stack/demo.ts';
import { openBarePage, openBrowser, openContext, openDashboard, serveBarePage } from './bench-browser.ts';
import { openBenchFirestore, startDesk } from './bench-stack.ts';
import { percentile, round } from './figures.ts';
import { describeHops, readHops } from './hops.ts';
import { runBench, sleep } from './run-bench.ts';
import { driftingPause, quantityOf, tradeAndAwaitPaint } from './venue-changes.ts';

/** A desk runs for days: until here the emulator's Java and the worker still compile what they run. */
const warmUp = 40;
const samples = 60;
const targets = [
  { figure: 'ratioP50', atMost: 1.5 },
  { figure: 'ratioP95', atMost: 1.5 },
];

await runBench({ name: 'e2e', limitS: 360, targets }, async (scope) => {
  const stack = await startDesk(scope, 'e2e');
  const db = openBenchFirestore(scope);
  const browser = await openBrowser(scope);
  const dashboard = await openDashboard(await openContext(browser), stack, '/positions');
  await dashboard.locator('[data-position]').first().waitFor();

  const bareDocument = db.doc(documents.liveState(demoDeskId, 'bare'));
  await bareDocument.set({ value: 'start' });
  const bare = await openBarePage(
    await openContext(browser),
    await serveBarePage(scope, stack, demoPeople[0]?.uid ?? ''),
  );
  await bare.evaluate((path) => window.bare!.showDocument(path), bareDocument.path);
  const clocks = [dashboard, bare].map((page) =>
    page.evaluate(() => performance.timeOrigin + performance.now() - Date.now()),
  );
  scope.say(
    `pages' clocks against the machine's: ${(await Promise.all(clocks)).map((ms) => ms.toFixed(1)).join(', ')} ms`,
  );

  const setAndAwaitPaint = async (value: string): Promise<number> => {
    const painted = bare.evaluate((text) => window.paintWatch!.painted(text, '#cell'), value);
    const sentMs = Date.now();
    await bareDocument.set({ value });
    const late = sleep(10_000).then(() => {
      throw new Error(`${value} was not painted in the bare page within 10 s.`);
    });
    return (await Promise.race([painted, late])) - sentMs;
  };

  const ours: number[] = [];
  const bares: number[] = [];
  const hops = [];
  for (let index = 0; index < warmUp + samples; index += 1) {
    const bareMs = await setAndAwaitPaint(`value-${index}.`);
    await driftingPause(index, 600, 150);
    const { venueMs, paintedMs } = await tradeAndAwaitPaint(stack.simulatorUrl, dashboard, quantityOf(index + 1));
    await sleep(100);
    const hop = await readHops(dashboard);
    await driftingPause(index, 500, 150);
    if (index % 20 === 0)
      scope.say(`change ${index}: ours ${round(paintedMs - venueMs, 0)} ms, bare ${round(bareMs, 0)} ms`);
    if (index < warmUp) continue;
    bares.push(bareMs);
    ours.push(paintedMs - venueMs);
    if (hop) hops.push(hop);
  }
  for (const line of describeHops(hops)) scope.say(line);
  const [p50, p95] = [percentile(ours, 0.5), percentile(ours, 0.95)];
  const [bareP50, bareP95] = [percentile(bares, 0.5), percentile(bares, 0.95)];
  return {
    ratioP50: round(p50 / bareP50),
    ratioP95: round(p95 / bareP95),
    p50Ms: round(p50, 1),
    p95Ms: round(p95, 1),
    bareP50Ms: round(bareP50, 1),
    bareP95Ms: round(bareP95, 1),
  };
});
