import type { Activity } from '@/live/activity.ts';

const columns = ['time', 'kind', 'type', 'who', 'account', 'instrument', 'what', 'result', 'command'] as const;

/** Activity as comma-separated values with a heading: times in ISO 8601 and UTC, one entry a line. */
export function toActivityCsv(entries: readonly Activity[], labelOf: (accountId: string) => string): string {
  const lines = entries.map((entry) => [
    new Date(entry.atMs).toISOString(),
    entry.kind,
    entry.type,
    entry.actor.name,
    entry.accountId === undefined ? '' : labelOf(entry.accountId),
    entry.instrumentId ?? '',
    entry.summary,
    entry.result ?? '',
    entry.commandId ?? '',
  ]);
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
