/**
 * How soon everything goes on after an outage, by itself.
 *
 * - `venueS`: the simulator's process is killed with SIGKILL and started again with its saved state. From the moment it
 *   accepts connections to the moment when `live/connection` says `live` and newer figures than that moment's stand in
 *   `live/state`.
 * - `browserS`: Firestore is away for worker and browser, and comes back. From the moment it accepts connections to newer
 *   figures painted in the open page, without a reload. The emulator keeps its data in memory, so killing it would also
 *   take away what stood in it, which Firestore never does: instead the way to it, a TCP proxy that everybody uses, is cut
 *   (all connections reset, new ones refused) and restored.
 *
 * Each is down for 6 s, five times; the figures are medians.
 */
import { documents } from '@tapedeck/core';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { publishWeb } from '../../scripts/stack/emulators.ts';
import { webConfigOf } from '../../scripts/stack/stack.ts';
import { openBrowser, openContext, openDashboard } from './bench-browser.ts';
import { benchPorts, openBenchFirestore, startDesk, temporaryFolder } from './bench-stack.ts';
import { median, round } from './figures.ts';
import { runBench, sleep, until } from './run-bench.ts';
import { TcpProxy } from './tcp-proxy.ts';
import { changedAccount } from './venue-changes.ts';

const outages = 5;
const downMs = 6_000;
const targets = [
  { figure: 'venueS', atMost: 2 },
  { figure: 'browserS', atMost: 1 },
];

await runBench({ name: 'recovery', limitS: 360, targets }, async (scope) => {
  const ports = await benchPorts();
  const proxy = new TcpProxy(ports.hub + 50, ports.firestore);
  await proxy.open(scope);
  const stack = await startDesk(scope, 'recovery', {
    ports,
    simulatorDataDir: temporaryFolder(scope, 'recovery'),
    env: { FIRESTORE_EMULATOR_HOST: `127.0.0.1:${proxy.port}` },
    mayDie: ['simulator'],
  });
  publishWeb('bench-recovery', webConfigOf({ ...ports, firestore: proxy.port }));
  process.env['FIRESTORE_EMULATOR_HOST'] = `127.0.0.1:${ports.firestore}`;
  const db = openBenchFirestore(scope);
  const browser = await openBrowser(scope);
  const page = await openDashboard(await openContext(browser), stack, '/positions');
  await page.locator('[data-position]').first().waitFor();

  const state = db.doc(documents.liveState(demoDeskId, changedAccount));
  const connection = db.doc(documents.liveConnection(demoDeskId, changedAccount));
  const venue: number[] = [];
  for (let outage = 0; outage < outages; outage += 1) {
    await sleep(3_000);
    const simulator = stack.parts.get('simulator');
    simulator?.signal('SIGKILL');
    await simulator?.gone;
    await sleep(downMs);
    const said: unknown = (await connection.get()).get('state');
    await stack.startSimulator().ready;
    const backMs = Date.now();
    const liveMs = await until(
      'the worker to be live again',
      async () => {
        const [stateNow, connectionNow] = await db.getAll(state, connection);
        if (connectionNow?.get('state') !== 'live' || Number(stateNow?.get('readMs')) < backMs) return undefined;
        return Math.max(stateNow?.updateTime?.toMillis() ?? 0, connectionNow.updateTime?.toMillis() ?? 0);
      },
      { limitMs: 30_000, everyMs: 20 },
    );
    venue.push((liveMs - backMs) / 1_000);
    scope.say(`venue down ("${String(said)}"), back after ${((liveMs - backMs) / 1_000).toFixed(2)} s`);
  }

  const browsers: number[] = [];
  for (let outage = 0; outage < outages; outage += 1) {
    await sleep(4_000);
    proxy.cut();
    await sleep(downMs);
    await proxy.restore();
    const backMs = performance.timeOrigin + performance.now();
    const paintedMs = await until(
      'a newer figure in the page',
      () =>
        page.evaluate(
          ([account, since]) => {
            const sample = window.__tapedeck?.painted(account);
            return sample && sample.committedMs > since ? (sample.paintedMs ?? sample.receivedMs) : undefined;
          },
          [changedAccount, backMs] as const,
        ),
      { limitMs: 30_000, everyMs: 10 },
    );
    const sample = await page.evaluate((account) => window.__tapedeck?.painted(account), changedAccount);
    browsers.push((paintedMs - backMs) / 1_000);
    scope.say(
      `Firestore back: painted after ${((paintedMs - backMs) / 1_000).toFixed(2)} s ` +
        `(committed after ${(((sample?.committedMs ?? 0) - backMs) / 1_000).toFixed(2)} s)`,
    );
  }
  return { venueS: round(median(venue)), browserS: round(median(browsers)) };
});
