import { expect, test } from './support/fixtures.ts';
import { cancelEverything, expectDone, orderAda, orderRow, restingPrice, sendTrading } from './support/trading.ts';

const pair = 'ADA/USDT';

test.afterEach(async ({ admin }) => {
  await cancelEverything(admin, ['main', 'swing']);
});

test('an order made in the venue’s own app is shown as external, amended and cancelled', async ({ openAs, venue }) => {
  await venue.freezePrices();
  const price = await restingPrice(venue, 'ADAUSDT');
  const lower = await restingPrice(venue, 'ADAUSDT', 0.96);
  const owner = await openAs('owner', { path: '/orders' });
  const trader = await openAs('trader', { path: '/orders' });
  await venue.placeLimitOrder('main', { symbol: 'ADAUSDT', side: 'Buy', qty: '200', price });
  for (const page of [owner, trader]) {
    await expect(orderRow(page, pair)).toContainText('External');
    await expect(orderRow(page, pair)).toContainText(price);
  }

  await owner.getByRole('button', { name: `Amend Buy ${pair}` }).click();
  const dialog = owner.getByRole('dialog', { name: `Amend Buy ${pair}` });
  await dialog.getByLabel('Limit price').fill(lower);
  await dialog.getByLabel('Quantity').fill('150');
  await dialog.getByRole('button', { name: 'Amend order' }).click();
  await expectDone(dialog);
  await owner.keyboard.press('Escape');
  for (const page of [owner, trader]) {
    await expect(orderRow(page, pair)).toContainText(lower);
    await expect(orderRow(page, pair)).toContainText(/150/);
  }

  await trader.getByRole('button', { name: `Cancel Buy ${pair}` }).click();
  for (const page of [owner, trader]) await expect(orderRow(page, pair)).toHaveCount(0);
  await owner.getByRole('tab', { name: 'Failed' }).click();
  await expect(orderRow(owner, pair).first()).toContainText('Cancelled');
});

test('an order’s drawer tells its life from the click on, and cancels it on a phone', async ({ openAs, venue }) => {
  await venue.freezePrices();
  const limitPrice = await restingPrice(venue, 'ADAUSDT');
  const page = await openAs('owner', { path: '/orders', viewport: { width: 375, height: 812 } });
  await orderAda('200', { type: 'limit', limitPrice });
  await expect(orderRow(page, pair)).toContainText('At broker');
  await orderRow(page, pair).getByRole('button').first().click();
  const drawer = page.getByRole('dialog');
  const life = drawer.getByRole('list', { name: 'Life of the order' });
  for (const step of ['Sent by Olivia Owner', 'Taken by the worker', 'Sent to the venue', 'At the venue']) {
    await expect(life).toContainText(step);
  }
  await drawer.getByRole('button', { name: `Cancel Buy ${pair}` }).click();
  await expect(life).toContainText('Cancelled');
  await expect(drawer).toContainText('Nothing of it was filled.');
});

test('an order that the book fills in part says how much, on a phone too', async ({ openAs, venue }) => {
  await venue.setPosition('main', 'ADAUSDT', '0');
  await venue.addFault({ kind: 'partial-fills', ratio: 0.5, account: 'main' });
  const owner = await openAs('owner', { path: '/orders' });
  const phone = await openAs('trader', { path: '/orders', viewport: { width: 375, height: 812 } });
  for (const page of [owner, phone]) await page.getByRole('tab', { name: 'Failed' }).click();
  await orderAda('220');
  for (const page of [owner, phone]) {
    await expect(orderRow(page, pair).filter({ hasText: '110 / 220' }).first()).toContainText('Cancelled');
  }
  await orderRow(owner, pair).filter({ hasText: '110 / 220' }).first().getByRole('button').first().click();
  await expect(owner.getByRole('dialog').getByRole('list', { name: 'Life of the order' })).toContainText('Fill of 110');
});

test('an order that a gate refused stands under Failed with its sentence', async ({ openAs }) => {
  const page = await openAs('owner', { path: '/orders' });
  await page.getByRole('tab', { name: 'Failed' }).click();
  const placement = {
    accountId: 'main',
    instrumentId: 'ADA-USDT-PERP',
    side: 'buy',
    type: 'limit',
    quantity: { unit: 'base', value: '211' },
    limitPrice: '0.123456789',
  };
  await sendTrading('placeOrder', placement);
  const row = orderRow(page, pair).filter({ hasText: '211' }).first();
  await expect(row).toContainText('Rejected');
  await row.getByRole('button').first().click();
  const drawer = page.getByRole('dialog');
  await expect(drawer).toContainText('is no multiple of');
  await expect(drawer.getByRole('list', { name: 'Life of the order' })).toContainText('Denied by a gate');
});

test('cancelling all names its scope and leaves the other account alone', async ({ openAs, venue }) => {
  await venue.freezePrices();
  const price = await restingPrice(venue, 'ADAUSDT');
  for (const account of ['main', 'swing'])
    await venue.placeLimitOrder(account, { symbol: 'ADAUSDT', side: 'Buy', qty: '200', price });
  const page = await openAs('owner', { path: '/orders' });
  await expect(orderRow(page, pair)).toHaveCount(2);
  await page.getByRole('button', { name: 'Cancel all…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel all orders' });
  await dialog.getByLabel('Account').selectOption('Swing');
  await dialog.getByRole('button', { name: 'Cancel 1 order in Swing' }).click();
  await expectDone(page);
  await expect(orderRow(page, pair)).toHaveCount(1);
  await expect(orderRow(page, pair)).toContainText('Main');
});

test('a market order that was filled stands under Filled with its fills and fees', async ({ openAs, venue }) => {
  const page = await openAs('owner', { path: '/orders' });
  await page.getByRole('tab', { name: 'Filled' }).click();
  await venue.setPosition('main', 'ADAUSDT', '0');
  const referencePrice = await venue.lastPrice('ADAUSDT');
  await sendTrading('placeOrder', {
    accountId: 'main',
    instrumentId: 'ADA-USDT-PERP',
    side: 'buy',
    type: 'market',
    quantity: { unit: 'base', value: '200' },
    referencePrice,
  });
  await orderRow(page, pair).filter({ hasText: 'Olivia Owner' }).first().getByRole('button').first().click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('list', { name: 'Life of the order' })).toContainText('Fill of 200');
  await expect(drawer).toContainText(/Fees[\d.,]+ USDT/);
  await expect(drawer).toContainText(/Slippage(?:[\d.]+% (?:worse|better)|none)/);
});
