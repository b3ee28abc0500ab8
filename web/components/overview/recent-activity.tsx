'use client';

import Link from 'next/link';
import { withNewestSteps } from '@/components/activity/command-steps.ts';
import { ActivityList } from '@/components/live/activity-list.tsx';
import { Card } from '@/components/ui/card.tsx';
import { useActivity } from '@/live/activity.ts';
import { mapLoadable } from '@/live/loadable.ts';

const shown = 8;
/** A command leaves three entries and its order some more: of each command the newest step is shown. */
const loaded = 3 * shown;

export function RecentActivity({ accountId }: { accountId: string | undefined }) {
  const activity = useActivity(loaded, { accountId });
  const newest = mapLoadable(activity, (entries) => withNewestSteps(entries).slice(0, shown));
  return (
    <Card
      title="Recent activity"
      actions={
        <Link href="/activity" className="text-sm text-accent underline-offset-4 hover:underline">
          All activity
        </Link>
      }
    >
      <ActivityList activity={newest} />
    </Card>
  );
}
