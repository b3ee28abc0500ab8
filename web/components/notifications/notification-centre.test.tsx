import { fireEvent, render, screen, within } from '@testing-library/react';
import type { Notification, Notifications } from '@/live/notifications.ts';
import { NotificationCentre } from './notification-centre.tsx';

jest.mock('@/live/accounts.ts', () => ({ useAccounts: () => ({ status: 'success', saved: false, data: [] }) }));

const notification = (id: string, parts: Partial<Notification>): Notification => ({
  id,
  atMs: 1_000,
  category: 'trading',
  severity: 'info',
  mustSee: false,
  title: id,
  body: '',
  isRead: false,
  ...parts,
});

function createNotifications(data: readonly Notification[]): Notifications & { readonly marks: number[] } {
  const marks: number[] = [];
  return {
    marks,
    list: { status: 'success', saved: false, data },
    unread: data.filter(({ isRead }) => !isRead).length,
    muted: ['account'],
    markReadUpTo: (atMs) => {
      marks.push(atMs);
      return Promise.resolve();
    },
    setMuted: () => Promise.resolve(),
  };
}

const list = [
  notification('Stop hit', { atMs: 3_000 }),
  notification('Worker lost', { atMs: 2_000, category: 'system', condition: 'worker-lost' }),
  notification('Older', { atMs: 1_000, isRead: true, category: 'system', resolvedAtMs: 1_500 }),
];

describe('NotificationCentre', () => {
  it('shows what lasts before what is new and what was read', () => {
    render(<NotificationCentre notifications={createNotifications(list)} onLeave={() => undefined} />);
    expect(screen.getAllByRole('heading', { level: 3 }).map((heading) => heading.textContent)).toEqual([
      'Ongoing',
      'New',
      'Read',
    ]);
    expect(within(screen.getByRole('region', { name: 'Read' })).getByText(/Over since/)).toBeInTheDocument();
    expect(screen.getByText('Muted: Account')).toBeInTheDocument();
  });

  it('marks everything, or everything up to one, as read', () => {
    const notifications = createNotifications(list);
    render(<NotificationCentre notifications={notifications} onLeave={() => undefined} />);
    fireEvent.click(screen.getByRole('button', { name: 'Mark as read up to Worker lost' }));
    fireEvent.click(screen.getByRole('button', { name: 'Mark all as read' }));
    expect(notifications.marks).toEqual([2_000, 3_000]);
  });

  it('keeps to one category', () => {
    render(<NotificationCentre notifications={createNotifications(list)} onLeave={() => undefined} />);
    fireEvent.click(screen.getByRole('button', { name: 'Trading 1' }));
    expect(screen.queryByText('Worker lost')).not.toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Risk' }));
    expect(screen.getByText('None in this category')).toBeInTheDocument();
  });
});
