import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { openOwnDesk, type OwnDesk } from './support/own-desk.ts';
import { badgeSaying, positionRow, signIn } from './support/shell.ts';
import { cancelEverything, expectDone, orderAda, orderRow, restingPrice } from './support/trading.ts';

const phone = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true };

/** Puts a finger down and keeps it there. */
async function touch(page: Page, button: Locator, forMs: number): Promise<void> {
  const box = await button.boundingBox();
  if (!box) throw new Error('There is nothing to touch.');
  const devtools = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await page.waitForTimeout(forMs);
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await devtools.detach();
}

/** Nothing is cut off: the page goes no further to the side than the screen. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
}

test.describe('an emergency stop on a phone', () => {
  test.use(phone);
  let desk: OwnDesk;
  test.beforeEach(async ({ admin, venue, page }) => {
    desk = await openOwnDesk(admin, venue);
    await desk.startWorker();
    await signIn(page, desk.owner);
    await expect(badgeSaying(page, 'live')).toBeVisible();
  });
  test.afterEach(() => desk.stop());

  test('a finger held for 1 s halts trading, a short one does not, and typing RESUME takes it back', async ({
    page,
  }) => {
    const banner = page.getByTestId('halted-banner');
    await page.getByRole('button', { name: 'Stop', exact: true }).tap();
    const dialog = page.getByRole('dialog', { name: 'Stop trading' });
    const stop = dialog.getByRole('button', { name: /^Hold 1 s/ });
    await expect(stop).toBeInViewport({ ratio: 1 });
    await touch(page, stop, 400);
    await expect(dialog).toBeVisible();
    await expect(banner).toHaveCount(0);
    await touch(page, stop, 1_300);
    await expect(banner).toContainText('Trading on this desk is HALTED by Oscar Own');
    await expect(page.getByTestId('stop-progress')).toHaveAttribute('data-done', 'true');
    await expectNoSidewaysScroll(page);

    await banner.getByRole('button', { name: 'Resume …' }).tap();
    const resume = page.getByRole('dialog', { name: 'Resume trading on Own desk' });
    const confirm = resume.getByRole('button', { name: 'Resume trading' });
    await resume.getByLabel('Type RESUME').fill('RESUM');
    await expect(confirm).toHaveAttribute('aria-disabled', 'true');
    await resume.getByLabel('Type RESUME').fill('RESUME');
    await resume.getByRole('button', { name: 'Everything (ACTIVE)' }).tap();
    await confirm.tap();
    await expect(banner).toHaveCount(0);
  });
});

test.describe('positions and orders on a phone', () => {
  test.afterEach(async ({ admin }) => {
    await cancelEverything(admin, ['main']);
  });

  test('a position from elsewhere is marked, gets a stop by number, is closed in part and turned round', async ({
    openAs,
    venue,
  }) => {
    const pair = 'AVAX/USDT';
    await venue.freezePrices();
    await venue.setPosition('main', 'AVAXUSDT', '40');
    const stopLoss = await restingPrice(venue, 'AVAXUSDT', 0.95);
    const page = await openAs('owner', { ...phone, path: '/positions' });
    await expect(positionRow(page, pair)).toContainText('Long 40.0 @');
    await expect(positionRow(page, pair)).toContainText('opened elsewhere');
    await expectNoSidewaysScroll(page);

    await positionRow(page, pair).locator('[data-row]').tap();
    const sheet = page.getByRole('dialog', { name: pair }).first();
    const panel = sheet.getByRole('region', { name: 'Stop and target' });
    const field = panel.getByLabel('Stop loss', { exact: true }).and(page.locator('input'));
    await expect(field).toHaveAttribute('inputmode', 'decimal');
    await field.fill(stopLoss);
    await panel.getByRole('button', { name: 'Set stop and target' }).tap();
    await expectDone(panel);
    await expect(sheet.locator('dl > div').filter({ hasText: 'Stop loss' }).locator('dd')).toContainText(stopLoss);

    await sheet.getByRole('button', { name: 'Close…' }).tap();
    const close = page.getByRole('dialog', { name: `Close Long ${pair}` });
    await close.getByRole('button', { name: '25%' }).tap();
    await close.getByRole('button', { name: 'Close 10 AVAX' }).tap();
    await expectDone(close);
    await page.keyboard.press('Escape');
    await expect(sheet.locator('dl > div').filter({ hasText: 'Quantity' }).locator('dd')).toContainText('30.0');

    await sheet.getByRole('button', { name: 'Reverse…' }).tap();
    const reverse = page.getByRole('dialog', { name: `Reverse Long ${pair}` });
    await reverse.getByRole('button', { name: 'Turn 30 to Short' }).tap();
    await expectDone(reverse);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(positionRow(page, pair)).toContainText('Short 30.0 @');
    // What stands now was opened from here.
    await expect(positionRow(page, pair)).not.toContainText('opened elsewhere');
  });

  test('a limit order that is filled in part says so, is amended on the phone and cancelled on the desk', async ({
    openAs,
    venue,
  }) => {
    const pair = 'ADA/USDT';
    await venue.freezePrices();
    await venue.setPosition('main', 'ADAUSDT', '0');
    const owner = await openAs('owner', { path: '/orders' });
    const page = await openAs('trader', { ...phone, path: '/orders' });
    await orderAda('220', { type: 'limit', limitPrice: await restingPrice(venue, 'ADAUSDT', 0.98) });
    await expect(orderRow(owner, pair)).toContainText('At broker');
    await expect(orderRow(owner, pair)).toContainText('0 / 220');
    // Another account finds only half of what it sells on the way down to this order.
    await venue.addFault({ kind: 'partial-fills', ratio: 0.5, account: 'swing' });
    await venue.trade('swing', { symbol: 'ADAUSDT', side: 'Sell', qty: '220' });
    for (const each of [owner, page]) {
      await expect(orderRow(each, pair)).toContainText('Partly filled');
      await expect(orderRow(each, pair)).toContainText('110 / 220');
    }

    const lower = await restingPrice(venue, 'ADAUSDT', 0.96);
    await orderRow(page, pair).getByRole('button').first().tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Amend…' }).tap();
    const amend = page.getByRole('dialog', { name: `Amend Buy ${pair}` });
    await amend.getByLabel('Limit price').fill(lower);
    await amend.getByLabel('Quantity').fill('200');
    await amend.getByRole('button', { name: 'Amend order' }).tap();
    await expectDone(amend);
    await page.keyboard.press('Escape');
    await expect(orderRow(owner, pair)).toContainText('110 / 200');
    await expect(orderRow(owner, pair)).toContainText(lower);

    await owner.getByRole('button', { name: `Cancel Buy ${pair}` }).click();
    for (const each of [owner, page]) await expect(orderRow(each, pair)).toHaveCount(0);
    await owner.getByRole('tab', { name: 'Failed' }).click();
    await expect(orderRow(owner, pair).first()).toContainText('Cancelled');
    await expect(orderRow(owner, pair).first()).toContainText('110 / 200');
  });
});
