import { instrumentName } from '@/format/names.ts';
import { formatInstant } from '@/format/times.ts';
import type { Activity } from '@/live/activity.ts';
import type { TimeZoneChoice } from '@/preferences/preferences.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** A value that was changed. */
export interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const names: Record<string, string> = {
  quantityChange: 'Quantity',
  quantityAfter: 'Quantity after',
  entryPrice: 'Entry price',
  realisedPnl: 'Realised P&L',
  external: 'Made outside Tapedeck',
  venueMs: 'Venue time',
  pollMs: 'Poll interval (ms)',
  stream: 'Private stream',
  threshold: 'Smallest change written',
  atMs: 'Time',
  by: 'By',
};

/** Shown elsewhere in the drawer. */
const left = new Set(['type', 'positionId', 'instrumentId', 'before', 'sync', 'payload', 'result', 'error']);

function nameOf(key: string): string {
  const spaced = key.replace(/([A-Z])/g, ' $1').toLowerCase();
  return names[key] ?? spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function toText(key: string, value: unknown, zone: TimeZoneChoice): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return key.endsWith('Ms') && value > 1e12 ? formatInstant(value, zone) : String(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is known of an entry beside its sentence: the trade event, or what a command was asked. */
export function factsOf(entry: Activity, zone: TimeZoneChoice): readonly Fact[] {
  const details = entry.details ?? {};
  const { pair, kind } = entry.instrumentId === undefined ? { pair: '', kind: '' } : instrumentName(entry.instrumentId);
  const payload = isRecord(details['payload']) ? details['payload'] : {};
  const asked = isRecord(payload['sync']) ? payload['sync'] : {};
  return [
    ...(pair === '' ? [] : [{ name: 'Instrument', value: `${pair} ${kind}`.trim() }]),
    ...Object.entries({ ...details, ...asked })
      .filter(([key, value]) => !left.has(key) && value !== undefined && value !== null)
      .map(([key, value]) => ({ name: nameOf(key), value: toText(key, value, zone) })),
  ];
}

/** What a command changed, each value as it was and as it is. */
export function changesOf(entry: Activity, zone: TimeZoneChoice): readonly Change[] {
  const result = isRecord(entry.details?.['result']) ? entry.details['result'] : {};
  const before = result['before'];
  const after = result['sync'];
  if (!isRecord(before) || !isRecord(after)) return [];
  return Object.keys(after)
    .filter((key) => before[key] !== after[key])
    .map((key) => ({
      name: nameOf(key),
      before: toText(key, before[key], zone),
      after: toText(key, after[key], zone),
    }));
}

/** Why it did not succeed. */
export function failureOf(entry: Activity): string | undefined {
  const error = entry.details?.['error'];
  const message = isRecord(error) ? error['message'] : undefined;
  return typeof message === 'string' ? message : undefined;
}
