import { randomUUID } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { collections } from '@tapedeck/core';
import { expect, test } from './support/fixtures.ts';
import { openOwnDesk, type OwnDesk } from './support/own-desk.ts';
import { createPerson } from './support/people.ts';
import { badge, fillSignIn, signIn } from './support/shell.ts';

/** A desk of its own: members come and go without another test noticing. */
let desk: OwnDesk;
let pages: Page[] = [];

test.beforeEach(async ({ admin, venue }) => {
  desk = await openOwnDesk(admin, venue);
});
test.afterEach(async () => {
  await Promise.all(pages.map((page) => page.context().close()));
  pages = [];
  await desk.stop();
});

async function newPage(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  pages.push(page);
  return page;
}

async function openSettings(browser: Browser): Promise<Page> {
  const page = await newPage(browser);
  await signIn(page, desk.owner);
  await badge(page).waitFor();
  await page.goto('/settings');
  return page;
}

const membersOf = (page: Page) => page.getByRole('region', { name: 'Members' });
const rowOf = (page: Page, name: string) => membersOf(page).getByTestId('member').filter({ hasText: name });

async function invite(page: Page, email: string, role: string): Promise<string> {
  const form = page.getByRole('form', { name: 'Invite a member' });
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Role').selectOption(role);
  await form.getByRole('button', { name: 'Invite' }).click();
  const link = page.getByLabel(`Link for ${email}`);
  await expect(link).toHaveValue(/\/invite\?/);
  return link.inputValue();
}

test('a new person makes an account by the link, joins, and is removed with the page open', async ({ browser }) => {
  const owner = await openSettings(browser);
  const email = `${randomUUID()}@example.com`;
  const link = await invite(owner, email, 'trader');
  await expect(owner.getByTestId('open-invite')).toContainText(email);

  const guest = await newPage(browser);
  await guest.goto(new URL(link).pathname + new URL(link).search);
  await guest.getByRole('button', { name: 'Create an account' }).click();
  await guest.getByLabel('Your name').fill('Nina New');
  await guest.getByLabel('E-mail').fill(email);
  await guest.getByLabel('Password').fill('correct horse');
  await guest.getByRole('button', { name: 'Create account' }).click();
  await expect(guest.getByText('You are signed in as Nina New')).toBeVisible();
  await guest.getByRole('button', { name: 'Join the desk' }).click();
  await expect(guest.getByRole('button', { name: 'Nina New, trader' })).toBeVisible();
  await guest.goto('/positions');
  await expect(guest.getByRole('heading', { level: 1, name: 'Positions' })).toBeAttached();

  await expect(rowOf(owner, 'Nina New')).toContainText('Watching Positions');
  await expect(owner.getByTestId('open-invite')).toHaveCount(0);
  await rowOf(owner, 'Nina New').getByRole('button', { name: 'Manage Nina New' }).click();
  await owner.getByRole('menuitem', { name: 'Remove…' }).click();
  await owner.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();

  await expect(guest.getByText(/no longer/)).toBeVisible();
  await expect(guest.getByRole('navigation')).toHaveCount(0);
  await expect(rowOf(owner, 'Nina New')).toHaveCount(0);
});

test('a person with a desk of their own joins by signing in, and can go back to it', async ({ browser, admin }) => {
  const person = await createPerson('Dora Desk');
  const guest = await newPage(browser);
  await signIn(guest, person);
  await expect(guest.getByRole('button', { name: 'Dora Desk, owner' })).toBeVisible();

  const owner = await openSettings(browser);
  const link = await invite(owner, person.email, 'viewer');
  await guest.goto(new URL(link).pathname + new URL(link).search);
  await guest.getByRole('button', { name: 'Join the desk' }).click();
  await expect(guest.getByRole('button', { name: 'Dora Desk, viewer' })).toBeVisible();
  const invites = await admin.collection(collections.invites(desk.deskId)).get();
  expect(invites.docs.map((found) => found.get('status'))).toEqual(['accepted']);

  await guest.goto('/settings');
  await guest.getByLabel('Show another desk').selectOption({ label: "Dora Desk's desk (owner)" });
  await expect(guest.getByRole('button', { name: 'Dora Desk, owner' })).toBeVisible();
});

test('a link that was withdrawn, and one for somebody else, are refused with a sentence', async ({ browser }) => {
  const owner = await openSettings(browser);
  const email = `${randomUUID()}@example.com`;
  const link = await invite(owner, email, 'viewer');
  const guest = await newPage(browser);
  await guest.goto(new URL(link).pathname + new URL(link).search);
  await guest.getByRole('button', { name: 'Sign in', exact: true }).click();
  await fillSignIn(guest, await createPerson('Otto Other'));
  await guest.getByRole('button', { name: 'Join the desk' }).click();
  await expect(guest.getByText(`This invitation is for ${email}`)).toHaveRole('alert');
  await expect(guest).toHaveURL(/\/invite/);

  await owner.getByRole('button', { name: `Withdraw the invitation of ${email}` }).click();
  await expect(owner.getByTestId('open-invite')).toHaveCount(0);
});

test('a role that changes holds on the open page', async ({ browser }) => {
  const owner = await openSettings(browser);
  const person = await createPerson('Rosa Role');
  const link = await invite(owner, person.email, 'viewer');
  const guest = await newPage(browser);
  await guest.goto(new URL(link).pathname + new URL(link).search);
  await guest.getByRole('button', { name: 'Sign in', exact: true }).click();
  await fillSignIn(guest, person);
  await guest.getByRole('button', { name: 'Join the desk' }).click();
  await expect(guest.getByRole('button', { name: 'Rosa Role, viewer' })).toBeVisible();

  await rowOf(owner, 'Rosa Role').getByRole('button', { name: 'Manage Rosa Role' }).click();
  await owner.getByRole('menuitem', { name: 'Make trader…' }).click();
  await owner.getByRole('dialog').getByRole('button', { name: 'Make trader' }).click();
  await expect(guest.getByRole('button', { name: 'Rosa Role, trader' })).toBeVisible();
  await expect(rowOf(owner, 'Oscar Own').getByRole('button')).toHaveAttribute('aria-disabled', 'true');
});
