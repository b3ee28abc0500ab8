import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { deskPages, openPages } from './support/page-list.ts';

const looks = [
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'light', width: 375 },
  { colorScheme: 'dark', width: 375 },
] as const;

/** What a visit of a page must not bring: errors in the console, exceptions, requests that fail. */
class Troubles {
  readonly found: string[] = [];

  watch(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') this.found.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.found.push(`exception: ${error.message}`));
    page.on('response', (response) => {
      if (response.status() >= 400) this.found.push(`${response.status()} ${response.url()}`);
    });
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      // The Firestore SDK ends its long answers itself.
      if (reason !== 'net::ERR_ABORTED') this.found.push(`${reason} ${request.url()}`);
    });
  }
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

async function expectToFit(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 640 });
  const contentWidth = () => page.evaluate(() => document.documentElement.scrollWidth);
  // Charts follow the new width a frame later.
  await expect.poll(contentWidth).toBeLessThanOrEqual(width);
}

for (const path of deskPages) {
  test(`${path} opens without an error, breaks no rule of axe and fits 320 px`, async ({ openAs }) => {
    const troubles = new Troubles();
    const page = await openAs('owner', { path, onNewPage: (created) => troubles.watch(created) });
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Loading' })).toHaveCount(0);
    expect(await violationsOf(page)).toEqual([]);
    await expectToFit(page, 320);
    expect(troubles.found).toEqual([]);
  });
}

/** What each of them offers once it stands. */
const offers: Record<keyof typeof openPages, string | RegExp> = {
  'sign-in': /Olivia Owner/,
  'sign-in-new': 'Create account',
  invite: 'Create an account',
};

for (const [name, path] of Object.entries(openPages)) {
  test(`${name} opens without an error, breaks no rule of axe and fits 320 px`, async ({ page }) => {
    const troubles = new Troubles();
    troubles.watch(page);
    await page.goto(path);
    await expect(page.getByRole('button', { name: offers[name as keyof typeof openPages] })).toBeVisible();
    expect(await violationsOf(page)).toEqual([]);
    await expectToFit(page, 320);
    expect(troubles.found).toEqual([]);
  });
}
