import { expect, test } from './support/fixtures.ts';

test('theme, colours and zone hold over a reload', async ({ openAs }) => {
  const page = await openAs('owner', { path: '/settings', colorScheme: 'light', timezoneId: 'Asia/Tokyo' });
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-theme', 'light');
  await page.getByRole('group', { name: 'Theme' }).getByRole('button', { name: 'Dark' }).click();
  await page.getByRole('radio', { name: /Blue and orange/ }).check();
  await page.getByRole('group', { name: 'Time zone' }).getByRole('button', { name: 'UTC' }).click();
  for (const moment of ['at once', 'after a reload']) {
    await expect(html, moment).toHaveAttribute('data-theme', 'dark');
    await expect(html, moment).toHaveAttribute('data-colours', 'blue-orange');
    await expect(page.getByRole('banner').getByRole('button', { name: /UTC/ }), moment).toBeVisible();
    await page.reload();
  }
});

test('changed sync settings take effect in the running worker', async ({ openAs }) => {
  const page = await openAs('owner', { path: '/settings' });
  const onlooker = await openAs('viewer', { path: '/system' });
  const poll = onlooker.locator('[data-account=swing]').getByRole('cell').nth(5);
  const syncing = page.getByRole('region', { name: 'Syncing' });
  const interval = syncing.getByLabel('Poll interval, seconds');
  await syncing.getByRole('button', { name: 'Swing' }).click();
  await expect(interval).toHaveValue('1');
  await expect(poll).toHaveText('1 s');

  await interval.fill('0.1');
  await expect(interval).toHaveAttribute('aria-invalid', 'true');
  await interval.fill('2.5');
  await syncing.getByRole('button', { name: 'Save' }).click();
  await expect(syncing.getByTestId('command-stage')).toHaveAttribute('data-stage', 'succeeded');
  await expect(poll).toHaveText('2.5 s');

  await syncing.getByRole('button', { name: 'Undo' }).click();
  await expect(poll).toHaveText('1 s');
  await expect(interval).toHaveValue('1');
});
