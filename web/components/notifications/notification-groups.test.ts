import type { Notification } from '@/live/notifications.ts';
import { groupNotifications, unreadByCategory } from './notification-groups.ts';

const notification = (id: string, parts: Partial<Notification> = {}): Notification => ({
  id,
  atMs: 1_000,
  category: 'trading',
  severity: 'info',
  mustSee: false,
  title: id,
  body: '',
  isRead: true,
  ...parts,
});

const list = [
  notification('new', { isRead: false }),
  notification('lost', { category: 'system', condition: 'worker-lost', isRead: true }),
  notification('old'),
  notification('over', { category: 'system', resolvedAtMs: 2_000, isRead: false }),
];

it('puts what still lasts before what is new, read or not', () => {
  const groups = groupNotifications(list, 'all');
  expect(groups.map(({ title, entries }) => [title, entries.map(({ id }) => id)])).toEqual([
    ['Ongoing', ['lost']],
    ['New', ['new', 'over']],
    ['Read', ['old']],
  ]);
});

it('keeps to one category', () => {
  expect(groupNotifications(list, 'risk')).toEqual([]);
  expect(groupNotifications(list, 'system').map(({ title }) => title)).toEqual(['Ongoing', 'New']);
});

it('counts what is unread by category', () => {
  expect(unreadByCategory(list)).toEqual({ all: 2, trading: 1, risk: 0, system: 1, account: 0 });
});
