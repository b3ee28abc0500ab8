'use client';

import { useMemo, useState, type ReactNode } from 'react';
import {
  ControlsNote,
  ForceSyncButton,
  hasControlsNote,
  useAccountControls,
} from '@/components/live/account-controls.tsx';
import { FreshnessMark } from '@/components/live/freshness-mark.tsx';
import { NoAccounts } from '@/components/shell/no-accounts.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import { Segments } from '@/components/ui/tabs.tsx';
import { useAccounts, useChosenAccounts, type Account } from '@/live/accounts.ts';
import { deviceNowMs } from '@/live/clock.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { useFreshness } from '@/live/freshness.ts';
import { dataOf } from '@/live/loadable.ts';
import { summarise } from '@/live/latency-chain.ts';
import { useConfig } from '@/live/use-config.ts';
import { useLatencySamples } from '@/live/use-latency-samples.ts';
import { updateRates, type UpdateRate } from '@/preferences/preferences.ts';
import { usePreferences } from '@/preferences/use-preferences.ts';
import { ChainCard } from './chain-card.tsx';
import { PercentilesCard } from './percentiles-card.tsx';
import { StatTiles } from './stat-tiles.tsx';
import { VenueCard } from './venue-card.tsx';

/** The way of every update from the venue to this screen, leg by leg, as it happens. */
export function RealtimePage() {
  const all = useAccounts();
  const { accounts, chosen } = useChosenAccounts();
  const account = chosen ?? accounts[0];
  return (
    <div className="flex flex-col gap-3">
      <h1 className="text-xl font-semibold">Freshness test</h1>
      {all.status === 'error' && <ErrorState title="Accounts could not be loaded" message={all.error.message} />}
      {all.status === 'pending' && (
        <Card>
          <SkeletonRows rows={6} label="Loading accounts" />
        </Card>
      )}
      {all.status === 'success' && !account && (
        <Card>
          <NoAccounts>There is nothing to measure until an account is connected.</NoAccounts>
        </Card>
      )}
      {account && <AccountChain key={account.id} account={account} />}
    </div>
  );
}

const counts = ['60', '200', '600'] as const;
type Count = (typeof counts)[number];

function AccountChain({ account }: { account: Account }) {
  const [count, setCount] = useState<Count>('60');
  const [sinceMs, setSinceMs] = useState(0);
  const samples = useLatencySamples(account.id, Number(count), sinceMs);
  const summary = useMemo(() => summarise(samples), [samples]);
  const config = useConfig();
  return (
    <>
      <Toolbar account={account} count={count} onCount={setCount} onClear={() => setSinceMs(deviceNowMs())} />
      <StatTiles accountId={account.id} samples={samples} summary={summary} />
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <ChainCard account={account.label} samples={samples} count={Number(count)} />
        <PercentilesCard summary={summary} />
      </div>
      {config?.demo && <VenueCard simulatorUrl={config.demo.simulatorUrl} account={account} />}
    </>
  );
}

const rateNames: Record<UpdateRate, string> = { live: 'Live', '5s': '5 s', '30s': '30 s', paused: 'Paused' };

interface ToolbarProps {
  account: Account;
  count: Count;
  onCount: (count: Count) => void;
  onClear: () => void;
}

function Toolbar({ account, count, onCount, onClear }: ToolbarProps) {
  const { role } = useMembership();
  const controls = useAccountControls(account.id);
  const freshness = useFreshness([account.id]);
  const [{ updateRate }, setPreferences] = usePreferences();
  return (
    <Card>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <AccountSelect account={account} />
        <Labelled label="Updates">
          <Segments
            label="How many updates"
            value={count}
            onChange={onCount}
            options={counts.map((value) => ({ value, label: value }))}
          />
        </Labelled>
        <Labelled label="Page moves">
          <Segments
            label="Update rate of the page"
            value={updateRate}
            onChange={(next) => setPreferences({ updateRate: next })}
            options={updateRates.map((value) => ({ value, label: rateNames[value] }))}
          />
        </Labelled>
        <div className="flex items-center gap-2">
          <ForceSyncButton account={account} controls={controls} />
          <Button size="sm" onClick={onClear}>
            Clear
          </Button>
        </div>
        <span className="ml-auto flex h-7 items-center max-md:hidden">
          <FreshnessMark freshness={freshness} />
        </span>
      </div>
      <div className="mt-3 min-h-5 text-sm text-muted">
        {hasControlsNote(controls) ? (
          <ControlsNote account={account} controls={controls} />
        ) : role === 'viewer' ? (
          'You are a viewer of this desk: you see every update and send nothing.'
        ) : updateRate === 'live' ? (
          'Every update that reaches this browser is measured. Force sync reads the whole account at once.'
        ) : (
          'Figures on the pages move at the chosen rate; every update is measured all the same.'
        )}
      </div>
    </Card>
  );
}

/** The same choice as in the header. */
function AccountSelect({ account }: { account: Account }) {
  const accounts = dataOf(useAccounts()) ?? [];
  const [, setPreferences] = usePreferences();
  return (
    <Labelled label="Account">
      <select
        aria-label="Account"
        value={account.id}
        onChange={(event) => setPreferences({ accountId: event.target.value })}
        className="h-7 rounded-control border border-control bg-panel px-2 text-sm max-md:h-11 max-md:text-lg"
      >
        {accounts.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-xs text-muted">
        {label}
      </span>
      {children}
    </div>
  );
}
