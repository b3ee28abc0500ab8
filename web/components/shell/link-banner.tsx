'use client';

import { CircleAlert, WifiOff } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { formatInstant } from '@/format/times.ts';
import { useChosenAccounts, type Account } from '@/live/accounts.ts';
import { useFreshness, useFreshnessStates, type ShownState } from '@/live/freshness.ts';
import { useLink } from '@/live/link.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

/** What stands above every page while figures cannot be trusted: offline, or a worker that is lost. */
export function LinkBanner() {
  const link = useLink();
  const { accounts } = useChosenAccounts();
  const zone = usePreference('timeZone');
  if (link.state === 'offline') {
    const since = link.heardMs === undefined ? '' : ` since ${formatInstant(link.heardMs, zone)}`;
    return (
      <Banner icon={<WifiOff aria-hidden size={18} />}>
        <strong>No connection to the server{since}.</strong> Figures stand as they were then; nothing can be sent from
        here. The worker keeps running. Trying again by itself.
      </Banner>
    );
  }
  return <AccountBanners accounts={accounts} />;
}

function AccountBanners({ accounts }: { accounts: readonly Account[] }) {
  const states = useFreshnessStates(useMemo(() => accounts.map(({ id }) => id), [accounts]));
  const inState = (state: ShownState) => accounts.filter((_, index) => states[index] === state);
  const lost = inState('worker-lost');
  const forbidden = inState('forbidden');
  return (
    <>
      {forbidden.length > 0 && (
        <Banner icon={<CircleAlert aria-hidden size={18} />}>
          <strong>{namesOf(forbidden)}: no access.</strong> You were removed from this desk, so its figures are hidden.
          Ask its owner to add you again.
        </Banner>
      )}
      {lost.length > 0 && (
        <Banner icon={<CircleAlert aria-hidden size={18} />}>
          <strong>{namesOf(lost)}: worker lost.</strong> Figures are as of <OldestReading accounts={lost} />. Positions
          at the broker go on without being watched; check them there. Figures come back by themselves when a worker
          runs again.
        </Banner>
      )}
    </>
  );
}

function OldestReading({ accounts }: { accounts: readonly Account[] }) {
  const { asOfMs } = useFreshness(useMemo(() => accounts.map(({ id }) => id), [accounts]));
  return formatInstant(asOfMs, usePreference('timeZone'));
}

function namesOf(accounts: readonly Account[]): string {
  return accounts.map(({ label }) => label).join(', ');
}

function Banner({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div role="alert" className="mb-3 flex items-start gap-3 rounded-card bg-danger px-4 py-2.5 text-sm text-white">
      <span className="mt-px shrink-0">{icon}</span>
      <p>{children}</p>
    </div>
  );
}
