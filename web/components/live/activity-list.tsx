'use client';

import { summaryOf } from '@/components/activity/activity-changes.ts';
import { ErrorState, EmptyState, SkeletonRows } from '@/components/ui/states.tsx';
import type { Activity } from '@/live/activity.ts';
import { dataOf, type Loadable } from '@/live/loadable.ts';
import { RecentTime } from './recent-time.tsx';

/** What happened, newest first: a line for what, a line for who and when. */
export function ActivityList({ activity, empty }: { activity: Loadable<readonly Activity[]>; empty?: string }) {
  const entries = dataOf(activity);
  if (!entries) {
    return activity.status === 'error' ? (
      <ErrorState title="Activity could not be loaded" message={activity.error.message} />
    ) : (
      <SkeletonRows rows={5} label="Loading activity" />
    );
  }
  if (entries.length === 0) {
    return (
      <EmptyState title="Nothing has happened yet">
        {empty ?? 'Trades, commands and connections appear here.'}
      </EmptyState>
    );
  }
  return (
    <ol className="flex flex-col">
      {entries.map((entry) => (
        <li key={entry.id} className="border-b border-line py-2 text-sm last:border-0 last:pb-0">
          <p>{summaryOf(entry)}</p>
          <p className="text-xs text-muted">
            <RecentTime atMs={entry.atMs} /> · {entry.actor.name}
            {entry.result !== undefined && entry.result !== 'succeeded' && (
              <span className="text-down"> · {entry.result}</span>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}
