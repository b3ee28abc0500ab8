import { presenceLapsedMs } from '@tapedeck/core';

/** One person's last beat on a desk. */
export interface Presence {
  readonly deskId: string;
  readonly uid: string;
  readonly atMs: number;
  /** Instruments whose quotes their page shows, as `{venue}/{instrument}`. */
  readonly watching: readonly string[];
}

/** Desks on which at least one person's beat is fresh. */
export function watchedDesks(present: readonly Presence[], nowMs: number): ReadonlySet<string> {
  return new Set(fresh(present, nowMs).map((beat) => beat.deskId));
}

/** By venue, the instruments that at least one person with a fresh beat looks at. */
export function watchedInstruments(
  present: readonly Presence[],
  nowMs: number,
): ReadonlyMap<string, ReadonlySet<string>> {
  const watched = new Map<string, Set<string>>();
  for (const name of fresh(present, nowMs).flatMap((beat) => beat.watching)) {
    const [venueId, instrumentId] = name.split('/');
    if (!venueId || !instrumentId) continue;
    const known = watched.get(venueId);
    if (known) known.add(instrumentId);
    else watched.set(venueId, new Set([instrumentId]));
  }
  return watched;
}

function fresh(present: readonly Presence[], nowMs: number): readonly Presence[] {
  return present.filter((beat) => nowMs - beat.atMs < presenceLapsedMs);
}
