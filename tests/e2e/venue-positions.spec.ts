import { expect, test } from './support/fixtures.ts';
import { positionRow } from './support/shell.ts';

test('a position opened, reduced and closed at the venue does so in both browsers', async ({ openAs, venue }) => {
  const owner = await openAs('owner');
  const trader = await openAs('trader', { path: '/positions' });
  const pages = [owner, trader];
  const activity = owner.getByRole('region', { name: 'Recent activity' });
  const told = (what: string) => `Main: Long AVAX-USDT perpetual ${what}`;

  await venue.setPosition('main', 'AVAXUSDT', '40');
  for (const page of pages) {
    await expect(positionRow(page, 'AVAX/USDT')).toContainText('Long');
    await expect(positionRow(page, 'AVAX/USDT').getByRole('cell', { name: '40.0', exact: true })).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: told('opened') })).toBeVisible();
  }
  await expect(activity).toContainText(told('opened'));
  await owner.getByRole('button', { name: /^Notifications, \d+ unread/ }).click();
  await expect(owner.getByRole('dialog', { name: 'Notifications' })).toContainText(told('opened'));
  await owner.keyboard.press('Escape');

  await venue.setPosition('main', 'AVAXUSDT', '15');
  for (const page of pages) {
    await expect(positionRow(page, 'AVAX/USDT').getByRole('cell', { name: '15.0', exact: true })).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: told('reduced') })).toBeVisible();
  }

  await positionRow(trader, 'AVAX/USDT').locator('[data-row]').click();
  const drawer = trader.getByRole('dialog', { name: 'AVAX/USDT' });
  const life = drawer.getByRole('list', { name: 'Life of the position' });
  await expect(life.getByRole('listitem').filter({ hasText: 'reduced' }).first()).toBeVisible();
  await expect(life.getByRole('listitem').filter({ hasText: 'opened' }).first()).toBeVisible();

  await venue.setPosition('main', 'AVAXUSDT', '0');
  await expect(drawer.getByRole('status')).toContainText('This position is closed.');
  await trader.keyboard.press('Escape');
  for (const page of pages) {
    await expect(positionRow(page, 'BTC/USDT')).toBeVisible();
    await expect(positionRow(page, 'AVAX/USDT')).toHaveCount(0);
  }
  await expect(activity).toContainText(told('closed'));
});
