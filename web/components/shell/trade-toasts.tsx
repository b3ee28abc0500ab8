'use client';

import { useEffect, useRef } from 'react';
import { toReadable } from '@/format/readable.ts';
import { useActivity, type Activity } from '@/live/activity.ts';
import { serverClock } from '@/live/clock.ts';
import { showResult } from '@/components/ui/toast.tsx';

/** How many of the newest entries are looked at: more than happen between two snapshots. */
const looksAt = 20;

/** Tells of each trade event that happens while the page is open; what was there before is history. */
export function TradeToasts(): null {
  const activity = useActivity(looksAt);
  const told = useRef<Set<string> | undefined>(undefined);
  const entries = activity.status === 'success' && !activity.saved ? activity.data : undefined;

  useEffect(() => {
    if (!entries) return;
    const isFirst = told.current === undefined;
    const seen = (told.current ??= new Set());
    for (const entry of entries.toReversed()) {
      if (seen.has(entry.id)) continue;
      seen.add(entry.id);
      if (!isFirst && isNewTrade(entry)) showResult({ title: toReadable(entry.summary) });
    }
  }, [entries]);

  return null;
}

/** After a long silence old entries arrive at once: those are no news. */
const newsForMs = 60_000;

function isNewTrade(entry: Activity): boolean {
  return entry.kind === 'trade' && serverClock.nowMs() - entry.atMs < newsForMs;
}
