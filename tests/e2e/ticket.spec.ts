import { collections, type CommandDocument, type OrderDocument } from '@tapedeck/core';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { expect, test } from './support/fixtures.ts';
import { fillTicket, orderLife, reviewAndSend, ticketOf } from './support/ticket.ts';
import { cancelEverything, restingPrice } from './support/trading.ts';

test.afterEach(async ({ admin }) => {
  await cancelEverything(admin, ['main']);
});

test('a limit order is reviewed, sent once however often it is clicked, and works at the broker', async ({
  openAs,
  venue,
  admin,
}) => {
  await venue.freezePrices();
  const limitPrice = await restingPrice(venue, 'LTCUSDT');
  const page = await openAs('owner');
  const orders = admin.collection(collections.orders(demoDeskId, 'main')).where('instrumentId', '==', 'LTC-USDT-PERP');
  const before = (await orders.get()).size;
  const ticket = await fillTicket(page, { account: 'Main', search: 'LTC', limitPrice, quantity: '2' });
  await expect(ticket.getByRole('region', { name: 'Estimate' })).toContainText(/Value[\d,.]+ USDT/);

  await ticket.getByRole('button', { name: 'Review order' }).click();
  await expect(ticket.getByRole('heading', { name: /Buy 2 LTC/ })).toBeFocused();
  await ticket.getByRole('button', { name: 'Send buy order' }).dblclick();
  await expect(orderLife(ticket)).toHaveAttribute('data-title', 'At broker');
  await expect.poll(async () => (await orders.get()).size).toBe(before + 1);
  const sent = (await orders.where('open', '==', true).get()).docs.map((found) => found.data() as OrderDocument);
  expect(sent).toMatchObject([{ status: 'working', limitPrice, quantity: '2', actor: { name: 'Olivia Owner' } }]);

  await cancelEverything(admin, ['main']);
  await expect(orderLife(ticket)).toHaveAttribute('data-title', 'Cancelled');
});

test('a market order is filled, the ticket says at which price, and the position names who sent it', async ({
  openAs,
  venue,
}) => {
  await venue.setPosition('main', 'LTCUSDT', '0');
  const page = await openAs('trader');
  const ticket = await fillTicket(page, { account: 'Main', search: 'LTC', type: 'market', quantity: '1' });
  await reviewAndSend(ticket);
  await expect(orderLife(ticket)).toHaveAttribute('data-title', 'Filled');
  await expect(orderLife(ticket)).toContainText(/1 of 1 filled at [\d.]+/);
  const activity = page.getByRole('region', { name: 'Recent activity' });
  const opened = activity.getByRole('listitem').filter({ hasText: 'Long LTC-USDT perpetual opened' });
  await expect(opened.first()).toContainText('Tarek Trader');
});

test('every gate that would refuse the order is told beside its field, and nothing can be sent', async ({
  openAs,
  venue,
}) => {
  await venue.freezePrices();
  const page = await openAs('owner');
  const ticket = await fillTicket(page, { account: 'Main', search: 'LTC', limitPrice: '9999.999', quantity: '5000' });
  const price = ticket.getByLabel('Limit price', { exact: true });
  await expect(price).toHaveAttribute('aria-invalid', 'true');
  await expect(ticket).toContainText(/no multiple of 0\.0\d*, the tick of LTC-USDT-PERP/);
  await expect(ticket).toContainText(/the limit of one order is 25,000\.00 USDT/);
  await ticket.getByLabel('Quantity', { exact: true }).fill('5,000');
  await expect(ticket).toContainText('5,000 can be read in two ways');
  const review = ticket.getByRole('button', { name: 'Review order' });
  await expect(review).toHaveAttribute('aria-disabled', 'true');
  await review.click({ force: true });
  await expect(ticket.getByRole('button', { name: /^Send/ })).toHaveCount(0);
});

test('a viewer reads the ticket and can send nothing', async ({ openAs, admin }) => {
  const page = await openAs('viewer');
  const commands = admin.collection(collections.commands(demoDeskId));
  const before = (await commands.count().get()).data().count;
  await page.keyboard.press('t');
  const ticket = ticketOf(page);
  await expect(ticket.getByText('You are a viewer of this desk')).toBeVisible();
  await expect(ticket.getByRole('button', { name: 'Review order' })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0);
  expect((await commands.count().get()).data().count).toBe(before);
});

test('single keys fill and review, but only a press of Send sends', async ({ openAs, venue, admin }) => {
  await venue.freezePrices();
  const limitPrice = await restingPrice(venue, 'LTCUSDT');
  const page = await openAs('owner');
  const isOrder = (found: { data: () => unknown }) => (found.data() as CommandDocument).type === 'placeOrder';
  const sent = async () => (await admin.collection(collections.commands(demoDeskId)).get()).docs.filter(isOrder).length;
  const before = await sent();
  const ticket = await fillTicket(page, { account: 'Main', search: 'LTC', limitPrice, quantity: '2' });
  await ticket.getByLabel('Quantity', { exact: true }).press('Enter');
  await expect(ticket.getByRole('button', { name: 'Send buy order' })).toBeVisible();
  for (const key of ['Enter', 'Enter', 't', 'Enter']) await page.keyboard.press(key);
  expect(await sent()).toBe(before);
});

test('what the exchange does not take is off, and the ticket says what to do instead', async ({ openAs, venue }) => {
  await venue.freezePrices();
  const page = await openAs('owner');
  const ticket = await fillTicket(page, { account: 'Main', search: 'LTC', type: 'market', quantity: '2' });
  const type = ticket.getByLabel('Type', { exact: true });
  await expect(type.getByRole('option', { name: 'Trailing stop' })).toBeDisabled();
  await expect(ticket).toContainText('Set a trailing stop on the open position.');
  const time = ticket.getByLabel('Time in force');
  await expect(time.getByRole('option', { name: 'Fill or kill' })).toBeDisabled();
  await expect(time.getByRole('option', { name: 'Immediate or cancel' })).toBeEnabled();
});

test('on a phone the ticket is a sheet under the header, with Stop in reach', async ({ openAs, venue }) => {
  await venue.freezePrices();
  const limitPrice = await restingPrice(venue, 'LTCUSDT');
  const page = await openAs('owner', { viewport: { width: 375, height: 812 } });
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: 'Trade' }).click();
  const ticket = ticketOf(page);
  await expect(async () => {
    expect(await ticket.boundingBox()).toEqual({ x: 0, y: 48, width: 375, height: 764 });
  }).toPass();
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeInViewport({ ratio: 1 });
  await ticket.getByLabel('Account').selectOption({ label: 'Main (SIMULATED)' });
  await ticket.getByPlaceholder('Type a name, such as BTC').fill('ltc');
  await ticket.getByRole('listbox', { name: 'Instruments' }).getByRole('option').first().click();
  const quantity = ticket.getByLabel('Quantity', { exact: true });
  await expect(quantity).toHaveCSS('font-size', '16px');
  await expect(quantity).toHaveAttribute('inputmode', 'decimal');
  await quantity.fill('2');
  await ticket.getByLabel('Limit price', { exact: true }).fill(limitPrice);
  await reviewAndSend(ticket);
  await expect(orderLife(ticket)).toHaveAttribute('data-title', 'At broker');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
});
