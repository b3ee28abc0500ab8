import { presenceBeatMs, presenceLapsedMs } from '@tapedeck/core';

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

/** A browser that has found Firestore again beats within this. */
const returnMs = presenceBeatMs + 5_000;

/**
 * How long Firestore has been, or has just been, out of reach: beats could not arrive meanwhile, so whoever was there
 * before has not left. All times are of one clock that never steps back.
 */
export class Reach {
  readonly #silenceMs: number;
  #heardMs: number;
  #awayMs = 0;
  #backMs = Number.NEGATIVE_INFINITY;

  /** `silenceMs`: the longest time between two answers of Firestore while all is well. */
  constructor(silenceMs: number, nowMs: number) {
    this.#silenceMs = silenceMs;
    this.#heardMs = nowMs;
  }

  /** Firestore has answered; true when it had been out of reach. */
  heard(nowMs: number): boolean {
    const silentMs = nowMs - this.#heardMs;
    this.#heardMs = nowMs;
    if (silentMs <= this.#silenceMs) return false;
    this.#awayMs = silentMs;
    this.#backMs = nowMs;
    return true;
  }

  /** Time that does not count against beats. */
  missedMs(nowMs: number): number {
    const silentMs = nowMs - this.#heardMs;
    if (silentMs > this.#silenceMs) return silentMs;
    return nowMs - this.#backMs < returnMs ? this.#awayMs : 0;
  }
}
