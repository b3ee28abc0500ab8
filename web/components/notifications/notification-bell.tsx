'use client';

import { Bell } from 'lucide-react';
import { Button } from '@/components/ui/button.tsx';
import { Popover } from '@/components/ui/popover.tsx';
import { EmptyState, SkeletonRows } from '@/components/ui/states.tsx';
import { formatDateMinute } from '@/format/times.ts';
import { dataOf } from '@/live/loadable.ts';
import { useNotifications } from '@/live/notifications.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

/** The bell with the number of unread notifications, and the newest of them. */
export function NotificationBell() {
  const { list, unread } = useNotifications();
  const zone = usePreference('timeZone');
  const entries = dataOf(list);
  return (
    <Popover
      label="Notifications"
      trigger={
        <Button
          variant="ghost"
          size="icon"
          aria-label={unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`}
          className="relative"
        >
          <Bell aria-hidden size={18} />
          {unread > 0 && (
            <span className="absolute top-1 right-1 grid h-4 min-w-4 place-items-center rounded-full bg-danger px-1 text-[10px] leading-none font-semibold text-white">
              {unread > 9 ? '9+' : unread}
            </span>
          )}
        </Button>
      }
    >
      {!entries && <SkeletonRows />}
      {entries?.length === 0 && <EmptyState icon={Bell} title="No notifications yet" />}
      <ul>
        {entries?.map((entry) => (
          <li key={entry.id} className="border-b border-line px-4 py-2.5 text-sm last:border-0">
            <p className="font-medium">{entry.title}</p>
            <p className="text-muted">{entry.body}</p>
            <p className="text-xs text-muted">{formatDateMinute(entry.atMs, zone)}</p>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
