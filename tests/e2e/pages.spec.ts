import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { badgeSaying, deskPages } from './support/shell.ts';

const looks = [
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'light', width: 375 },
  { colorScheme: 'dark', width: 375 },
] as const;

/** Collects what a visit of a page must not bring: errors in the console, exceptions, requests that fail. */
function watchTroubles(page: Page): readonly string[] {
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // The Firestore SDK ends its long answers itself.
    if (reason !== 'net::ERR_ABORTED') troubles.push(`${reason} ${request.url()}`);
  });
  return troubles;
}

/** Looks at the page in both themes and at both widths; returns each rule that it breaks, with where. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations)
      found.push(`${id} (${colorScheme}, ${width} px): ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }
  return found;
}

for (const path of deskPages) {
  test(`${path} opens without an error and breaks no rule of axe`, async ({ openAs }) => {
    const page = await openAs('owner', { path: '/sign-in' });
    const troubles = watchTroubles(page);
    await page.goto(path);
    await expect(badgeSaying(page, 'live')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.getByRole('main').getByRole('status')).toHaveCount(0);
    expect(await violationsOf(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });
}

test('/sign-in opens without an error and breaks no rule of axe', async ({ page }) => {
  const troubles = watchTroubles(page);
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: /Olivia Owner/ })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  expect(troubles).toEqual([]);
});
