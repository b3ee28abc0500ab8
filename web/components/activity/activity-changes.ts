import type { RiskLimitName } from '@tapedeck/core/risk/limits';
import { formatLimit, limitWords } from '@/components/risk/limit-words.ts';
import { toReadable } from '@/format/readable.ts';
import type { Activity } from '@/live/activity.ts';
import type { TimeZoneChoice } from '@/preferences/preferences.ts';
import { factName, factText, isRecord } from './fact-words.ts';

/** A value that was changed. */
export interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

type Values = Readonly<Record<string, unknown>>;

const nothing = '—';

const limitNames = new RegExp(`\\b(?:${Object.keys(limitWords).join('|')})\\b`, 'g');

/** The sentence of an entry as people read it: instruments, amounts and limits by their names. */
export function summaryOf({ summary }: Pick<Activity, 'summary'>): string {
  return toReadable(summary).replace(limitNames, (name) =>
    isLimit(name) ? limitWords[name].title.toLowerCase() : name,
  );
}

/** What an entry changed, each value as it was and as it is; what stayed the same is left out. */
export function changesOf(entry: Activity, zone: TimeZoneChoice): readonly Change[] {
  const [before, after] = sidesOf(entry);
  if (!before || !after) return [];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys]
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => ({
      name: isLimit(key) ? limitWords[key].title : factName(key),
      before: valueText(key, before[key], zone),
      after: valueText(key, after[key], zone),
    }));
}

/** Changes in one line: `Leverage 10× → 4×, Daily loss 2,500.00 → 9,000.00`. */
export function changesLine(entry: Activity, zone: TimeZoneChoice): string {
  return changesOf(entry, zone)
    .map(({ name, before, after }) => `${name} ${before} → ${after}`)
    .join(', ');
}

/** Desk commands keep both sides beside what was asked, commands of a worker in their result. */
function sidesOf({ details = {} }: Activity): readonly [before: Values | undefined, after: Values | undefined] {
  const result = isRecord(details['result']) ? details['result'] : {};
  const before = details['before'] ?? result['before'];
  const after = details['after'] ?? result['after'] ?? result['sync'];
  if (!isRecord(before) && !isRecord(after)) return [undefined, undefined];
  return [isRecord(before) ? flatten(before) : {}, isRecord(after) ? flatten(after) : {}];
}

/** Who and when stand beside the entry; ids and counters of states say nothing to people. */
const left = new Set(['by', 'atMs', 'epoch', 'uid']);

/** `{ limits: { maxLeverage } }` is `{ maxLeverage }`. */
function flatten(values: Values): Values {
  const entries = Object.entries(values).flatMap(([key, value]) =>
    isRecord(value) ? Object.entries(value) : [[key, value] as const],
  );
  return Object.fromEntries(entries.filter(([key]) => !left.has(key)));
}

function isLimit(key: string): key is RiskLimitName {
  return Object.hasOwn(limitWords, key);
}

function valueText(key: string, value: unknown, zone: TimeZoneChoice): string {
  if (value === undefined || value === null) return nothing;
  if (isLimit(key) && (typeof value === 'string' || typeof value === 'number'))
    return formatLimit(key, value, 'USD').replace(' USD', '');
  return factText(key, value, zone);
}
