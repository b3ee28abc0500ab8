import { runScheduled } from '../../scripts/stack/schedule-clock.ts';
import { stackUrls } from './support/environment.ts';
import { expect, test } from './support/fixtures.ts';
import { openOwnDesk, type OwnDesk } from './support/own-desk.ts';
import { badgeSaying, loadedAt, positionRow, signIn } from './support/shell.ts';

test.describe('worker lost', () => {
  let desk: OwnDesk;
  test.beforeEach(async ({ admin, venue }) => {
    desk = await openOwnDesk(admin, venue);
  });
  test.afterEach(() => desk.stop());

  test('a worker that is killed is missed within 30 s, and a new one takes its account over', async ({ page }) => {
    test.setTimeout(120_000);
    const worker = await desk.startWorker();
    await signIn(page, desk.owner);
    await expect(badgeSaying(page, 'live')).toBeVisible();
    await expect(positionRow(page, 'LTC/USDT')).toBeVisible();
    const loaded = await loadedAt(page);

    worker.signal('SIGKILL');
    const banner = page.getByRole('alert').filter({ hasText: 'Lone: worker lost.' });
    await expect(banner).toBeVisible({ timeout: 32_000 });
    await expect(badgeSaying(page, 'worker-lost')).toContainText('Worker lost');
    await expect(positionRow(page, 'LTC/USDT').locator('.stale').filter({ visible: true }).first()).toBeVisible();

    await runScheduled(stackUrls.functions, 'watchDesks');
    const alerts = page.getByRole('region', { name: 'Alerts' });
    await expect(alerts).toContainText('Worker lost: Lone');

    await desk.startWorker();
    await expect(badgeSaying(page, 'live')).toBeVisible();
    await expect(banner).toHaveCount(0);
    await runScheduled(stackUrls.functions, 'watchDesks');
    await expect(alerts).not.toContainText('Worker lost');
    expect(await loadedAt(page)).toBe(loaded);
  });
});
