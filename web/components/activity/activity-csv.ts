import type { Activity } from '@/live/activity.ts';
import { changesOf, summaryOf } from './activity-changes.ts';
import { failureOf } from './activity-facts.ts';
import { commandSteps, stepsLine } from './command-steps.ts';

const columns = [
  'time',
  'kind',
  'type',
  'who',
  'who id',
  'account',
  'instrument',
  'what',
  'before',
  'after',
  'result',
  'reason',
  'command',
  'life of the command',
] as const;

/**
 * Activity as comma-separated values with a heading: times in ISO 8601 and UTC, one entry a line. A command's life is
 * told by all entries that are `loaded`, those that are not exported among them.
 */
export function toActivityCsv(
  entries: readonly Activity[],
  loaded: readonly Activity[],
  labelOf: (accountId: string) => string,
): string {
  const steps = commandSteps(loaded);
  const lines = entries.map((entry) => {
    const changes = changesOf(entry, 'utc');
    return [
      new Date(entry.atMs).toISOString(),
      entry.kind,
      entry.type,
      entry.actor.name,
      entry.actor.id ?? entry.actor.kind,
      entry.accountId === undefined ? '' : labelOf(entry.accountId),
      entry.instrumentId ?? '',
      summaryOf(entry),
      changes.map(({ name, before }) => `${name}: ${before}`).join('; '),
      changes.map(({ name, after }) => `${name}: ${after}`).join('; '),
      entry.result ?? '',
      failureOf(entry) ?? '',
      entry.commandId ?? '',
      entry.commandId === undefined ? '' : stepsLine(steps.get(entry.commandId)),
    ];
  });
  return [columns, ...lines].map((cells) => cells.map(toCell).join(',')).join('\r\n') + '\r\n';
}

/** Quoted where needed; what a spreadsheet would take for a formula is kept as text by an apostrophe. */
function toCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a text to the browser to be saved as a file. */
export function saveAsFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
