import type { Activity } from '@/live/activity.ts';

/** A state that a command reached, as the activity tells it. */
export interface CommandStep {
  readonly word: string;
  readonly atMs: number;
}

/**
 * The life of each command that stands in these entries: sent, begun, ended. Each costs no reading of its own. What came of
 * a command, such as an order that was filled, names it too and is no step of it.
 */
export function commandSteps(entries: readonly Activity[]): ReadonlyMap<string, readonly CommandStep[]> {
  const steps = new Map<string, CommandStep[]>();
  for (const entry of entries.toSorted((a, b) => a.atMs - b.atMs)) {
    if (entry.kind !== 'command' || entry.commandId === undefined) continue;
    const known = steps.get(entry.commandId) ?? [];
    known.push({ word: entry.type === 'command-sent' ? 'sent' : (entry.result ?? 'begun'), atMs: entry.atMs });
    steps.set(entry.commandId, known);
  }
  return steps;
}

/** The entries without the steps that their commands have left behind; they stand newest first. */
export function withNewestSteps(entries: readonly Activity[]): readonly Activity[] {
  const told = new Set<string>();
  return entries.filter(({ kind, commandId }) => {
    if (kind !== 'command' || commandId === undefined) return true;
    if (told.has(commandId)) return false;
    told.add(commandId);
    return true;
  });
}

/** A life in words: `sent, begun +35 ms, succeeded +80 ms`, each with its time since the first. */
export function stepsLine(steps: readonly CommandStep[] = []): string {
  const firstMs = steps[0]?.atMs ?? 0;
  return steps.map(({ word, atMs }, index) => (index === 0 ? word : `${word} +${atMs - firstMs} ms`)).join(', ');
}
