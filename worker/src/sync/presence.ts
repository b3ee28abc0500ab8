import { presenceLapsedMs } from '@tapedeck/core';

/** One person's last beat on a desk. */
export interface Presence {
  readonly deskId: string;
  readonly uid: string;
  readonly atMs: number;
}

/** Desks on which at least one person's beat is fresh. */
export function watchedDesks(present: readonly Presence[], nowMs: number): ReadonlySet<string> {
  return new Set(present.filter((beat) => nowMs - beat.atMs < presenceLapsedMs).map((beat) => beat.deskId));
}
