import { logger } from 'firebase-functions';

/** Runs `work` on the items, `size` at a time, one chunk after the other, and joins what it gives. */
export async function inChunks<Item, Result>(
  items: readonly Item[],
  size: number,
  work: (chunk: readonly Item[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += size) {
    results.push(...(await work(items.slice(from, from + size))));
  }
  return results;
}

export interface Tally {
  /** Items on which something was to be done, and was. */
  readonly done: number;
  readonly failed: number;
}

const atOnce = 20;

/** Runs `work` on each item; it says whether anything was to be done. One that fails is logged and holds up no other. */
export async function tallyEach<Item>(items: readonly Item[], work: (item: Item) => Promise<boolean>): Promise<Tally> {
  const outcomes = await inChunks(items, atOnce, (chunk) => Promise.allSettled(chunk.map(async (item) => work(item))));
  let done = 0;
  let failed = 0;
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') {
      if (outcome.value) done += 1;
    } else {
      failed += 1;
      logger.error('one of many failed', outcome.reason);
    }
  }
  return { done, failed };
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    done: tallies.reduce((sum, tally) => sum + tally.done, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
  };
}
