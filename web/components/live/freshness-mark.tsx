'use client';

import { classNames } from '@/components/ui/class-names.ts';
import { formatAge, formatRecent } from '@/format/times.ts';
import type { ShownFreshness, ShownState } from '@/live/freshness.ts';
import type { TimeZoneChoice } from '@/preferences/preferences.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

interface Look {
  readonly symbol: string;
  readonly colour: string;
  /** `asOf` is the time of the figures, with a space before it; empty when there is none. */
  readonly text: (age: string, asOf: string) => string;
}

const looks: Record<ShownState, Look> = {
  live: { symbol: '●', colour: 'text-up', text: (age) => `Live ${age}` },
  paced: { symbol: '‖', colour: 'text-muted', text: (age) => `Held ${age}` },
  held: { symbol: '‖', colour: 'text-muted', text: (_age, asOf) => `Held${asOf}` },
  delayed: { symbol: '◐', colour: 'text-warning', text: (age) => `Delayed ${age}` },
  stale: { symbol: '○', colour: 'text-muted', text: (_age, asOf) => `as of${asOf}` },
  'worker-lost': { symbol: '✕', colour: 'text-down', text: (_age, asOf) => `Worker lost${asOf && `, as of${asOf}`}` },
  paused: { symbol: '‖', colour: 'text-muted', text: (_age, asOf) => `Paused${asOf}` },
  saved: { symbol: '▨', colour: 'text-muted', text: (_age, asOf) => `Saved copy${asOf}` },
  offline: { symbol: '✕', colour: 'text-down', text: (_age, asOf) => `Offline${asOf && `, as of${asOf}`}` },
  forbidden: { symbol: '✕', colour: 'text-down', text: () => 'No access' },
  'never-synced': { symbol: '○', colour: 'text-muted', text: () => 'Not synced yet' },
  pending: { symbol: '○', colour: 'text-muted', text: () => 'Connecting' },
};

/** Freshness in a symbol and words: "● Live 180 ms". Not a live region: it changes every second. */
export function FreshnessMark({ freshness }: { freshness: ShownFreshness }) {
  const zone = usePreference('timeZone');
  const { symbol, text, colour } = describeFreshness(freshness, zone);
  return (
    <span className={classNames('inline-flex items-center gap-1.5 text-xs whitespace-nowrap', colour)}>
      <span aria-hidden>{symbol}</span>
      <span className="min-w-[9ch]">{text}</span>
    </span>
  );
}

export function describeFreshness(
  freshness: ShownFreshness,
  zone: TimeZoneChoice,
): { symbol: string; text: string; colour: string } {
  const { symbol, colour, text } = looks[freshness.state];
  const { ageMs, asOfMs } = freshness;
  const asOf = asOfMs > 0 ? ` ${formatRecent(asOfMs, asOfMs + ageMs, zone)}` : '';
  return { symbol, colour, text: text(formatAge(ageMs), asOf) };
}
