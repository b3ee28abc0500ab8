import { expect, test } from './support/fixtures.ts';
import { badgeSaying, positionRow } from './support/shell.ts';

test('the installed app opens without a network, and comes alive when it is back', async ({ openAs }) => {
  const page = await openAs('owner', { path: '/positions', serviceWorkers: 'allow' });
  await page.evaluate(() => navigator.serviceWorker.ready);

  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole('alert').filter({ hasText: 'No connection to the server' })).toBeVisible();
  await expect(positionRow(page, 'BTC/USDT')).toContainText('Long');
  await expect(badgeSaying(page, 'offline')).toBeVisible();

  await page.context().setOffline(false);
  await expect(badgeSaying(page, 'live')).toBeVisible();
});

test('its manifest names icons that are there', async ({ request, baseURL }) => {
  const manifest = await (await request.get('/manifest.webmanifest')).json();
  expect(manifest).toMatchObject({ start_url: '/', display: 'standalone' });
  for (const { src } of manifest.icons as { src: string }[]) {
    const icon = await request.get(new URL(src, baseURL).href);
    expect(icon.headers()['content-type'], src).toMatch(/^image\//);
  }
});
