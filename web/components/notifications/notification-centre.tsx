'use client';

import { Bell } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import { Segments } from '@/components/ui/tabs.tsx';
import { showFailure } from '@/components/ui/toast.tsx';
import { useAccounts } from '@/live/accounts.ts';
import { dataOf } from '@/live/loadable.ts';
import type { Notifications } from '@/live/notifications.ts';
import {
  categories,
  categoryNames,
  groupNotifications,
  unreadByCategory,
  type CategoryChoice,
} from './notification-groups.ts';
import { NotificationItem } from './notification-item.tsx';

/** What the bell opens: what lasts, what is new, what was read. */
export function NotificationCentre({ notifications, onLeave }: { notifications: Notifications; onLeave: () => void }) {
  const [category, setCategory] = useState<CategoryChoice>('all');
  const accounts = dataOf(useAccounts());
  const { list, muted } = notifications;
  const entries = dataOf(list);
  const counts = unreadByCategory(entries ?? []);
  const newestMs = Math.max(0, ...(entries ?? []).map(({ atMs }) => atMs));
  const groups = groupNotifications(entries ?? [], category);

  const markRead = (atMs: number) => {
    notifications.markReadUpTo(atMs).catch(() => {
      showFailure({ title: 'Not marked as read', detail: 'The server did not take it. Try again in a moment.' });
    });
  };

  return (
    <div className="flex max-h-[80dvh] flex-col">
      <div className="flex flex-col gap-2 border-b border-line px-4 pt-3 pb-2.5">
        <div className="flex items-center justify-between gap-2">
          <h2 className="font-semibold">Notifications</h2>
          <Button
            size="sm"
            variant="ghost"
            offReason={counts.all === 0 ? 'Everything has been read.' : undefined}
            onClick={() => markRead(newestMs)}
          >
            Mark all as read
          </Button>
        </div>
        <div className="max-w-full overflow-x-auto">
          <Segments
            label="Category"
            value={category}
            onChange={setCategory}
            options={(['all', ...categories] as const).map((value) => ({
              value,
              label: `${value === 'all' ? 'All' : categoryNames[value]}${counts[value] > 0 ? ` ${counts[value]}` : ''}`,
            }))}
          />
        </div>
      </div>
      <section
        aria-label="List of notifications"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must be able to scroll it
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto"
      >
        {!entries && list.status === 'error' && (
          <ErrorState title="Notifications could not be loaded" message={list.error.message} />
        )}
        {!entries && list.status !== 'error' && <SkeletonRows rows={4} label="Loading notifications" />}
        {entries && groups.length === 0 && (
          <EmptyState icon={Bell} title={entries.length === 0 ? 'No notifications yet' : 'None in this category'}>
            Trades, risks, and workers that fall silent are told here.
          </EmptyState>
        )}
        {groups.map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h3 className="bg-sunken px-4 py-1 text-xs font-medium text-muted">{group.title}</h3>
            <ul>
              {group.entries.map((notification) => (
                <NotificationItem
                  key={notification.id}
                  notification={notification}
                  accountLabel={accounts?.find(({ id }) => id === notification.accountId)?.label}
                  onMarkRead={markRead}
                  onLeave={onLeave}
                />
              ))}
            </ul>
          </section>
        ))}
      </section>
      <div className="flex items-center justify-between gap-2 border-t border-line px-4 py-2 text-xs text-muted">
        <span>
          {muted.length > 0 ? `Muted: ${muted.map((name) => categoryNames[name]).join(', ')}` : 'Nothing is muted'}
        </span>
        <Link
          href="/settings#notifications"
          onClick={onLeave}
          className="font-medium text-accent underline-offset-4 hover:underline max-md:py-3"
        >
          Settings
        </Link>
      </div>
    </div>
  );
}
