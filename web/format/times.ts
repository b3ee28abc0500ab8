import type { TimeZoneChoice } from '../preferences/preferences.ts';

/**
 * The IANA zone of each choice; the device's own where none is named. Every venue that is supported counts its days,
 * funding times and statistics in UTC, so `exchange` needs no account to be told apart.
 */
const ianaZones: Record<TimeZoneChoice, string | undefined> = { local: undefined, utc: 'UTC', exchange: 'UTC' };

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: TimeZoneChoice, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone}/${name}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', {
      ...options,
      hourCycle: 'h23',
      timeZone: ianaZones[zone],
    });
    formats.set(key, found);
  }
  return found;
}

/** `14:03:12` */
export function formatTime(ms: number, zone: TimeZoneChoice): string {
  return format(zone, 'time', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(ms);
}

/** `14:03` */
export function formatMinute(ms: number, zone: TimeZoneChoice): string {
  return format(zone, 'minute', { hour: '2-digit', minute: '2-digit' }).format(ms);
}

/** `21 Nov 2026` */
export function formatDate(ms: number, zone: TimeZoneChoice): string {
  return format(zone, 'date', { day: 'numeric', month: 'short', year: 'numeric' }).format(ms);
}

/** `21 Nov, 14:03` */
export function formatDateMinute(ms: number, zone: TimeZoneChoice): string {
  const date = format(zone, 'short-date', { day: 'numeric', month: 'short' }).format(ms);
  return `${date}, ${formatMinute(ms, zone)}`;
}

/** `14:03:12` on the day of `nowMs`, else `20 Nov, 14:03`. */
export function formatRecent(ms: number, nowMs: number, zone: TimeZoneChoice): string {
  return formatDate(ms, zone) === formatDate(nowMs, zone) ? formatTime(ms, zone) : formatDateMinute(ms, zone);
}

/** `21 Nov 2026, 14:03:12 UTC`: an instant that cannot be mistaken. */
export function formatInstant(ms: number, zone: TimeZoneChoice): string {
  return `${formatDate(ms, zone)}, ${formatTime(ms, zone)} ${zoneName(zone, ms)}`;
}

/** The zone as it is printed beside every clock: `UTC`, `CET`, `GMT+5:30`. */
export function zoneName(zone: TimeZoneChoice, ms: number): string {
  if (ianaZones[zone] === 'UTC') return 'UTC';
  const parts = format(zone, 'zone', { hour: '2-digit', timeZoneName: 'short' }).formatToParts(ms);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'local';
}

/** An age in the largest unit that fits: `180 ms`, `6 s`, `4 min`, `2 h`, `3 d`. */
export function formatAge(ageMs: number): string {
  if (ageMs < 1_000) return `${Math.round(ageMs / 10) * 10} ms`;
  if (ageMs < 60_000) return `${Math.floor(ageMs / 1_000)} s`;
  if (ageMs < 3_600_000) return `${Math.floor(ageMs / 60_000)} min`;
  if (ageMs < 86_400_000) return `${Math.floor(ageMs / 3_600_000)} h`;
  return `${Math.floor(ageMs / 86_400_000)} d`;
}
