'use client';

import { Bell } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Popover } from '@/components/ui/popover.tsx';
import { SkeletonRows } from '@/components/ui/states.tsx';
import { useNotifications } from '@/live/notifications.ts';

const NotificationCentre = dynamic(
  () => import('./notification-centre.tsx').then((module) => module.NotificationCentre),
  {
    ssr: false,
    loading: () => <SkeletonRows rows={4} label="Loading notifications" />,
  },
);

/** The bell with the number of unread notifications; it opens the notification centre. */
export function NotificationBell() {
  const notifications = useNotifications();
  const [open, setOpen] = useState(false);
  const { unread } = notifications;
  return (
    <Popover
      label="Notifications"
      open={open}
      onOpenChange={setOpen}
      className="overflow-hidden"
      trigger={
        <Button
          variant="ghost"
          size="icon"
          aria-label={unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`}
          className="relative"
        >
          <Bell aria-hidden size={18} />
          {unread > 0 && (
            <span
              data-count={unread > 9 ? '9+' : unread}
              className="absolute top-1 right-1 grid h-4 min-w-4 place-items-center rounded-full bg-danger px-1 text-[10px] leading-none font-semibold text-white after:content-[attr(data-count)]"
            />
          )}
        </Button>
      }
    >
      <NotificationCentre notifications={notifications} onLeave={() => setOpen(false)} />
    </Popover>
  );
}
