'use client';

import { CircleAlert, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatInstant } from '@/format/times.ts';
import { useChosenAccounts, type Account } from '@/live/accounts.ts';
import { useFreshness } from '@/live/freshness.ts';
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
  return accounts.map((account) => <AccountBanner key={account.id} account={account} />);
}

function AccountBanner({ account }: { account: Account }) {
  const { state, asOfMs } = useFreshness([account.id]);
  const zone = usePreference('timeZone');
  if (state === 'forbidden') {
    return (
      <Banner icon={<CircleAlert aria-hidden size={18} />}>
        <strong>{account.label}: no access.</strong> You were removed from this desk, so its figures are hidden. Ask its
        owner to add you again.
      </Banner>
    );
  }
  if (state !== 'worker-lost') return null;
  return (
    <Banner icon={<CircleAlert aria-hidden size={18} />}>
      <strong>{account.label}: worker lost.</strong> Figures are as of {formatInstant(asOfMs, zone)}. Positions at the
      broker go on without being watched; check them at the broker. It comes back by itself when a worker runs again.
    </Banner>
  );
}

function Banner({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div role="alert" className="mb-3 flex items-start gap-3 rounded-card bg-danger px-4 py-2.5 text-sm text-white">
      <span className="mt-px shrink-0">{icon}</span>
      <p>{children}</p>
    </div>
  );
}
