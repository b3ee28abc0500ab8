import { toReadable } from '@/format/readable.ts';
import { formatInstant } from '@/format/times.ts';
import type { TimeZoneChoice } from '@/preferences/preferences.ts';

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
  mode: 'Trading state',
  flatten: 'Close positions',
  expiresAtMs: 'Good until',
  email: 'E-mail',
};

/** `takeProfit` is `Take profit`; some have better words. */
export function factName(key: string): string {
  const spaced = key.replace(/([A-Z])/g, ' $1').toLowerCase();
  return names[key] ?? spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export function factText(key: string, value: unknown, zone: TimeZoneChoice): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return key.endsWith('Ms') && value > 1e12 ? formatInstant(value, zone) : String(value);
  return typeof value === 'string' ? toReadable(value) : JSON.stringify(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
