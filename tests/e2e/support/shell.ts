import type { Locator, Page } from '@playwright/test';
import type {} from '../../../web/live/debug.ts';

/** Every page of the desk that a person can open. */
export const deskPages = ['/', '/positions', '/activity', '/system', '/test-realtime', '/settings'] as const;

/** How fresh the chosen accounts are, in the header. */
export function badge(page: Page): Locator {
  return page.getByTestId('connection-badge');
}

/** The header's badge once it says so. */
export function badgeSaying(page: Page, state: string): Locator {
  return badge(page).and(page.locator(`[data-state="${state}"]`));
}

/** The row of an instrument, such as `BTC/USDT`, in the table of open positions. */
export function positionRow(page: Page, pair: string): Locator {
  return page.getByRole('region', { name: 'Open positions' }).getByRole('row').filter({ hasText: pair });
}

/** The sequence number of the last update of an account that was painted. */
export function paintedSeq(page: Page, accountId: string): Promise<number | undefined> {
  return page.evaluate((id) => window.__tapedeck?.painted(id)?.seq, accountId);
}

/** When this document was loaded: it stays the same for as long as nothing reloads the page. */
export function loadedAt(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin);
}
