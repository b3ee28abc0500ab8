import type { TimeZoneChoice } from '../preferences/preferences.ts';

/**
 * The IANA zone of each choice; the device's own where none is named. Every venue that is supported counts its days,
 * funding times and statistics in UTC, so `exchange` needs no account to be told apart.
 */
const ianaZones: Record<TimeZoneChoice, string | undefined> = { local: undefined, utc: 'UTC', exchange: 'UTC' };

/** As a British calendar shortens them. */
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'] as const;

interface Parts {
  readonly day: number;
  readonly month: string;
  readonly year: number;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

/** By hand: the first use of each of the browser's own formats costs a phone as much as rendering a card. */
function partsOf(ms: number, zone: TimeZoneChoice): Parts {
  const date = new Date(ms);
  const utc = ianaZones[zone] === 'UTC';
  return {
    day: utc ? date.getUTCDate() : date.getDate(),
    month: months[utc ? date.getUTCMonth() : date.getMonth()] ?? '',
    year: utc ? date.getUTCFullYear() : date.getFullYear(),
    hour: twoDigits(utc ? date.getUTCHours() : date.getHours()),
    minute: twoDigits(utc ? date.getUTCMinutes() : date.getMinutes()),
    second: twoDigits(utc ? date.getUTCSeconds() : date.getSeconds()),
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** `14:03:12` */
export function formatTime(ms: number, zone: TimeZoneChoice): string {
  const { hour, minute, second } = partsOf(ms, zone);
  return `${hour}:${minute}:${second}`;
}

/** `14:03` */
export function formatMinute(ms: number, zone: TimeZoneChoice): string {
  const { hour, minute } = partsOf(ms, zone);
  return `${hour}:${minute}`;
}

/** `21 Nov 2026` */
export function formatDate(ms: number, zone: TimeZoneChoice): string {
  const { day, month, year } = partsOf(ms, zone);
  return `${day} ${month} ${year}`;
}

/** `21 Nov, 14:03` */
export function formatDateMinute(ms: number, zone: TimeZoneChoice): string {
  const { day, month, hour, minute } = partsOf(ms, zone);
  return `${day} ${month}, ${hour}:${minute}`;
}

/** `14:03:12` on the day of `nowMs`, else `20 Nov, 14:03`. */
export function formatRecent(ms: number, nowMs: number, zone: TimeZoneChoice): string {
  return formatDate(ms, zone) === formatDate(nowMs, zone) ? formatTime(ms, zone) : formatDateMinute(ms, zone);
}

/** `21 Nov 2026, 14:03:12 UTC`: an instant that cannot be mistaken. */
export function formatInstant(ms: number, zone: TimeZoneChoice): string {
  return `${formatDate(ms, zone)}, ${formatTime(ms, zone)} ${zoneName(zone, ms)}`;
}

let localZone: Intl.DateTimeFormat | undefined;

/** The zone as it is printed beside every clock: `UTC`, `CET`, `GMT+5:30`. */
export function zoneName(zone: TimeZoneChoice, ms: number): string {
  if (ianaZones[zone] === 'UTC') return 'UTC';
  localZone ??= new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZoneName: 'short' });
  const parts = localZone.formatToParts(ms);
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
