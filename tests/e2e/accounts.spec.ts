import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { documents } from '@tapedeck/core';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { stackUrls } from './support/environment.ts';
import { expect, test } from './support/fixtures.ts';

const unique = Date.now().toString(36);
const good = { name: `e2e-${unique}`, apiKey: `marked-key-${unique}-good`, secret: `marked-secret-${unique}-good` };
const withdrawing = {
  name: `e2ew-${unique}`,
  apiKey: `marked-key-${unique}-bad`,
  secret: `marked-secret-${unique}-bad`,
};
const marks = [good, withdrawing].flatMap(({ apiKey, secret }) => [apiKey, secret]);

async function openVenueAccount(account: typeof good, more: object): Promise<void> {
  const response = await fetch(`${stackUrls.simulator}/control/accounts`, {
    method: 'POST',
    body: JSON.stringify({ ...account, apiSecret: account.secret, balances: { USDT: '4321' }, ...more }),
  });
  expect(response.ok, await response.text()).toBe(true);
}

/** Everything that leaves the page or is said on its console. */
function listenTo(page: Page, heard: string[]): void {
  page.on('request', (request) => heard.push(`${request.url()} ${request.postData() ?? ''}`));
  page.on('console', (message) => heard.push(message.text()));
}

const accountsOf = (page: Page) => page.getByRole('region', { name: 'Accounts', exact: true });

async function act(page: Page, label: string, what: string): Promise<void> {
  await accountsOf(page)
    .getByRole('button', { name: `Actions for ${label}` })
    .click();
  await page.getByRole('menuitem', { name: what }).click();
}

/** The dialog tells that it is done, and is closed: behind it nothing of the page can be seen. */
async function expectDone(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByTestId('command-stage')).toHaveAttribute('data-stage', 'succeeded');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(dialog).toHaveCount(0);
}

test('an account is connected with a key that leaves the browser sealed, rekeyed, switched off and removed', async ({
  openAs,
  admin,
}) => {
  await openVenueAccount(good, {});
  await openVenueAccount(withdrawing, { mayWithdraw: true });
  const heard: string[] = [];
  const page = await openAs('owner', { path: '/settings', onNewPage: (fresh) => listenTo(fresh, heard) });
  const label = `Sealed ${unique}`;

  await accountsOf(page).getByRole('button', { name: 'Connect an account' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Environment').selectOption('simulated');
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Name', { exact: true }).fill(label);
  await dialog.getByLabel('API key', { exact: true }).fill(withdrawing.apiKey);
  await dialog.getByLabel('Secret').fill(withdrawing.secret);
  await dialog.getByRole('button', { name: 'Connect' }).click();

  const check = dialog.getByTestId('key-check');
  await expect(check).toHaveAttribute('data-state', 'refused');
  await expect(check).toContainText('may withdraw funds');
  await dialog.getByRole('button', { name: 'Enter another key' }).click();
  await expect(dialog).toContainText(`Replace the key of ${label}`);
  await expect(dialog.getByLabel('Secret')).toHaveValue('');
  await dialog.getByLabel('API key', { exact: true }).fill(good.apiKey);
  await dialog.getByLabel('Secret').fill(good.secret);
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect(check).toHaveAttribute('data-state', 'accepted');
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  const item = accountsOf(page).getByRole('listitem').filter({ hasText: label });
  await expect(item).toContainText('Key accepted');
  await expect(item).toContainText('Key 2');
  const accountId = (await item.getAttribute('data-account')) ?? '';
  const figures = async () => (await admin.doc(documents.liveState(demoDeskId, accountId)).get()).get('figures.equity');
  await expect.poll(figures).toMatch(/^43\d\d/);

  const renamed = `${label} renamed`;
  await act(page, label, 'Rename');
  await page.getByRole('dialog').getByLabel('Name').fill(renamed);
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await expect(accountsOf(page)).toContainText(renamed);

  const connection = async () =>
    (await admin.doc(documents.liveConnection(demoDeskId, accountId)).get()).get('state') as string;
  await act(page, renamed, 'Switch off');
  await expect(item).toContainText('Switched off');
  await expect.poll(connection).toBe('stopped');
  await act(page, renamed, 'Switch on');
  await expect(item).not.toContainText('Switched off');
  await expect.poll(connection).toBe('live');

  await act(page, renamed, 'Remove');
  const remove = dialog.getByRole('button', { name: 'Remove' });
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel(/Type the account/).fill(renamed);
  await remove.click();
  await expectDone(page);
  await expect(item).toHaveCount(0);
  expect((await admin.doc(documents.accountSecret(demoDeskId, accountId)).get()).exists).toBe(false);

  const kept = await page.evaluate(async () => {
    const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => resolve(opening.result));
        opening.addEventListener('error', () => reject(new Error(name)));
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const reading = db.transaction(store).objectStore(store).getAll();
          reading.addEventListener('success', () => resolve(reading.result as unknown[]));
          reading.addEventListener('error', () => reject(new Error(store)));
        });
        texts.push(JSON.stringify(rows));
      }
      db.close();
    }
    return texts.join('\n');
  });
  expect(heard.some((line) => line.includes('sealingKey'))).toBe(true);
  expect(kept).toContain(accountId);
  for (const mark of marks) {
    expect(kept.includes(mark), `${mark} is kept by the browser`).toBe(false);
    expect(heard.join('\n').includes(mark), `${mark} left the browser`).toBe(false);
  }
});

test('a key that cannot be sealed is not sent', async ({ openAs }) => {
  const page = await openAs('owner', { path: '/settings' });
  await page.route('**/sealingKey', (route) => route.abort());
  await accountsOf(page).getByRole('button', { name: 'Connect an account' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Never');
  await dialog.getByLabel('API key', { exact: true }).fill('k');
  await dialog.getByLabel('Secret').fill('s');
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await expect(dialog.getByRole('alert')).toContainText('nothing was sent');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(accountsOf(page)).not.toContainText('Never');
});

test('a paper account is connected and removed on a phone, in dialogs that fit it', async ({ openAs }) => {
  const page = await openAs('owner', { path: '/settings', viewport: { width: 375, height: 812 }, hasTouch: true });
  const label = `Paper ${unique}`;
  await accountsOf(page).getByRole('button', { name: 'Connect an account' }).tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Exchange').selectOption('okx');
  await expect(dialog.getByLabel('Passphrase')).toBeAttached();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);

  await dialog.getByLabel('Exchange').selectOption('bybit');
  await dialog.getByLabel('Environment').selectOption('paper');
  await expect(dialog.getByLabel('Secret')).toHaveCount(0);
  await dialog.getByLabel('Name', { exact: true }).fill(label);
  await dialog.getByLabel('Prices').selectOption('simulated');
  await dialog.getByRole('button', { name: 'Connect' }).tap();
  await expect(dialog).toContainText('The paper account is there.');
  await dialog.getByRole('button', { name: 'Close' }).last().tap();
  const item = accountsOf(page).getByRole('listitem').filter({ hasText: label });
  await expect(item).toContainText('started with 10,000.00 USDT');

  await act(page, label, 'Reset');
  await dialog.getByLabel(/Type the account/).fill(label);
  await dialog.getByRole('button', { name: 'Reset' }).tap();
  await expectDone(page);
  await act(page, label, 'Remove');
  await dialog.getByLabel(/Type the account/).fill(label);
  await dialog.getByRole('button', { name: 'Remove' }).tap();
  await expectDone(page);
  await expect(item).toHaveCount(0);
});

test('a trader sees the accounts and why they cannot be changed', async ({ openAs }) => {
  const page = await openAs('trader', { path: '/settings' });
  const accounts = accountsOf(page);
  await expect(accounts).toContainText('Only an owner of this desk may change this.');
  await expect(accounts.getByRole('button', { name: 'Connect an account' })).toHaveAttribute('aria-disabled', 'true');
  await expect(accounts.getByRole('button', { name: /Actions for/ })).toHaveCount(0);
});

test('the built web app holds no secret of a key', () => {
  const out = path.join(import.meta.dirname, '..', '..', 'web', 'out');
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(out, name))
    .filter((file) => statSync(file).isFile() && /\.(?:js|html|json|txt|css|map)$/.test(file));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    expect(text.includes('tapedeck-demo-main-secret'), file).toBe(false);
  }
});
