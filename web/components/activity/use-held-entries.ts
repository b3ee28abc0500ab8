'use client';

import { useState, useSyncExternalStore } from 'react';
import type { Activity } from '@/live/activity.ts';
import { countAbove } from './activity-rows.ts';

/** Past this many pixels somebody reads further down and must not be moved. */
const awayPx = 120;

function watchScroll(listener: () => void): () => void {
  addEventListener('scroll', listener, { passive: true });
  return () => removeEventListener('scroll', listener);
}

export interface HeldEntries {
  readonly shown: readonly Activity[];
  /** How many new ones wait above. */
  readonly waiting: number;
}

/** Lets new entries in at the top while the page stands there; further down they wait, so that nothing jumps. */
export function useHeldEntries(entries: readonly Activity[]): HeldEntries {
  const isAway = useSyncExternalStore(
    watchScroll,
    () => scrollY > awayPx,
    () => false,
  );
  const [topId, setTopId] = useState<string>();
  const wanted = isAway ? (topId ?? entries[0]?.id) : undefined;
  if (wanted !== topId) setTopId(wanted);
  const waiting = countAbove(entries, wanted);
  return { shown: waiting === 0 ? entries : entries.slice(waiting), waiting };
}
