import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Which browser the tests drive: CHROMIUM_PATH, else the system's, else the one inside @sparticuz/chromium. */
export async function browserOptions(): Promise<LaunchOptions> {
  const system = [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  const found = [process.env['CHROMIUM_PATH'], ...system].find((file) => file !== undefined && existsSync(file));
  if (found) return { executablePath: found, args };
  const { default: chromium } = await import('@sparticuz/chromium');
  // Not its own arguments: they put all pages into one process, which no browser of a person does.
  return { executablePath: await chromium.executablePath(), args };
}
