import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { browserOptions } from '../../tests/e2e/browser.ts';
import { deskPages, openPages } from '../../tests/e2e/support/page-list.ts';

/** `npm run screenshots -- FOLDER [URL]`: every page of a running demo desk, both themes, desktop and phone. */
const [folder = 'screenshots', url = 'http://127.0.0.1:5000'] = process.argv.slice(2);
const sizes = [
  { name: '1440', width: 1440, height: 900 },
  { name: '375', width: 375, height: 812 },
] as const;

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch(await browserOptions());
try {
  for (const theme of ['dark', 'light'] as const) {
    for (const { name, width, height } of sizes) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        baseURL: url,
        serviceWorkers: 'block',
      });
      const page = await context.newPage();
      for (const [title, route] of Object.entries(openPages)) {
        await page.goto(route);
        await page.getByRole('main').getByRole('button').first().waitFor();
        await page.waitForTimeout(1_000);
        await page.screenshot({ path: path.join(folder, `${title}-${theme}-${name}.png`) });
      }
      await page.goto('/sign-in');
      await page.getByRole('button', { name: /Olivia Owner/ }).click();
      await page.getByTestId('connection-badge').and(page.locator('[data-state=live]')).waitFor();
      for (const route of deskPages) {
        await page.goto(route);
        await page.getByTestId('connection-badge').and(page.locator('[data-state=live]')).waitFor();
        await page.waitForTimeout(2_500);
        const title = route === '/' ? 'overview' : route.slice(1);
        await page.screenshot({ path: path.join(folder, `${title}-${theme}-${name}.png`) });
      }
      await context.close();
      console.log(`${theme} ${name}: ${deskPages.length + Object.keys(openPages).length} pages`);
    }
  }
} finally {
  await browser.close();
}
