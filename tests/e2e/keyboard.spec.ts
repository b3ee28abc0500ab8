import { pages } from '../../web/components/shell/pages.ts';
import { expect, test } from './support/fixtures.ts';
import { positionRow } from './support/shell.ts';

test('g and a letter go to every page', async ({ openAs }) => {
  const page = await openAs('owner', { path: '/positions' });
  for (const { letter, href, title } of pages) {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await expect(page).toHaveURL(href);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeAttached();
  }
});

test('/ and ⌘K open the palette, ? the keys; Escape closes them', async ({ openAs }) => {
  const page = await openAs('owner');
  const palette = page.getByRole('dialog', { name: 'Search pages, accounts and actions' });
  for (const key of ['/', 'Control+k', 'Meta+k']) {
    await page.keyboard.press(key);
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(palette).toHaveCount(0);
  }
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help).toContainText('g p');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);

  await page.keyboard.press('/');
  await page.keyboard.type('swing');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Account: Swing/ })).toBeVisible();
});

test('positions are opened and left by keys alone, with the focus in sight', async ({ openAs }) => {
  const page = await openAs('owner', { path: '/positions' });
  const first = positionRow(page, 'BTC/USDT').locator('[data-row]');
  const second = positionRow(page, 'ETH/USDT').locator('[data-row]');
  await first.focus();
  await page.keyboard.press('ArrowDown');
  await expect(second).toBeFocused();
  await expect(second).toHaveCSS('outline-style', 'solid');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'ETH/USDT' });
  await expect(drawer).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
  await expect(second).toBeFocused();
});

test('the first tab stop skips to the content', async ({ openAs }) => {
  const page = await openAs('owner');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
