import type { Firestore } from '@google-cloud/firestore';
import type { Page } from '@playwright/test';
import { documents } from '@tapedeck/core';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { expect, test } from './support/fixtures.ts';
import { loadedAt, paintedSeq, positionRow } from './support/shell.ts';

const pairs = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'] as const;

async function storedSeq(admin: Firestore, accountId: string): Promise<unknown> {
  return (await admin.doc(documents.liveState(demoDeskId, accountId)).get()).get('seq');
}

function rowsOf(page: Page): Promise<string[]> {
  return Promise.all(pairs.map((pair) => positionRow(page, pair).innerText()));
}

test('a price move reaches two browsers, which end up the same', async ({ openAs, venue, admin }) => {
  const pages = await Promise.all([openAs('owner', { path: '/positions' }), openAs('trader', { path: '/positions' })]);
  const loaded = await Promise.all(pages.map(loadedAt));
  await venue.freezePrices();
  const before = await Promise.all(pages.map((page) => paintedSeq(page, 'main')));

  await venue.movePrice('BTCUSDT', 0.03);
  for (const [index, page] of pages.entries()) {
    await expect.poll(() => paintedSeq(page, 'main')).toBeGreaterThan(before[index] ?? Infinity);
  }
  await expect(async () => {
    const seqs = await Promise.all([storedSeq(admin, 'main'), ...pages.map((page) => paintedSeq(page, 'main'))]);
    expect(new Set(seqs).size).toBe(1);
    const [first, second] = await Promise.all(pages.map(rowsOf));
    expect(first).toEqual(second);
  }).toPass();
  expect(await Promise.all(pages.map(loadedAt))).toEqual(loaded);
});

test('every figure carries its age', async ({ openAs }) => {
  const page = await openAs('owner');
  const age = /Live \d+ (ms|s)/;
  await expect(page.getByTestId('connection-badge')).toHaveText(age);
  for (const name of ['Equity', 'Today’s P&L', 'Open risk', 'Free margin']) {
    await expect(page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) })).toContainText(age);
  }
  for (const name of ['Main', 'Swing']) {
    await expect(page.getByRole('region', { name: 'Accounts' }).getByRole('row', { name })).toContainText(age);
    await expect(page.getByRole('rowheader', { name })).toContainText(age);
  }
});

test('each sees who else watches', async ({ openAs }) => {
  const owner = await openAs('owner');
  await openAs('viewer', { path: '/positions' });
  const watchers = owner.getByRole('region', { name: 'Watching now' }).getByRole('listitem');
  await expect(watchers.filter({ hasText: 'Olivia Owner (you)' })).toContainText('Overview');
  await expect(watchers.filter({ hasText: 'Vera Viewer' })).toContainText('Positions');
});
