import type { NotificationCategory } from '@tapedeck/core/documents/desk-records';
import type { Notification } from '@/live/notifications.ts';

export type CategoryChoice = NotificationCategory | 'all';

export const categoryNames: Record<NotificationCategory, string> = {
  trading: 'Trading',
  risk: 'Risk',
  system: 'System',
  account: 'Account',
};

export const categories = Object.keys(categoryNames) as readonly NotificationCategory[];

export interface NotificationGroup {
  readonly title: string;
  readonly entries: readonly Notification[];
}

/** A condition that still lasts. */
export function isOngoing(notification: Notification): boolean {
  return notification.condition !== undefined && notification.resolvedAtMs === undefined;
}

/** What still lasts first, then what is new, then what has been read; empty groups are left out. */
export function groupNotifications(
  list: readonly Notification[],
  category: CategoryChoice,
): readonly NotificationGroup[] {
  const shown = list.filter((entry) => category === 'all' || entry.category === category);
  const ongoing = shown.filter(isOngoing);
  const others = shown.filter((entry) => !isOngoing(entry));
  return [
    { title: 'Ongoing', entries: ongoing },
    { title: 'New', entries: others.filter(({ isRead }) => !isRead) },
    { title: 'Read', entries: others.filter(({ isRead }) => isRead) },
  ].filter(({ entries }) => entries.length > 0);
}

/** Unread by category, for the tabs. */
export function unreadByCategory(list: readonly Notification[]): Readonly<Record<CategoryChoice, number>> {
  const counts: Record<CategoryChoice, number> = { all: 0, trading: 0, risk: 0, system: 0, account: 0 };
  for (const { isRead, category } of list) {
    if (isRead) continue;
    counts.all += 1;
    counts[category] += 1;
  }
  return counts;
}
