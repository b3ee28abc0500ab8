import type { Firestore } from '@google-cloud/firestore';
import { test as base, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import type { Role } from '@tapedeck/core';
import { demoPeople, type DemoPerson } from '../../../scripts/stack/demo.ts';
import { connectAdmin } from './environment.ts';
import { badge, badgeSaying } from './shell.ts';
import { keepOnlySignIn, type StoredState } from './stored-sign-in.ts';
import { Venue } from './venue.ts';

export { expect } from '@playwright/test';

export interface OpenOptions extends BrowserContextOptions {
  /** The page to start at; `/` when absent. */
  readonly path?: string;
  /** Called before the page loads anything. */
  readonly onNewPage?: (page: Page) => void;
}

interface Fixtures {
  /** Opens a browser of its own, signed in as a person of the demo desk, and waits for live figures. */
  readonly openAs: (role: Role, options?: OpenOptions) => Promise<Page>;
  /** The exchange's control endpoint; put back in order after the test. */
  readonly venue: Venue;
}

interface WorkerFixtures {
  /** Firestore past all rules. */
  readonly admin: Firestore;
}

export function personOf(role: Role): DemoPerson {
  const person = demoPeople.find((candidate) => candidate.role === role);
  if (!person) throw new Error(`The demo desk has no ${role}.`);
  return person;
}

/** What a browser keeps of a sign-in, so that only the first test of a person goes through the form. */
const signIns = new Map<Role, Promise<StoredState>>();

export const test = base.extend<Fixtures, WorkerFixtures>({
  admin: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from the pattern
    async ({}, use) => {
      const admin = connectAdmin();
      await use(admin);
      await admin.terminate();
    },
    { scope: 'worker' },
  ],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from the pattern
  venue: async ({}, use) => {
    const venue = new Venue();
    await use(venue);
    await venue.restore();
  },
  openAs: async ({ browser }, use) => {
    const opened: Page[] = [];
    await use(async (role, { path = '/', onNewPage, ...options } = {}) => {
      const signIn = signIns.get(role) ?? signInAs(browser, role);
      signIns.set(role, signIn);
      const context = await browser.newContext({ ...options, storageState: await signIn });
      const page = await context.newPage();
      opened.push(page);
      onNewPage?.(page);
      await page.goto(path);
      await badgeSaying(page, 'live').waitFor();
      return page;
    });
    await Promise.all(opened.map((page) => page.context().close()));
  },
});

async function signInAs(browser: Browser, role: Role): Promise<StoredState> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: personOf(role).name }).click();
  await badge(page).waitFor();
  const state = keepOnlySignIn(await context.storageState({ indexedDB: true }));
  await context.close();
  return state;
}
