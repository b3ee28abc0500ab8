'use client';

import { FreshnessMark } from '@/components/live/freshness-mark.tsx';
import { useChosenAccounts } from '@/live/accounts.ts';
import { useFreshness } from '@/live/freshness.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { rateHints } from './rate-note.tsx';

/** How fresh the chosen accounts are, the worst of them. */
export function ConnectionBadge() {
  const { accounts } = useChosenAccounts();
  const freshness = useFreshness(accounts.map(({ id }) => id));
  const rate = usePreference('updateRate');
  return (
    <span
      className="flex shrink-0 items-center gap-2 max-xl:flex-col max-xl:items-start max-xl:gap-0"
      data-testid="connection-badge"
      data-state={freshness.state}
    >
      <FreshnessMark freshness={freshness} stacked />
      {rate !== 'live' && <span className="text-xs whitespace-nowrap text-muted max-md:hidden">{rateHints[rate]}</span>}
    </span>
  );
}
