import { instrumentLabel } from '@/format/names.ts';
import type { Activity } from '@/live/activity.ts';
import type { TimeZoneChoice } from '@/preferences/preferences.ts';
import { factName, factText, isRecord } from './fact-words.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Shown elsewhere in the drawer. */
const left = new Set([
  'type',
  'positionId',
  'instrumentId',
  'accountId',
  'before',
  'after',
  'sync',
  'limits',
  'payload',
  'result',
  'error',
  'seenEpoch',
  'confirmation',
]);

/** What is known of an entry beside its sentence: the trade event, or what a command was asked. */
export function factsOf(entry: Activity, zone: TimeZoneChoice): readonly Fact[] {
  const details = entry.details ?? {};
  const payload = isRecord(details['payload']) ? details['payload'] : {};
  const asked = isRecord(payload['sync']) ? payload['sync'] : {};
  const instrumentId = entry.instrumentId ?? payload['instrumentId'];
  return [
    ...(typeof instrumentId === 'string' ? [{ name: 'Instrument', value: instrumentLabel(instrumentId) }] : []),
    ...Object.entries({ ...details, ...payload, ...asked })
      .filter(([key, value]) => !left.has(key) && value !== undefined && value !== null)
      .map(([key, value]) => ({ name: factName(key), value: factText(key, value, zone) })),
  ];
}

/** Why it did not succeed. */
export function failureOf(entry: Activity): string | undefined {
  const error = entry.details?.['error'];
  const message = isRecord(error) ? error['message'] : undefined;
  return typeof message === 'string' ? message : undefined;
}
