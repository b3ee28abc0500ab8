import { AppError } from '@tapedeck/core/app-error';
import { render, screen } from '@testing-library/react';
import type { Account } from '@/live/accounts.ts';
import type { AccountLive } from '@/live/account-live.ts';
import { pending, type Loadable } from '@/live/loadable.ts';
import type { Notification } from '@/live/notifications.ts';
import { Alerts } from './alerts.tsx';

let list: Loadable<readonly Partial<Notification>[]> = pending;
let live: Loadable<Pick<AccountLive, 'connection'>> = pending;
let accounts: Loadable<readonly Account[]> = pending;
let link = 'connected';

jest.mock('@/live/accounts.ts', () => ({ useAccounts: () => accounts }));
jest.mock('@/live/notifications.ts', () => ({ useNotifications: () => ({ list }) }));
jest.mock('@/live/link.ts', () => ({ useLink: () => ({ state: link }) }));
jest.mock('@/live/use-account-live.ts', () => ({
  useAccountsValue: (ids: readonly string[], derive: (lives: readonly unknown[]) => unknown) =>
    derive(ids.map(() => live)),
}));

const known = <T,>(data: T, saved = false): Loadable<T> => ({ status: 'success', data, saved });
const main = { id: 'main', label: 'Main' } as Account;

function show(): string {
  return render(<Alerts accounts={accounts === pending ? [] : [main]} />).container.textContent;
}

beforeEach(() => {
  accounts = known([main]);
  list = known([]);
  live = known({ connection: undefined });
  link = 'connected';
});

describe('Alerts', () => {
  it('says that there are none only once it is known', () => {
    expect(show()).toMatch(/No open alerts$/);
  });

  it.each([
    ['accounts', () => (accounts = pending)],
    ['notifications', () => (list = pending)],
    ['connections', () => (live = pending)],
  ])('is loading while %s are not known', (_what, arrange) => {
    arrange();
    expect(show()).toContain('Loading alerts');
    expect(screen.queryByText(/No open alerts/)).toBeNull();
  });

  it.each([
    ['over a saved copy', () => (list = known([], true))],
    ['without a network', () => (link = 'offline')],
  ])('says when it last knew of none %s', (_what, arrange) => {
    arrange();
    expect(show()).toContain('No open alerts when the server was last heard');
  });

  it('says why they could not be loaded', () => {
    list = { status: 'error', error: new AppError('forbidden', 'You are no member of this desk.') };
    show();
    expect(screen.getByRole('alert')).toHaveTextContent('Alerts could not be loaded. You are no member of this desk.');
  });

  it('shows a broken connection before notifications are known', () => {
    list = pending;
    live = known({ connection: { state: 'unauthorized' } as never });
    expect(show()).toContain('Main: the broker refuses the key');
  });

  it('puts the critical first, and leaves out what was read or is over', () => {
    const alert = (title: string, parts: Partial<Notification>) => ({
      id: title,
      title,
      body: '',
      atMs: 0,
      severity: 'warning' as const,
      ...parts,
    });
    list = known([
      alert('Slow', {}),
      alert('Lost', { severity: 'critical', mustSee: true, isRead: true }),
      alert('Over', { resolvedAtMs: 1 }),
      alert('Read', { isRead: true }),
    ]);
    expect(show()).toContain('Lost');
    expect(screen.getByRole('button', { name: '1 more' })).toBeInTheDocument();
  });
});
