'use client';

import { classNames } from '@/components/ui/class-names.ts';
import { formatAge, formatTime } from '@/format/times.ts';
import type { ShownFreshness, ShownState } from '@/live/freshness.ts';
import type { TimeZoneChoice } from '@/preferences/preferences.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

const colours: Record<ShownState, string> = {
  live: 'text-up',
  delayed: 'text-warning',
  stale: 'text-muted',
  'worker-lost': 'text-down',
  paused: 'text-muted',
  pending: 'text-muted',
  saved: 'text-muted',
  offline: 'text-down',
  forbidden: 'text-down',
  'never-synced': 'text-muted',
};

/** Freshness in a symbol and words: "● Live 180 ms". Not a live region: it changes every second. */
export function FreshnessMark({ freshness }: { freshness: ShownFreshness }) {
  const zone = usePreference('timeZone');
  const { symbol, text } = describe(freshness, zone);
  return (
    <span
      className={classNames('inline-flex items-center gap-1.5 text-xs whitespace-nowrap', colours[freshness.state])}
    >
      <span aria-hidden>{symbol}</span>
      <span className="min-w-[9ch]">{text}</span>
    </span>
  );
}

export function describe(freshness: ShownFreshness, zone: TimeZoneChoice): { symbol: string; text: string } {
  const { state, ageMs, asOfMs } = freshness;
  const asOf = asOfMs > 0 ? ` ${formatTime(asOfMs, zone)}` : '';
  switch (state) {
    case 'live':
      return { symbol: '●', text: `Live ${formatAge(ageMs)}` };
    case 'delayed':
      return { symbol: '◐', text: `Delayed ${formatAge(ageMs)}` };
    case 'stale':
      return { symbol: '○', text: `as of${asOf}` };
    case 'worker-lost':
      return { symbol: '✕', text: 'Worker lost' };
    case 'paused':
      return { symbol: '‖', text: `Paused${asOf}` };
    case 'saved':
      return { symbol: '▨', text: `Saved copy${asOf}` };
    case 'offline':
      return { symbol: '✕', text: 'Offline' };
    case 'forbidden':
      return { symbol: '✕', text: 'No access' };
    case 'never-synced':
      return { symbol: '○', text: 'Not synced yet' };
    case 'pending':
      return { symbol: '○', text: 'Connecting' };
  }
}
