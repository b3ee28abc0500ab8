import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { positionRow } from './support/shell.ts';
import { cancelEverything, expectDone, restingPrice } from './support/trading.ts';

const pair = 'AVAX/USDT';

test.beforeEach(async ({ venue }) => {
  await venue.setPosition('main', 'AVAXUSDT', '40');
});

test.afterEach(async ({ admin }) => {
  await cancelEverything(admin, ['main']);
});

async function openDrawer(page: Page) {
  await positionRow(page, pair).locator('[data-row]').click();
  return page.getByRole('dialog', { name: pair, exact: false }).first();
}

function quantityIs(page: Page, quantity: string) {
  return expect(positionRow(page, pair).getByRole('cell', { name: quantity, exact: true })).toBeVisible();
}

test('a part is closed, then the rest, while a colleague’s open dialog switches off', async ({ openAs }) => {
  const owner = await openAs('owner', { path: '/positions' });
  const trader = await openAs('trader', { path: '/positions' });
  for (const page of [owner, trader]) await quantityIs(page, '40.0');

  await owner.getByRole('button', { name: `Close Long ${pair}` }).click();
  const dialog = owner.getByRole('dialog', { name: `Close Long ${pair}` });
  await expect(dialog).toContainText('in Main, at the market');
  await dialog.getByRole('button', { name: '25%' }).click();
  await dialog.getByRole('button', { name: 'Close 10 AVAX' }).click();
  await expectDone(dialog);
  await owner.keyboard.press('Escape');
  for (const page of [owner, trader]) await quantityIs(page, '30.0');

  await trader.getByRole('button', { name: `Close Long ${pair}` }).click();
  const colleagues = trader.getByRole('dialog', { name: `Close Long ${pair}` });
  await owner.getByRole('button', { name: `Close Long ${pair}` }).click();
  await dialog.getByRole('button', { name: 'Close all 30 AVAX' }).click();
  await expectDone(dialog);
  await expect(colleagues.getByRole('alert')).toContainText('This position was closed meanwhile.');
  await expect(colleagues.getByRole('button', { name: /^Close all/ })).toHaveAttribute('aria-disabled', 'true');
  await owner.keyboard.press('Escape');
  await trader.keyboard.press('Escape');
  for (const page of [owner, trader]) await expect(positionRow(page, pair)).toHaveCount(0);

  await owner.getByRole('tab', { name: 'Closed' }).click();
  await expect(owner.locator('tr[data-closed]').filter({ hasText: pair }).first()).toContainText('Long');
});

test('a position is turned round', async ({ openAs, venue }) => {
  await venue.freezePrices();
  const page = await openAs('owner', { path: '/positions' });
  const drawer = await openDrawer(page);
  await drawer.getByRole('button', { name: 'Reverse…' }).click();
  const dialog = page.getByRole('dialog', { name: `Reverse Long ${pair}` });
  await dialog.getByRole('button', { name: 'Turn 40 to Short' }).click();
  await expectDone(dialog);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(positionRow(page, pair)).toContainText('Short');
  await quantityIs(page, '40.0');
});

test('stop and target are set by number, moved by key and drag, and removed', async ({ openAs, venue }) => {
  await venue.freezePrices();
  const stop = await restingPrice(venue, 'AVAXUSDT', 0.95);
  const target = await restingPrice(venue, 'AVAXUSDT', 1.05);
  const page = await openAs('owner', { path: '/positions' });
  const drawer = await openDrawer(page);
  const panel = drawer.getByRole('region', { name: 'Stop and target' });
  const send = panel.getByRole('button', { name: 'Set stop and target' });
  await panel.getByLabel('Stop loss', { exact: true }).and(page.locator('input')).fill(stop);
  await panel.getByLabel('Take profit', { exact: true }).and(page.locator('input')).fill(target);
  await send.click();
  await expectDone(panel);
  await expect(positionStop(drawer)).toContainText(stop);

  const line = panel.getByRole('slider', { name: 'Stop loss' });
  await line.focus();
  await line.press('ArrowUp');
  const moved = await panel.getByLabel('Stop loss', { exact: true }).and(page.locator('input')).inputValue();
  expect(Number(moved)).toBeGreaterThan(Number(stop));

  const targetLine = panel.getByRole('slider', { name: 'Take profit' });
  await targetLine.scrollIntoViewIfNeeded();
  const box = await targetLine.boundingBox();
  if (!box) throw new Error('The target has no line.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + 20, { steps: 4 });
  await page.mouse.up();
  const dragged = await panel.getByLabel('Take profit', { exact: true }).and(page.locator('input')).inputValue();
  expect(Number(dragged)).toBeLessThan(Number(target));
  await send.click();
  await expect(positionStop(drawer)).toContainText(moved);
  await expectDone(panel);

  await panel.getByLabel('Stop loss', { exact: true }).and(page.locator('input')).fill('');
  await send.click();
  await expect(positionStop(drawer)).toContainText('—');
});

function positionStop(drawer: ReturnType<Page['getByRole']>) {
  return drawer.locator('dl > div').filter({ hasText: 'Stop loss' }).locator('dd');
}

test('the leverage of a position’s instrument is changed', async ({ openAs }) => {
  const page = await openAs('owner', { path: '/positions' });
  const drawer = await openDrawer(page);
  const panel = drawer.getByRole('region', { name: 'Leverage' });
  const field = panel.getByLabel('Leverage, times');
  const before = await field.inputValue();
  const wanted = before === '7' ? '8' : '7';
  for (const leverage of [wanted, before]) {
    await field.fill(leverage);
    await panel.getByRole('button', { name: 'Set leverage' }).click();
    await expectDone(panel);
    await expect(drawer.locator('dl > div').filter({ hasText: 'Leverage' }).locator('dd')).toContainText(
      `${leverage}×`,
    );
  }
});

test('a viewer finds every act off, with the reason in sight', async ({ openAs }) => {
  const page = await openAs('viewer', { path: '/positions' });
  const drawer = await openDrawer(page);
  for (const name of ['Close…', 'Reverse…', 'Set stop and target', 'Set leverage']) {
    await expect(drawer.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true');
  }
  await expect(drawer.getByText('You are a viewer').first()).toBeVisible();
});
