'use client';

import { ArrowUp, Download, History } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import { useAccounts, useChosenAccounts, type Account } from '@/live/accounts.ts';
import type { Activity } from '@/live/activity.ts';
import { useActivityFeed, type ActivityFeed } from '@/live/activity-feed.ts';
import { dataOf } from '@/live/loadable.ts';
import { usePreferences } from '@/preferences/use-preferences.ts';
import { saveAsFile, toActivityCsv } from './activity-csv.ts';
import { ActivityDrawer } from './activity-drawer.tsx';
import { ActivityFilters } from './activity-filters.tsx';
import { actorsOf, matchesPage } from './activity-rows.ts';
import { ActivityTable } from './activity-table.tsx';
import type { ActivityResult } from './activity-words.ts';
import type { KindChoice } from './kind-choices.ts';
import { openEntry, useOpenEntry } from './open-entry.ts';
import { useHeldEntries } from './use-held-entries.ts';

const noAccounts: readonly Account[] = [];
const noEntries: readonly Activity[] = [];

/** Who did what, when, and how it ended. */
export function ActivityPage() {
  const accounts = dataOf(useAccounts()) ?? noAccounts;
  const { chosen } = useChosenAccounts();
  const [, setPreferences] = usePreferences();
  const [kind, setKind] = useState<KindChoice>('all');
  const [person, setPerson] = useState<string>();
  const [result, setResult] = useState<ActivityResult>();
  const [search, setSearch] = useState('');
  const openId = useOpenEntry();

  const feed = useActivityFeed({ accountId: chosen?.id, kind: kind === 'all' ? undefined : kind });
  const labelOf = useCallback(
    (accountId: string) => accounts.find(({ id }) => id === accountId)?.label ?? accountId,
    [accounts],
  );
  const loaded = feed.entries ?? noEntries;
  const matching = useMemo(
    () => loaded.filter((entry) => matchesPage(entry, { person, result, search }, labelOf(entry.accountId ?? ''))),
    [loaded, person, result, search, labelOf],
  );
  const { shown, waiting } = useHeldEntries(matching);

  return (
    <div className="flex flex-col gap-3">
      <header className="flex items-center justify-between gap-2">
        <h1 className="text-xl font-semibold">Activity</h1>
        <Button
          size="sm"
          offReason={matching.length === 0 ? 'There is nothing to export.' : undefined}
          onClick={() => saveAsFile('tapedeck-activity.csv', toActivityCsv(matching, loaded, labelOf))}
        >
          <Download aria-hidden size={14} />
          Export CSV
        </Button>
      </header>
      <Card flush>
        <ActivityFilters
          kind={kind}
          onKind={setKind}
          accounts={accounts}
          accountId={chosen?.id}
          onAccount={(accountId) => setPreferences({ accountId })}
          people={actorsOf(loaded)}
          person={person}
          onPerson={setPerson}
          result={result}
          onResult={setResult}
          search={search}
          onSearch={setSearch}
        />
        {feed.error && feed.entries && (
          <p role="alert" className="px-4 pb-2 text-sm text-down">
            {feed.error.message}
          </p>
        )}
        <Body feed={feed} shown={shown} labelOf={labelOf} onOpen={openEntry} />
      </Card>
      {loaded.length > 0 && <Foot feed={feed} matching={matching.length} />}
      {waiting > 0 && <WaitingPill waiting={waiting} />}
      <ActivityDrawer id={openId} entries={loaded} labelOf={labelOf} onClose={() => openEntry(undefined)} />
    </div>
  );
}

interface BodyProps {
  feed: ActivityFeed;
  shown: readonly Activity[];
  labelOf: (accountId: string) => string;
  onOpen: (id: string) => void;
}

function Body({ feed, shown, labelOf, onOpen }: BodyProps) {
  if (!feed.entries) {
    return feed.error ? (
      <ErrorState title="Activity could not be loaded" message={feed.error.message} />
    ) : (
      <SkeletonRows rows={10} label="Loading activity" />
    );
  }
  if (feed.entries.length === 0) {
    return (
      <EmptyState icon={History} title="Nothing has happened here yet">
        Trades, commands and connections of this desk are written down here the moment they happen.
      </EmptyState>
    );
  }
  if (shown.length === 0) {
    return (
      <EmptyState icon={History} title="Nothing loaded matches">
        Change the person, the result or the search, or load older entries below.
      </EmptyState>
    );
  }
  return <ActivityTable entries={shown} labelOf={labelOf} onOpen={onOpen} />;
}

function Foot({ feed, matching }: { feed: ActivityFeed; matching: number }) {
  const loaded = feed.entries?.length ?? 0;
  return (
    <footer className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 text-sm text-muted">
      <span>{matching === loaded ? `${loaded} entries loaded` : `${matching} of ${loaded} loaded entries`}</span>
      {feed.hasOlder ? (
        <Button
          size="sm"
          offReason={feed.older === 'loading' ? 'Older entries are on the way.' : undefined}
          onClick={() => feed.loadOlder()}
        >
          {feed.older === 'loading' ? 'Loading…' : 'Load older'}
        </Button>
      ) : (
        <span>That is the beginning.</span>
      )}
      {feed.older === 'failed' && (
        <span role="alert" className="text-down">
          Older entries could not be loaded. Check your connection and try again.
        </span>
      )}
    </footer>
  );
}

function WaitingPill({ waiting }: { waiting: number }) {
  return (
    <div role="status" className="fixed inset-x-0 top-14 z-20 flex justify-center">
      <Button size="sm" variant="primary" className="rounded-full shadow-overlay" onClick={() => scrollTo({ top: 0 })}>
        <ArrowUp aria-hidden size={14} />
        {waiting} new
      </Button>
    </div>
  );
}
