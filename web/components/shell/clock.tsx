'use client';

import { formatTime, zoneName } from '@/format/times.ts';
import { useNow, useNowValue } from '@/live/clock.ts';
import { usePreference, usePreferences } from '@/preferences/use-preferences.ts';

/** The time with its zone; a click changes between the local zone and UTC. */
export function Clock() {
  const nowMs = useNow();
  const [{ timeZone }, setPreferences] = usePreferences();
  const other = timeZone === 'local' ? 'utc' : 'local';
  return (
    <button
      type="button"
      title={`Show ${other === 'utc' ? 'UTC' : 'local time'}`}
      onClick={() => setPreferences({ timeZone: other })}
      className="h-8 min-w-[13ch] rounded-control px-2 text-right text-sm whitespace-nowrap text-muted hover:bg-sunken max-md:hidden"
    >
      {nowMs === undefined ? (
        '--:--:--'
      ) : (
        <>
          <span className="text-text">{formatTime(nowMs, timeZone)}</span> {zoneName(timeZone, nowMs)}
        </>
      )}
    </button>
  );
}

/** The zone of every time on the page, for phones, whose header has no room for the clock. */
export function ZoneNote() {
  const timeZone = usePreference('timeZone');
  const zone = useNowValue((nowMs) => zoneName(timeZone, nowMs));
  return <p className="mt-3 min-h-4 text-center text-xs text-muted md:hidden">{zone && `Times are in ${zone}.`}</p>;
}
