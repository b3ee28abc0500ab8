import { pages } from '../../web/components/shell/pages.ts';
import { expect, test } from './support/fixtures.ts';
import { positionRow } from './support/shell.ts';

const phone = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true };

test('the bar at the bottom leads to every page', async ({ openAs }) => {
  const page = await openAs('owner', phone);
  const bar = page.getByRole('navigation', { name: 'Pages' });
  const box = await bar.boundingBox();
  expect(box && [box.x, box.width, box.y + box.height]).toEqual([0, 375, 812]);
  // The first of them is open already; it is gone to last.
  const [first, ...others] = pages;
  for (const { href, title, phoneTitle = title, onPhoneBar } of [...others, ...(first ? [first] : [])]) {
    const link = bar.getByRole('link', { name: phoneTitle });
    if (onPhoneBar) await link.tap();
    else {
      await bar.getByRole('button', { name: 'More' }).tap();
      await page.getByRole('menuitem', { name: title }).tap();
    }
    await expect(page).toHaveURL(href);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeAttached();
    if (onPhoneBar) await expect(link).toHaveAttribute('aria-current', 'page');
  }
});

test('a row of positions has two lines and keeps its value and P&L; its drawer is a sheet', async ({ openAs }) => {
  const page = await openAs('owner', { ...phone, path: '/positions' });
  const row = positionRow(page, 'BTC/USDT');
  await expect(row).toContainText(/Long 0\.150 @ [\d,.]+/);
  await expect(row).toContainText(/[+−][\d,]+\.\d\d/);
  const height = (await row.boundingBox())?.height ?? 0;
  expect(height).toBeGreaterThanOrEqual(44);
  await expect(row.getByText(/Long 0\.150/)).toBeInViewport({ ratio: 1 });

  await row.getByRole('button').tap();
  const sheet = page.getByRole('dialog', { name: 'BTC/USDT' });
  await expect(sheet).toContainText('Entry price');
  await expect(async () => {
    expect(await sheet.boundingBox()).toEqual({ x: 0, y: 0, width: 375, height: 812 });
  }).toPass();
  await sheet.getByRole('button', { name: 'Close', exact: true }).tap();
  await expect(sheet).toHaveCount(0);
});
