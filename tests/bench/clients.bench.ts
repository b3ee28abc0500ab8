/**
 * Whether two browsers see the same. Two browsers with storage of their own show the Positions page while a position is
 * traded 1,000 times, each trade as soon as both have painted what the one before has written, or after 2 s: as fast as
 * the machine allows, without piling up more than a screen can show. Both tell the sequence number of every update that
 * they paint.
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
    tellSeq?(seq: number): void;
  }
}

/** The sequence numbers that a page paints, as it paints them. */
async function recordSeqs(page: Page): Promise<readonly number[]> {
  const seen: number[] = [];
  await page.exposeFunction('tellSeq', (seq: number) => seen.push(seq));
  await page.evaluate((account) => {
    let told = 0;
    window.__tapedeck?.onSample(() => {
      const seq = window.__tapedeck?.samples().findLast((sample) => sample.accountId === account)?.seq;
      if (seq === undefined || seq === told) return;
      told = seq;
      window.tellSeq?.(seq);
    });
  }, changedAccount);
  return seen;
}

function readRows(page: Page): Promise<string[]> {
  return page.locator(`[data-position]`).allInnerTexts();
}

await runBench({ name: 'clients', limitS: 900, targets }, async (scope) => {
  const stack = await startDesk(scope, 'clients');
  const db = openBenchFirestore(scope);
  const pages: Page[] = [];
  const seen: (readonly number[])[] = [];
  for (let index = 0; index < 2; index += 1) {
    const page = await openDashboard(await openContext(await openBrowser(scope)), stack, '/positions');
    await page.locator('[data-position]').first().waitFor();
    pages.push(page);
    seen.push(await recordSeqs(page));
  }
  let standing = 0;
  scope.onEnd(
    db.doc(documents.liveState(demoDeskId, changedAccount)).onSnapshot((snapshot) => {
      standing = Number(snapshot.get('seq'));
    }),
  );
  const bothPainted = (seq: number) =>
    until(`update ${seq} in both`, () => (seen.every((seqs) => (seqs.at(-1) ?? 0) >= seq) ? true : undefined), {
      limitMs: 2_000,
      everyMs: 4,
    }).catch(() => false);
  for (let index = 1; index <= changes; index += 1) {
    const before = standing;
    await tradeTo(stack.simulatorUrl, quantityOf(index));
    await until(`change ${index} to be written`, () => standing > before || undefined, { everyMs: 4 });
    await bothPainted(standing);
    if (index % 200 === 0) scope.say(`${index} changes`);
  }
  await control(stack.simulatorUrl, 'prices', { frozen: true });
  await sleep(4_000);
  const last = standing;
  await bothPainted(last);
  let gaps = 0;
  let stepsBack = 0;
  for (const seqs of seen) {
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
