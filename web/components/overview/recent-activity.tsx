'use client';

import Link from 'next/link';
import { ActivityList } from '@/components/live/activity-list.tsx';
import { Card } from '@/components/ui/card.tsx';
import { useActivity } from '@/live/activity.ts';

const shown = 8;

export function RecentActivity({ accountId }: { accountId: string | undefined }) {
  const activity = useActivity(shown, { accountId });
  return (
    <Card
      title="Recent activity"
      actions={
        <Link href="/activity" className="text-sm text-accent underline-offset-4 hover:underline">
          All activity
        </Link>
      }
    >
      <ActivityList activity={activity} />
    </Card>
  );
}
