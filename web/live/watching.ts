import type { Unsubscribe } from './keep-subscribed.ts';

const counts = new Map<string, number>();
const listeners = new Set<() => void>();

/** Says that a page shows this quote, until what is returned is called; the same quote may be watched by several parts. */
export function watchQuoteOf(venueId: string, instrumentId: string): Unsubscribe {
  const key = `${venueId}/${instrumentId}`;
  count(key, 1);
  return () => count(key, -1);
}

function count(key: string, change: 1 | -1): void {
  const before = counts.get(key) ?? 0;
  const after = before + change;
  if (after > 0) counts.set(key, after);
  else counts.delete(key);
  if (before > 0 === after > 0) return;
  for (const listener of listeners) listener();
}

/** What a presence document takes at most. */
const watchedAtMost = 8;

/** Quotes that this page shows, as a presence document names them: the latest are kept where there are too many. */
export function watchedQuotes(): readonly string[] {
  return [...counts.keys()].slice(-watchedAtMost);
}

export function onWatchedQuotes(listener: () => void): Unsubscribe {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
