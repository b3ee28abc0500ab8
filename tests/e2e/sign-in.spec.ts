import { expect, personOf, test } from './support/fixtures.ts';
import { createPerson } from './support/people.ts';
import { badge, badgeSaying, fillSignIn, signIn } from './support/shell.ts';

test('a demo person is one click away', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /Tarek Trader/ }).click();
  await expect(badgeSaying(page, 'live')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Tarek Trader, trader' })).toBeVisible();
});

test('a wrong password is told in a sentence, and the right one opens the desk', async ({ page }) => {
  const owner = personOf('owner');
  await signIn(page, { email: owner.email, password: 'not this one' });
  await expect(page.getByText('E-mail or password is wrong. Check both and try again.')).toHaveRole('alert');
  await fillSignIn(page, owner);
  await expect(badgeSaying(page, 'live')).toBeVisible();
});

test('a visitor who is signed out is sent to sign-in and brought back', async ({ page }) => {
  await page.goto('/positions');
  await expect(page).toHaveURL('/sign-in?next=%2Fpositions');
  await expect(page.getByRole('heading', { name: 'Sign in to Tapedeck' })).toBeVisible();
  await page.getByRole('button', { name: /Vera Viewer/ }).click();
  await expect(page).toHaveURL('/positions');
  await expect(page.getByRole('heading', { name: 'Positions', exact: true, level: 1 })).toBeAttached();
});

test('signing out closes the desk, in other tabs too, and removes its saved copy', async ({ openAs }) => {
  const page = await openAs('viewer');
  const copies = () => Object.keys(localStorage).filter((key) => key.startsWith('tapedeck.saved/'));
  const other = await page.context().newPage();
  await other.goto('/');
  await expect(badge(other)).toContainText('Live');
  // A page that is left keeps what it has seen.
  await page.reload();
  await expect(badge(page)).toContainText('Live');
  expect(await page.evaluate(copies)).not.toEqual([]);
  await page.getByRole('button', { name: 'Vera Viewer, viewer' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
  await expect(other).toHaveURL('/sign-in');
  await other.close();
  const databases = async () => (await indexedDB.databases()).map(({ name }) => name ?? '');
  // Signing out loads the page anew, and one that is going cannot be asked.
  await expect(async () => {
    const left = (await page.evaluate(databases)).filter((name) => name.startsWith('firestore'));
    expect(left).toEqual([]);
  }).toPass({ timeout: 10_000 });
  await page.goto('/');
  await expect(page).toHaveURL('/sign-in');
  expect(await page.evaluate(copies)).toEqual([]);
});

test('the first sign-in makes a desk, which says that it is empty', async ({ page }) => {
  await signIn(page, await createPerson('Nora New'));
  await expect(page.getByText('No accounts yet')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Nora New, owner' })).toBeVisible();
  await expect(badge(page)).not.toContainText('Live');
});
