import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { collections, documents, type ActivityDocument, type DeskDocument } from '@tapedeck/core';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { expect, test } from './support/fixtures.ts';

/** What the demo desk had before a test, put back after it. */
test.afterEach(async ({ admin }) => {
  const desk = admin.doc(documents.desk(demoDeskId));
  const { tradingState } = (await desk.get()).data() as DeskDocument;
  const active = { mode: 'ACTIVE', epoch: tradingState.epoch + 1, by: 'system', atMs: Date.now() } as const;
  const { limits: _changed, ...kept } = (await desk.get()).data() as DeskDocument;
  await desk.set({ ...kept, tradingState: active });
  for (const { ref } of (await admin.collection(collections.limitEdits(demoDeskId)).get()).docs) await ref.delete();
});

test('a limit that an owner tightens binds at once, on everybody’s page', async ({ openAs }) => {
  const owner = await openAs('owner', { path: '/risk' });
  const onlooker = await openAs('viewer', { path: '/risk' });
  const usage = onlooker.locator('[data-testid=limit-usage][data-account=main][data-limit=maxPositionNotional]');
  await expect(usage).toContainText('of 100,000.00 USDT');
  await expect(onlooker.getByRole('button', { name: 'Edit limits' })).toHaveAttribute('aria-disabled', 'true');

  await owner.getByRole('button', { name: 'Edit limits' }).click();
  const editor = owner.getByRole('dialog', { name: 'Edit limits' });
  await editor.getByLabel('Position value, USDT').fill('500');
  await editor.getByRole('button', { name: 'Review changes' }).click();
  await expect(editor.getByRole('row', { name: 'Position value 100,000.00 USDT 500.00 USDT' })).toBeVisible();
  await editor.getByRole('button', { name: 'Change this limit' }).click();
  await expect(editor.getByTestId('command-stage')).toHaveAttribute('data-stage', 'succeeded');

  await expect(usage).toContainText('of 500.00 USDT');
  await expect(usage).toContainText('Reached');
  const breaches = onlooker.getByRole('region', { name: 'Breaches' });
  await expect(breaches).toContainText(/Main: position value [\d,.]+ USDT of 500\.00 USDT/);
  await expect(onlooker.getByTestId('limit-edit').first()).toContainText(
    'Position value: 100,000.00 USDT → 500.00 USDT',
  );
  await expect(onlooker.getByTestId('limit-edit').first()).toContainText('Olivia Owner');
});

test('a limit of one account tightens that account alone', async ({ openAs }) => {
  const page = await openAs('owner', { path: '/risk' });
  await page.getByRole('button', { name: 'Edit limits' }).click();
  const editor = page.getByRole('dialog', { name: 'Edit limits' });
  await editor.getByLabel('Limits of').selectOption('Swing');
  await editor.getByLabel('Open orders, count').fill('3');
  await editor.getByRole('button', { name: 'Review changes' }).click();
  await expect(editor.getByRole('row', { name: 'Open orders as desk 3' })).toBeVisible();
  await editor.getByRole('button', { name: 'Change this limit' }).click();
  await expect(editor.getByTestId('command-stage')).toHaveAttribute('data-stage', 'succeeded');

  await editor.getByLabel('Open orders, count').fill('');
  await editor.getByRole('button', { name: 'Review changes' }).click();
  await editor.getByRole('button', { name: 'Change this limit' }).click();
  await expect(page.getByTestId('limit-edit')).toHaveCount(2);
  await editor.getByRole('button', { name: 'Close' }).click();
  const used = page.locator('[data-testid=limit-usage][data-limit=maxOpenOrders]');
  await expect(used.first()).toBeVisible();
  await expect(used.filter({ hasText: 'the account’s own limit' })).toHaveCount(0);
});

test('exposure stands by instrument and by account, as a chart and as a table', async ({ openAs }) => {
  const page = await openAs('viewer', { path: '/risk' });
  const card = page.getByRole('region', { name: 'Exposure', exact: true });
  await expect(card.locator('[data-key="BTC-USDT-PERP"]')).toContainText(/Long [\d,]+\.\d\d/);
  await expect(card).toContainText(/\d+ positions?: net [+−][\d,.]+, gross [\d,.]+ USDT/);
  await card.getByRole('button', { name: 'By account' }).click();
  await expect(card.locator('[data-key="main"]')).toBeVisible();
  await card.getByRole('button', { name: 'Table' }).click();
  await expect(card.getByRole('row', { name: /^Main [\d,.]+ [\d,.]+ [+−]?[\d,.]+ [\d,.]+ USDT$/ })).toBeVisible();
});

test('entries are paused with one click, told to everybody, and undone; the activity keeps both sides', async ({
  openAs,
}) => {
  const trader = await openAs('trader', { path: '/risk' });
  const onlooker = await openAs('viewer', { path: '/risk' });
  const states = (page: typeof trader) => page.locator('[data-testid=trading-state][data-scope=desk]');
  await trader.getByRole('button', { name: 'Pause entries of Demo desk' }).click();
  await expect(states(onlooker)).toContainText('Entries paused');
  await expect(states(onlooker)).toContainText('Set by Tarek Trader');
  await states(trader).getByRole('button', { name: 'Undo' }).click();
  await expect(states(onlooker)).toContainText('Active');

  await onlooker.goto('/activity');
  const entry = onlooker.getByTestId('activity-row').filter({ hasText: 'Trading state ACTIVE → REDUCING' }).first();
  await expect(entry).toContainText('Tarek Trader');
  await onlooker.getByLabel('Result').selectOption({ label: '✓ Succeeded' });
  await onlooker.getByLabel('Search in what is loaded').fill('reducing active');
  const download = onlooker.waitForEvent('download');
  await onlooker.getByRole('button', { name: 'Export CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv.split('\r\n')[0]).toContain('who id,account,instrument,what,before,after,result,reason,command,life');
  expect(csv).toMatch(/Tarek Trader,demo-trader.*Trading state: ACTIVE,Trading state: REDUCING,succeeded,,[\w-]{36},/);
});

test('an order that the gates denied stands under its reason, and leads to its entry', async ({ openAs, admin }) => {
  const id = `denied-${randomUUID()}`;
  const denied: ActivityDocument = {
    atMs: Date.now(),
    kind: 'command',
    type: 'placeOrder',
    actor: { kind: 'user', id: 'demo-trader', name: 'Tarek Trader' },
    summary: 'Place order: rejected. The order is worth 31234.5678 USDT in BTC-USDT-PERP.',
    accountId: 'main',
    commandId: randomUUID(),
    result: 'rejected',
    details: { result: { denials: [{ code: 'order-notional', message: 'The limit is 25,000.00 USDT.' }] } },
  };
  const entry = admin.doc(documents.activity(demoDeskId, id));
  const page = await openAs('viewer', { path: '/risk' });
  await entry.set(denied);
  const denial = page.getByTestId('denial').filter({ hasText: 'Order value over the limit' });
  await expect(denial).toContainText('Tarek Trader: The limit is 25,000.00 USDT.');
  await denial.getByRole('link', { name: /^Last:/ }).click();
  await expect(page).toHaveURL(`/activity?entry=${id}`);
  await expect(page.getByRole('dialog', { name: 'Command' })).toContainText('31,234.57 USDT in BTC-USDT perpetual');
  await entry.delete();
});

test('on a phone entries of one account are paused and resumed by touch', async ({ openAs, admin }) => {
  const phone = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true };
  const page = await openAs('trader', { ...phone, path: '/risk' });
  const state = page.locator('[data-testid=trading-state][data-scope=swing]');
  await state.getByRole('button', { name: 'Pause entries of Swing' }).tap();
  await expect(state).toContainText('Entries paused');
  const swing = await admin.doc(documents.account(demoDeskId, 'swing')).get();
  expect(swing.get('tradingState.mode')).toBe('REDUCING');
  const resume = state.getByRole('button', { name: 'Resume entries of Swing' });
  expect((await resume.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await resume.tap();
  await expect(state).toContainText('Active');
});
