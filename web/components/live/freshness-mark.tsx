'use client';

import { classNames } from '@/components/ui/class-names.ts';
import { formatAge, formatRecent } from '@/format/times.ts';
import type { ShownFreshness, ShownState } from '@/live/freshness.ts';
import type { TimeZoneChoice } from '@/preferences/preferences.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

interface Look {
  readonly symbol: string;
  readonly colour: string;
  readonly word: string;
  /** What stands behind the word: the age of the figures, or their time where they no longer follow the market. */
  readonly detail?: 'age' | 'time';
}

const looks: Record<ShownState, Look> = {
  live: { symbol: '●', colour: 'text-up', word: 'Live', detail: 'age' },
  paced: { symbol: '‖', colour: 'text-muted', word: 'Held', detail: 'age' },
  held: { symbol: '‖', colour: 'text-muted', word: 'Held', detail: 'time' },
  delayed: { symbol: '◐', colour: 'text-warning', word: 'Delayed', detail: 'age' },
  stale: { symbol: '○', colour: 'text-muted', word: 'as of', detail: 'time' },
  'worker-lost': { symbol: '✕', colour: 'text-down', word: 'Worker lost', detail: 'time' },
  paused: { symbol: '‖', colour: 'text-muted', word: 'Paused', detail: 'time' },
  saved: { symbol: '▨', colour: 'text-muted', word: 'Saved copy', detail: 'time' },
  offline: { symbol: '✕', colour: 'text-down', word: 'Offline', detail: 'time' },
  forbidden: { symbol: '✕', colour: 'text-down', word: 'No access' },
  'never-synced': { symbol: '○', colour: 'text-muted', word: 'Not synced yet' },
  pending: { symbol: '○', colour: 'text-muted', word: 'Connecting' },
};

export interface FreshnessMarkProps {
  freshness: ShownFreshness;
  /** The word stands above its age or time on phones, where the header has no room for both in a line. */
  stacked?: boolean;
}

/** Freshness in a symbol and words: "● Live 180 ms". Not a live region: it changes every second. */
export function FreshnessMark({ freshness, stacked = false }: FreshnessMarkProps) {
  const zone = usePreference('timeZone');
  const { symbol, colour, word } = looks[freshness.state];
  const line = stacked ? 'max-md:block' : undefined;
  return (
    <span className={classNames('inline-flex items-center gap-1.5 text-xs whitespace-nowrap', colour)}>
      <span aria-hidden>{symbol}</span>
      <span className={stacked ? 'md:min-w-[9ch]' : 'min-w-[9ch]'}>
        <span className={line}>{word}</span> <span className={line}>{detailOf(freshness, zone)}</span>
      </span>
    </span>
  );
}

function detailOf({ state, ageMs, asOfMs }: ShownFreshness, zone: TimeZoneChoice): string | undefined {
  const { detail } = looks[state];
  if (detail === 'age') return formatAge(ageMs);
  return detail === 'time' && asOfMs > 0 ? formatRecent(asOfMs, asOfMs + ageMs, zone) : undefined;
}
