import type { Locator, Page } from '@playwright/test';
import type { Child } from '../../scripts/stack/child.ts';
import { expect, test } from './support/fixtures.ts';
import { openOwnDesk, type OwnDesk } from './support/own-desk.ts';
import { badgeSaying, positionRow, signIn } from './support/shell.ts';

/** Presses and keeps pressing, as a person does. */
async function hold(page: Page, button: Locator, forMs: number): Promise<void> {
  const box = await button.boundingBox();
  if (!box) throw new Error('There is nothing to hold.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(forMs);
  await page.mouse.up();
}

test.describe('stop', () => {
  let desk: OwnDesk;
  let worker: Child;
  test.beforeEach(async ({ admin, venue, page }) => {
    desk = await openOwnDesk(admin, venue);
    worker = await desk.startWorker();
    await signIn(page, desk.owner);
    await expect(badgeSaying(page, 'live')).toBeVisible();
  });
  test.afterEach(() => desk.stop());

  const banner = (page: Page) => page.getByTestId('halted-banner');
  const progress = (page: Page) => page.getByTestId('stop-progress');
  const openDialog = async (page: Page) => {
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    return page.getByRole('dialog', { name: 'Stop trading' });
  };

  test('a short press stops nothing; a hold of 1 s halts trading, and RESUME takes it back', async ({ page }) => {
    const dialog = await openDialog(page);
    await expect(dialog.getByRole('button', { name: 'Cancel', exact: true })).toBeFocused();
    await dialog.getByLabel('Why (optional, shown to everybody)').fill('Strange prices');
    const stop = dialog.getByRole('button', { name: /^Hold 1 s/ });
    await hold(page, stop, 400);
    await expect(dialog).toBeVisible();
    await expect(banner(page)).toHaveCount(0);
    await hold(page, stop, 1_200);
    await expect(banner(page)).toContainText('Trading on this desk is HALTED by Oscar Own');
    await expect(banner(page)).toContainText('Strange prices');
    await expect(progress(page)).toHaveAttribute('data-done', 'true');
    await expect(positionRow(page, 'LTC/USDT')).toBeVisible();

    await page.goto('/activity');
    await expect(banner(page)).toBeVisible();
    await page.keyboard.press('t');
    await expect(page.getByRole('dialog', { name: 'New order' })).toContainText('is HALTED: only cancels go through');
    await page.keyboard.press('Escape');
    await banner(page).getByRole('button', { name: 'Resume …' }).click();
    const resume = page.getByRole('dialog', { name: 'Resume trading on Own desk' });
    await expect(resume.getByRole('button', { name: 'Resume trading' })).toHaveAttribute('aria-disabled', 'true');
    await resume.getByLabel('Type RESUME').fill('RESUME');
    await resume.getByRole('button', { name: 'Everything (ACTIVE)' }).click();
    await resume.getByRole('button', { name: 'Resume trading' }).click();
    await expect(banner(page)).toHaveCount(0);
  });

  test('a hold of 2 s closes positions as well, and is done when the broker was asked', async ({ page }) => {
    await expect(positionRow(page, 'LTC/USDT')).toBeVisible();
    const dialog = await openDialog(page);
    await hold(page, dialog.getByRole('button', { name: 'Hold 2 s: also close 1 position at market' }), 2_200);
    await expect(progress(page)).toContainText(
      '1 position closed; checked with the broker, except inverse contracts and options',
    );
    await expect(positionRow(page, 'LTC/USDT')).toHaveCount(0);
  });

  test('by keyboard two presses stop, one does not', async ({ page }) => {
    const dialog = await openDialog(page);
    const stop = dialog.locator('button[data-phase]').first();
    await stop.focus();
    await page.keyboard.press('Enter');
    await expect(stop).toContainText('Press once more to stop trading');
    await expect(banner(page)).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(banner(page)).toBeVisible();
  });

  test('without a worker the stop is stored, and done first when one is back', async ({ page }) => {
    test.setTimeout(150_000);
    worker.signal('SIGKILL');
    const dialog = await openDialog(page);
    await hold(page, dialog.getByRole('button', { name: /^Hold 1 s/ }), 1_200);
    await expect(progress(page)).toHaveAttribute('data-done', 'false');
    await expect(progress(page)).toContainText('Not done: no worker runs this account', { timeout: 40_000 });
    await desk.startWorker();
    await expect(progress(page)).toHaveAttribute('data-done', 'true', { timeout: 60_000 });
  });

  test('entries are paused with one click and allowed again with one', async ({ page }) => {
    const dialog = await openDialog(page);
    await dialog.getByRole('button', { name: 'Pause entries' }).click();
    const paused = page.getByTestId('reducing-banner');
    await expect(paused).toContainText('Entries on this desk are paused by Oscar Own');
    await paused.getByRole('button', { name: 'Allow entries again' }).click();
    await expect(paused).toHaveCount(0);
  });

  test('offline nothing is sent, and the dialog says where else to stop', async ({ page, context }) => {
    // The dialog is fetched some seconds after the page has opened.
    await page.waitForTimeout(4_000);
    await context.setOffline(true);
    await expect(badgeSaying(page, 'offline')).toBeVisible({ timeout: 20_000 });
    const dialog = await openDialog(page);
    await expect(dialog.getByRole('alert')).toContainText('Nothing can be sent');
    await expect(dialog.locator('button[data-phase]')).toHaveCount(0);
    await context.setOffline(false);
  });
});
