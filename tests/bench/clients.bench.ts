/**
 * Whether two browsers see the same. Two browsers with storage of their own show the Positions page while a position is
 * traded 1,000 times, each trade as soon as the one before stands in Firestore: faster than the venue would, but each
 * change is written by itself. Both record the sequence number of every update they paint.
 *
 * `gaps`: numbers that a browser skipped; `stepsBack`: updates with a number not above the one before; `differs`: rows of
 * positions whose text differs between the two once the market stands still.
 */
import { documents } from '@tapedeck/core';
import type { Page } from '@playwright/test';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { openBrowser, openContext, openDashboard } from './bench-browser.ts';
import { openBenchFirestore, startDesk } from './bench-stack.ts';
import { runBench, sleep, until } from './run-bench.ts';
import { changedAccount, control, quantityOf, tradeTo } from './venue-changes.ts';

const changes = 1_000;
const targets = ['gaps', 'stepsBack', 'differs'].map((figure) => ({ figure, atMost: 0 }));

declare global {
  interface Window {
    seenSeqs?: number[];
  }
}

/** Starts to record the sequence numbers that a page paints. */
function recordSeqs(page: Page): Promise<void> {
  return page.evaluate((account) => {
    const seen: number[] = [];
    window.seenSeqs = seen;
    window.__tapedeck?.onSample(() => {
      const seq = window.__tapedeck?.samples().findLast((sample) => sample.accountId === account)?.seq;
      if (seq !== undefined && seq !== seen.at(-1)) seen.push(seq);
    });
  }, changedAccount);
}

function readRows(page: Page): Promise<string[]> {
  return page.locator(`[data-position]`).allInnerTexts();
}

await runBench({ name: 'clients', limitS: 900, targets }, async (scope) => {
  const stack = await startDesk(scope, 'clients');
  const db = openBenchFirestore(scope);
  const pages: Page[] = [];
  for (let index = 0; index < 2; index += 1) {
    const page = await openDashboard(await openContext(await openBrowser(scope)), stack, '/positions');
    await page.locator('[data-position]').first().waitFor();
    await recordSeqs(page);
    pages.push(page);
  }
  const positions = db.doc(documents.livePositions(demoDeskId, changedAccount));
  let standing = '';
  scope.onEnd(
    positions.onSnapshot((snapshot) => {
      standing = String(snapshot.get('positions.BTC-USDT-PERP_net.quantity'));
    }),
  );
  for (let index = 1; index <= changes; index += 1) {
    const quantity = quantityOf(index);
    await tradeTo(stack.simulatorUrl, quantity);
    await until(`change ${index} to be written`, () => Number(standing) === Number(quantity) || undefined, {
      everyMs: 4,
    });
    if (index % 200 === 0) scope.say(`${index} changes`);
  }
  await control(stack.simulatorUrl, 'prices', { frozen: true });
  await sleep(6_000);

  const last = Number((await db.doc(documents.liveState(demoDeskId, changedAccount)).get()).get('seq'));
  let gaps = 0;
  let stepsBack = 0;
  for (const page of pages) {
    const seqs = (await page.evaluate(() => window.seenSeqs)) ?? [];
    for (const [index, seq] of seqs.entries()) {
      const before = seqs[index - 1];
      if (before === undefined) continue;
      if (seq <= before) stepsBack += 1;
      else gaps += seq - before - 1;
    }
    gaps += Math.max(0, last - (seqs.at(-1) ?? 0));
    scope.say(`a browser painted ${seqs.length} updates, ${seqs[0]} to ${seqs.at(-1)}; Firestore stands at ${last}`);
  }
  const [one = [], two = []] = await Promise.all(pages.map(readRows));
  const differs = Math.abs(one.length - two.length) + one.filter((text, index) => text !== two[index]).length;
  scope.say(`${one.length} rows compared`);
  return { gaps, stepsBack, differs };
});
