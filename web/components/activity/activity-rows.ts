import { formatDate } from '@/format/times.ts';
import type { Activity } from '@/live/activity.ts';
import type { TimeZoneChoice } from '@/preferences/preferences.ts';
import { changesLine, summaryOf } from './activity-changes.ts';

export type ListRow =
  | { readonly type: 'day'; readonly id: string; readonly day: string }
  | { readonly type: 'entry'; readonly id: string; readonly entry: Activity };

/** Entries, newest first, with a row before the first of each day in the chosen zone. */
export function toListRows(entries: readonly Activity[], zone: TimeZoneChoice): readonly ListRow[] {
  let last = '';
  return entries.flatMap((entry): ListRow[] => {
    const day = formatDate(entry.atMs, zone);
    const row: ListRow = { type: 'entry', id: entry.id, entry };
    if (day === last) return [row];
    last = day;
    return [{ type: 'day', id: `day-${day}`, day }, row];
  });
}

export interface PageFilters {
  /** Name of who acted. */
  readonly person?: string | undefined;
  readonly result?: Activity['result'] | undefined;
  readonly search: string;
}

/** What stands in an entry to be found by. */
export function matchesPage(entry: Activity, { person, result, search }: PageFilters, accountLabel: string): boolean {
  if (person !== undefined && entry.actor.name !== person) return false;
  if (result !== undefined && entry.result !== result) return false;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [
    entry.summary,
    summaryOf(entry),
    changesLine(entry, 'utc'),
    entry.type,
    entry.actor.name,
    accountLabel,
    entry.instrumentId,
    entry.result,
    entry.commandId,
  ]
    .filter((part) => part !== undefined)
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Everybody and everything that acted, by name. */
export function actorsOf(entries: readonly Activity[]): readonly string[] {
  return [...new Set(entries.map(({ actor }) => actor.name))].toSorted((a, b) => a.localeCompare(b));
}

/** How many entries came in above the one that was on top. */
export function countAbove(entries: readonly Activity[], topId: string | undefined): number {
  if (topId === undefined) return 0;
  return Math.max(
    0,
    entries.findIndex(({ id }) => id === topId),
  );
}
