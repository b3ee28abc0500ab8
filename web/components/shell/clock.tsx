'use client';

import { formatTime, zoneName } from '@/format/times.ts';
import { useNow } from '@/live/clock.ts';
import { usePreferences } from '@/preferences/use-preferences.ts';

/** The time with its zone; a click changes between the local zone and UTC. */
export function Clock() {
  const nowMs = useNow();
  const [{ timeZone }, setPreferences] = usePreferences();
  const other = timeZone === 'utc' ? 'local time' : 'UTC';
  return (
    <button
      type="button"
      title={`Show ${other}`}
      onClick={() => setPreferences({ timeZone: timeZone === 'utc' ? 'local' : 'utc' })}
      className="h-8 min-w-[13ch] rounded-control px-2 text-right text-sm whitespace-nowrap text-muted hover:bg-sunken max-lg:hidden"
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
