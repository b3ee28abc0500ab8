'use client';

import { FreshnessMark } from '@/components/live/freshness-mark.tsx';
import { useChosenAccounts } from '@/live/accounts.ts';
import { useFreshness } from '@/live/freshness.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

/** How fresh the chosen accounts are, the worst of them. */
export function ConnectionBadge() {
  const { accounts } = useChosenAccounts();
  const freshness = useFreshness(accounts.map(({ id }) => id));
  const rate = usePreference('updateRate');
  return (
    <span
      className="flex min-w-0 items-center gap-2 max-md:flex-col max-md:items-start max-md:gap-0"
      data-testid="connection-badge"
      data-state={freshness.state}
    >
      <FreshnessMark freshness={freshness} />
      {rate !== 'live' && (
        <span className="text-xs whitespace-nowrap text-muted">
          {rate === 'paused' ? 'updates paused' : `every ${rate.replace('s', ' s')}`}
        </span>
      )}
    </span>
  );
}
