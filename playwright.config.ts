import { defineConfig } from '@playwright/test';
import { browserOptions } from './tests/e2e/browser.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: '.tapedeck/browser-results',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  use: {
    baseURL: process.env['TAPEDECK_WEB_URL'] ?? 'http://127.0.0.1:5000',
    launchOptions: await browserOptions(),
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    serviceWorkers: 'block',
  },
});
