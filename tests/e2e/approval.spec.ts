import { FieldValue, type Firestore } from '@google-cloud/firestore';
import { documents } from '@tapedeck/core';
import type { Page } from '@playwright/test';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { expect, test } from './support/fixtures.ts';
import { fillTicket, orderLife, reviewAndSend } from './support/ticket.ts';
import { cancelEverything, restingPrice } from './support/trading.ts';

async function needApprovalAbove(admin: Firestore, value: string | undefined): Promise<void> {
  const limits = value === undefined ? FieldValue.delete() : { approvalNotional: value };
  await admin.doc(documents.account(demoDeskId, 'main')).update({ limits });
}

test.beforeEach(async ({ admin, venue }) => {
  await needApprovalAbove(admin, '50');
  await venue.freezePrices();
});

test.afterEach(async ({ admin }) => {
  await needApprovalAbove(admin, undefined);
  await cancelEverything(admin, ['main']);
});

const card = (page: Page) => page.getByTestId('approval-card');

test('a colleague approves an order, and only then does it go to the broker', async ({ openAs, venue }) => {
  const owner = await openAs('owner', { path: '/activity' });
  const trader = await openAs('trader');
  const limitPrice = await restingPrice(venue, 'LTCUSDT');
  const ticket = await fillTicket(trader, { account: 'Main', search: 'LTC', limitPrice, quantity: '2' });
  await expect(ticket).toContainText('another member has to approve it');
  await reviewAndSend(ticket);
  await expect(orderLife(ticket)).toHaveAttribute('data-title', 'Waits for approval');
  await expect(ticket.getByTestId('approval-countdown')).toContainText(/\d+ s left/);
  await expect(card(trader)).toContainText('Your order waits for approval');
  await expect(card(trader).getByRole('button')).toHaveCount(0);

  await expect(card(owner)).toContainText('Tarek Trader asks for your approval');
  await expect(card(owner)).toContainText(`Buy 2 LTC, LTC/USDT Perp, limit ${limitPrice}`);
  await card(owner).getByRole('button', { name: 'Approve …' }).click();
  await card(owner).getByRole('button', { name: 'Yes, approve it' }).click();
  await expect(card(trader).getByTestId('approval-outcome')).toHaveText('Approved by Olivia Owner.');
  await expect(orderLife(ticket)).toHaveAttribute('data-title', 'At broker');
  await expect(card(owner)).toHaveCount(0);
});

test('whoever decides first decides; the other device switches off, and a refusal sends nothing', async ({
  openAs,
  venue,
}) => {
  const owner = await openAs('owner');
  const phone = await openAs('owner', { viewport: { width: 375, height: 812 } });
  const trader = await openAs('trader');
  const limitPrice = await restingPrice(venue, 'LTCUSDT');
  const ticket = await fillTicket(trader, { account: 'Main', search: 'LTC', limitPrice, quantity: '2' });
  await reviewAndSend(ticket);
  await card(owner).getByRole('button', { name: 'Approve …' }).click();
  await card(phone).getByRole('button', { name: 'Refuse …' }).click();
  await card(phone).getByRole('button', { name: 'Yes, refuse it' }).click();
  await expect(card(owner).getByTestId('approval-outcome')).toHaveText('Refused by Olivia Owner.');
  await expect(card(owner).getByRole('button')).toHaveCount(0);
  await expect(orderLife(ticket)).toHaveAttribute('data-title', 'Rejected');
});

test('a viewer is not asked', async ({ openAs, venue }) => {
  const viewer = await openAs('viewer');
  const trader = await openAs('trader');
  const limitPrice = await restingPrice(venue, 'LTCUSDT');
  const ticket = await fillTicket(trader, { account: 'Main', search: 'LTC', limitPrice, quantity: '2' });
  await reviewAndSend(ticket);
  await expect(card(trader)).toBeVisible();
  await expect(card(viewer)).toHaveCount(0);
  const owner = await openAs('owner');
  await card(owner).getByRole('button', { name: 'Refuse …' }).click();
  await card(owner).getByRole('button', { name: 'Yes, refuse it' }).click();
  await expect(orderLife(ticket)).toHaveAttribute('data-title', 'Rejected');
});
