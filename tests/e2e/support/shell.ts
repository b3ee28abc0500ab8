import type { Locator, Page } from '@playwright/test';
import type { DebugHook } from '../../../web/live/debug.ts';

/** How fresh the chosen accounts are, in the header. */
export function badge(page: Page): Locator {
  return page.getByTestId('connection-badge');
}

/** The header's badge once it says so. */
export function badgeSaying(page: Page, state: string): Locator {
  return badge(page).and(page.locator(`[data-state="${state}"]`));
}

/** The row of an instrument, such as `BTC/USDT`, in a table of positions. */
export function positionRow(page: Page, pair: string): Locator {
  return page.locator('tr[data-position]').filter({ hasText: pair });
}

/** The sequence number of the last update of an account that was painted. */
export function paintedSeq(page: Page, accountId: string): Promise<number | undefined> {
  return page.evaluate((id) => {
    const hook: DebugHook | undefined = window.__tapedeck;
    return hook?.painted(id)?.seq;
  }, accountId);
}

/** When this document was loaded: it stays the same for as long as nothing reloads the page. */
export function loadedAt(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin);
}

/** Signs in by the form, as a person with e-mail and password. */
export async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto('/sign-in');
  await fillSignIn(page, { email, password });
}

/** Fills the form of the sign-in page and sends it. */
export async function fillSignIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
