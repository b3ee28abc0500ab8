'use client';

import { formatInstant, formatRecent } from '@/format/times.ts';
import { useNowValue } from '@/live/clock.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

/** When something happened: the time of what is of today, else with its day; the whole instant on demand. */
export function RecentTime({ atMs, className }: { atMs: number; className?: string }) {
  const zone = usePreference('timeZone');
  const text = useNowValue((nowMs) => formatRecent(atMs, nowMs, zone));
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatInstant(atMs, zone)} className={className}>
      {text}
    </time>
  );
}
