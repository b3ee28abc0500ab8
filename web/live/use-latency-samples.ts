'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { latencySamples, onLatencySample, type LatencySample } from './latency.ts';

const none: readonly LatencySample[] = [];

/** Every update that this browser received of late, oldest first; renders with each. */
export function useAllLatencySamples(): readonly LatencySample[] {
  return useSyncExternalStore(onLatencySample, latencySamples, () => none);
}

/** The newest `count` updates of an account that this browser received after `sinceMs`, oldest first. */
export function useLatencySamples(accountId: string, count: number, sinceMs = 0): readonly LatencySample[] {
  const all = useAllLatencySamples();
  return useMemo(
    () => all.filter((sample) => sample.accountId === accountId && sample.receivedMs > sinceMs).slice(-count),
    [all, accountId, count, sinceMs],
  );
}
