'use client';

import { useState } from 'react';
import type { LiveConnectionDocument } from '@tapedeck/core/documents/live-documents';
import { useAccountValue } from './use-account-live.ts';

type Counts = LiveConnectionDocument['counts'];
export type CountRates = Readonly<Record<keyof Counts, number>>;

/**
 * How fast each count grew between two heartbeats, a second. Undefined when they cannot be compared: another session
 * counts from zero again, and one heartbeat alone says nothing.
 */
export function ratesBetween(
  earlier: LiveConnectionDocument | undefined,
  later: LiveConnectionDocument | undefined,
): CountRates | undefined {
  if (!earlier || !later) return undefined;
  const seconds = (later.beatMs - earlier.beatMs) / 1_000;
  const isSameSession = later.epoch === earlier.epoch && later.counts.polls >= earlier.counts.polls;
  if (seconds <= 0 || !isSameSession) return undefined;
  const names = Object.keys(later.counts) as (keyof Counts)[];
  return Object.fromEntries(
    names.map((name) => [name, (later.counts[name] - earlier.counts[name]) / seconds]),
  ) as CountRates;
}

/** Rates between the last two heartbeats that this page has seen. */
export function useConnectionRates(accountId: string): CountRates | undefined {
  const connection = useAccountValue(accountId, (live) => live.connection);
  const [seen, setSeen] = useState<{ earlier?: LiveConnectionDocument; later?: LiveConnectionDocument }>({});
  if (connection && connection.beatMs !== seen.later?.beatMs) {
    setSeen({ later: connection, ...(seen.later ? { earlier: seen.later } : {}) });
  }
  return ratesBetween(seen.earlier, seen.later);
}
