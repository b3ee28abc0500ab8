import type { Page } from '@playwright/test';
import type { LatencySample } from '../../web/live/latency.ts';
import { changedAccount } from './venue-changes.ts';
import { percentile } from './figures.ts';

type Hops = Record<string, number>;

/** The newest painted update of the changed account, hop by hop. All clocks are of this one machine. */
export async function readHops(page: Page): Promise<Hops | undefined> {
  const sample = await page.evaluate((account) => window.__tapedeck?.painted(account), changedAccount);
  return sample && toHops(sample);
}

function toHops({ venueMs, readMs, sentMs, committedMs, receivedMs, paintedMs }: LatencySample): Hops {
  return {
    'venue → read': readMs - venueMs,
    'read → sent': sentMs - readMs,
    'sent → committed': committedMs - sentMs,
    'committed → received': receivedMs - committedMs,
    'received → painted': (paintedMs ?? receivedMs) - receivedMs,
  };
}

/** One line a hop: p50 and p95. */
export function describeHops(all: readonly Hops[]): string[] {
  return Object.keys(all[0] ?? {}).map((hop) => {
    const values = all.map((hops) => hops[hop] ?? 0);
    return `${hop.padEnd(22)} p50 ${percentile(values, 0.5).toFixed(1)} ms   p95 ${percentile(values, 0.95).toFixed(1)} ms`;
  });
}
