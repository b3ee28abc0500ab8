import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { badge, badgeSaying, loadedAt, positionRow } from './support/shell.ts';

declare global {
  interface Window {
    /** Every state that the header's badge has shown since `recordStates`. */
    shownStates?: string[];
  }
}

/** Notes each state that the badge shows, however short: a test that looks now and then could miss one. */
async function recordStates(page: Page): Promise<void> {
  await badge(page).evaluate((element) => {
    const states = [element.getAttribute('data-state') ?? ''];
    window.shownStates = states;
    const note = () => states.push(element.getAttribute('data-state') ?? '');
    new MutationObserver(note).observe(element, { attributeFilter: ['data-state'] });
  });
}

test('a venue in maintenance makes figures delayed, then stale; they recover by themselves', async ({
  openAs,
  venue,
}) => {
  const page = await openAs('owner');
  const equity = page.locator('dl > div').filter({ has: page.getByText('Equity', { exact: true }) });
  await recordStates(page);

  await venue.addFault({ kind: 'maintenance' });
  await expect(badgeSaying(page, 'stale')).toHaveText(/as of \d\d:\d\d:\d\d/);
  expect(await page.evaluate(() => window.shownStates)).toEqual(['live', 'delayed', 'stale']);
  await expect(equity).toContainText(/as of \d\d:\d\d:\d\d/);
  await expect(equity.locator('.stale').first()).toHaveCSS('text-decoration-style', 'dashed');
  await expect(page.getByRole('region', { name: 'Alerts' })).toContainText('Main: the broker does not answer');

  await venue.clearFaults();
  await expect(badgeSaying(page, 'live')).toBeVisible();
  await expect(equity.locator('.stale')).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Alerts' })).not.toContainText('does not answer');
});

test('a page that is paused says that its figures are held, and takes no price for a market order', async ({
  openAs,
}) => {
  const page = await openAs('owner');
  const setRate = async (rate: string) => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Go to a page').fill(`Update rate: ${rate}`);
    await page.keyboard.press('Enter');
  };
  const equity = page.locator('dl > div').filter({ has: page.getByText('Equity', { exact: true }) });
  const reverse = page.getByRole('button', { name: 'Reverse…' });

  await setRate('paused');
  await expect(badgeSaying(page, 'held')).toHaveText(/Held \d\d:\d\d:\d\d\s*updates paused/);
  await expect(equity).toContainText(/Held \d\d:\d\d:\d\d/);
  await expect(equity.locator('.stale').first()).toHaveCSS('text-decoration-style', 'dashed');
  await positionRow(page, 'BTC/USDT').getByRole('button').first().click();
  await expect(reverse).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText('Reverse is off. The update rate of this page holds prices back')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 375, height: 812 });
  await expect(page.getByText('Updates of this page are paused.')).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: 'Go live' })).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 1280, height: 720 });

  await setRate('5s');
  await expect(badgeSaying(page, 'paced')).toHaveText(/Held \d+ (ms|s)\s*every 5 s/);
  await expect(equity.locator('.stale')).toHaveCount(0);
  await positionRow(page, 'BTC/USDT').getByRole('button').first().click();
  await expect(reverse).not.toHaveAttribute('aria-disabled', 'true');
});

test('one account that the venue refuses leaves the other live', async ({ openAs, venue }) => {
  const page = await openAs('owner');
  const group = (name: string) => page.getByRole('rowheader', { name });
  await venue.addFault({ kind: 'system-error', account: 'swing' });
  await expect(group('Swing')).toContainText('as of');
  await expect(group('Main')).toContainText('Live');
  await venue.clearFaults();
  await expect(group('Swing')).toContainText('Live');
});

test('a browser without a network says so, sends nothing, and recovers without a reload', async ({ openAs }) => {
  const page = await openAs('owner', { path: '/system' });
  const loaded = await loadedAt(page);
  const banner = page.getByRole('alert').filter({ hasText: 'No connection to the server' });
  const forceSync = page.getByRole('button', { name: 'Force sync of Main' });
  await expect(forceSync).not.toHaveAttribute('aria-disabled', 'true');

  await page.context().setOffline(true);
  await expect(banner).toBeVisible();
  await expect(badgeSaying(page, 'offline')).toBeVisible();
  await expect(forceSync).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText('Not possible offline: nothing could be sent from here.').first()).toBeVisible();

  await page.context().setOffline(false);
  await expect(badgeSaying(page, 'live')).toBeVisible();
  await expect(banner).toHaveCount(0);
  await expect(forceSync).not.toHaveAttribute('aria-disabled', 'true');
  expect(await loadedAt(page)).toBe(loaded);
});
