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
