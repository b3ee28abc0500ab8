import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';

/** The sentence under the chart, which tells how many updates are in it. */
async function updatesDrawn(page: Page): Promise<number> {
  const caption = await page.getByRole('figure').locator('figcaption').innerText();
  return Number(/ (\d+) updates: /.exec(caption)?.[1] ?? 0);
}

test('the plot fills as updates come, with percentiles of every leg', async ({ openAs }) => {
  const page = await openAs('viewer', { path: '/test-realtime' });
  const before = await updatesDrawn(page);
  await expect.poll(() => updatesDrawn(page)).toBeGreaterThan(before + 2);
  await expect(page.getByRole('figure').locator('canvas')).toBeVisible();

  const legs = page.getByRole('region', { name: 'Percentiles of each leg' }).getByRole('row');
  for (const leg of ['Venue → worker read', 'Committed → received', 'Venue → painted'])
    await expect(legs.filter({ hasText: leg })).toContainText(/\d (?:ms|s)/);

  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const rows = page.getByRole('region', { name: 'Updates with their legs' }).getByRole('row');
  await expect(rows.nth(1)).toContainText(/#\d+/);

  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect.poll(() => updatesDrawn(page)).toBeLessThan(before + 2);
});

test('a force sync brings an update though nothing moves', async ({ openAs, venue }) => {
  const page = await openAs('owner', { path: '/test-realtime' });
  await venue.freezePrices();
  // What was on its way when prices stood still has come.
  await page.waitForTimeout(2_500);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect.poll(() => updatesDrawn(page)).toBe(0);
  await page.getByRole('button', { name: 'Force sync of Main' }).click();
  await expect(page.getByTestId('command-stage')).toHaveAttribute('data-stage', 'succeeded');
  await expect.poll(() => updatesDrawn(page)).toBeGreaterThan(0);
});

test('a fault that is switched on strikes, is told, and ends when it is cleared', async ({ openAs, venue }) => {
  const page = await openAs('owner', { path: '/test-realtime' });
  const faults = page.getByRole('region', { name: 'At the venue (demo)' });
  await expect(faults.getByRole('status')).toHaveText('No fault is active.');
  try {
    await faults.getByRole('button', { name: 'HTTP 502' }).click();
    await expect(faults.getByRole('button', { name: 'HTTP 502' })).toHaveAttribute('aria-pressed', 'true');
    await expect(faults.getByRole('status')).toContainText(/HTTP 502 since .*, hit \d+ times/);
    await expect(page.getByTestId('connection-badge')).not.toHaveAttribute('data-state', 'live');
    await faults.getByRole('button', { name: 'Clear all' }).click();
    await expect(faults.getByRole('status')).toHaveText('No fault is active.');
    await expect(page.getByTestId('connection-badge')).toHaveAttribute('data-state', 'live');
  } finally {
    await venue.clearFaults();
  }
});
