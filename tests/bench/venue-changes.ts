import type { Page } from '@playwright/test';
import { sleep } from './run-bench.ts';

/** What the benches change: the first demo account's position in one instrument. */
export const changedAccount = 'main';
const symbol = 'BTCUSDT';
const row = '[data-position="BTC-USDT-PERP_net"]';

export async function control<Answer>(simulatorUrl: string, path: string, body: object): Promise<Answer> {
  const response = await fetch(`${simulatorUrl}/control/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`/control/${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Quantities that differ in their shown text: 0.201, 0.202, … */
export function quantityOf(index: number): string {
  return (0.2 + (index % 200) * 0.001).toFixed(3);
}

/** Trades the position to a quantity. Returns the venue's clock at the trade, just before it is pushed. */
export async function tradeTo(simulatorUrl: string, quantity: string): Promise<number> {
  const { venueMs } = await control<{ venueMs: number }>(simulatorUrl, 'positions', {
    account: changedAccount,
    symbol,
    size: quantity,
  });
  return venueMs;
}

/** Trades and waits until the quantity is painted in the Positions page. Returns both instants. */
export async function tradeAndAwaitPaint(
  simulatorUrl: string,
  page: Page,
  quantity: string,
): Promise<{ venueMs: number; paintedMs: number }> {
  const painted = page.evaluate(([text, within]) => window.paintWatch!.painted(text, within), [quantity, row] as const);
  const venueMs = await tradeTo(simulatorUrl, quantity);
  const late = sleep(10_000).then(() => {
    throw new Error(`Quantity ${quantity} was not painted within 10 s.`);
  });
  return { venueMs, paintedMs: await Promise.race([painted, late]) };
}

/** A pause of at least `leastMs` that drifts against frames, ticks and polls, so that no phase is favoured. */
export function driftingPause(index: number, leastMs: number, spreadMs: number): Promise<void> {
  return sleep(leastMs + ((index * 137) % spreadMs));
}
