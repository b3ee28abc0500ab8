'use client';

import { CircleAlert, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import type { NotificationDocument } from '@tapedeck/core/documents/desk-records';
import { RecentTime } from '@/components/live/recent-time.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { toReadable } from '@/format/readable.ts';
import { formatDateMinute } from '@/format/times.ts';
import type { Notification } from '@/live/notifications.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { categoryNames, isOngoing } from './notification-groups.ts';

const marks: Record<NotificationDocument['severity'], { icon: LucideIcon; colour: string; word: string }> = {
  info: { icon: Info, colour: 'text-info', word: 'Information' },
  warning: { icon: TriangleAlert, colour: 'text-warning', word: 'Warning' },
  critical: { icon: CircleAlert, colour: 'text-down', word: 'Critical' },
};

export interface NotificationItemProps {
  notification: Notification;
  accountLabel: string | undefined;
  onMarkRead: (atMs: number) => void;
  /** Called when a link of it is followed. */
  onLeave: () => void;
}

export function NotificationItem({ notification, accountLabel, onMarkRead, onLeave }: NotificationItemProps) {
  const { severity, title, body, category, atMs, resolvedAtMs, activityId, isRead } = notification;
  const zone = usePreference('timeZone');
  const { icon: Icon, colour, word } = marks[severity];
  return (
    <li
      className={classNames(
        'flex gap-3 border-b border-line px-4 py-2.5 text-sm last:border-0',
        isRead && 'text-muted',
      )}
    >
      <Icon
        aria-label={word}
        role="img"
        size={16}
        className={classNames('mt-0.5 shrink-0', resolvedAtMs ? 'text-muted' : colour)}
      />
      <div className="min-w-0 flex-1">
        <p className={classNames('break-words', isRead ? 'font-normal' : 'font-medium')}>
          {toReadable(title)}
          {!isRead && <span className="sr-only"> (unread)</span>}
        </p>
        {body !== '' && <p className="break-words text-muted">{toReadable(body)}</p>}
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
          <time dateTime={new Date(atMs).toISOString()}>{formatDateMinute(atMs, zone)}</time>
          <span>{accountLabel ?? categoryNames[category]}</span>
          {isOngoing(notification) && <Badge tone="down">Ongoing</Badge>}
          {resolvedAtMs !== undefined && (
            <Badge tone="up">
              ✓ Over since <RecentTime atMs={resolvedAtMs} />
            </Badge>
          )}
          {activityId !== undefined && (
            <Link
              href={`/activity?entry=${encodeURIComponent(activityId)}`}
              onClick={onLeave}
              className="text-accent underline-offset-4 hover:underline max-md:py-3"
            >
              Details
            </Link>
          )}
        </p>
      </div>
      {!isRead && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Mark as read up to ${title}`}
          title="Mark as read up to here"
          onClick={() => onMarkRead(atMs)}
          className="-mt-1 -mr-2 size-8 max-md:size-11"
        >
          <span aria-hidden className="size-2 rounded-full bg-primary" />
        </Button>
      )}
    </li>
  );
}
