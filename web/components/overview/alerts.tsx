'use client';

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDateMinute } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import { dataOf } from '@/live/loadable.ts';
import { useNotifications, type Notification } from '@/live/notifications.ts';
import { useAccountValue } from '@/live/use-account-live.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

const shownAtMost = 4;

/** What needs a person now: open warnings of the desk and accounts that the broker does not answer for. */
export function Alerts({ accounts }: { accounts: readonly Account[] }) {
  const { list } = useNotifications();
  const open = (dataOf(list) ?? []).filter(isOpenAlert).slice(0, shownAtMost);
  return (
    <section aria-labelledby="alerts" className="flex flex-col gap-2">
      <h2 id="alerts" className="sr-only">
        Alerts
      </h2>
      {accounts.map((account) => (
        <ConnectionAlert key={account.id} account={account} />
      ))}
      {open.map((notification) => (
        <NotificationAlert key={notification.id} notification={notification} />
      ))}
      {open.length === 0 && (
        <p className="flex min-h-9 items-center gap-2 px-1 text-sm text-muted">
          <CircleCheck aria-hidden size={16} className="text-up" />
          {list.status === 'pending' ? 'Looking for alerts' : 'No open alerts'}
        </p>
      )}
    </section>
  );
}

/** Still true, and worth a person's attention. */
export function isOpenAlert(notification: Notification): boolean {
  if (notification.severity === 'info' || notification.resolvedAtMs !== undefined) return false;
  return notification.mustSee || !notification.isRead;
}

function NotificationAlert({ notification }: { notification: Notification }) {
  const zone = usePreference('timeZone');
  return (
    <Alert critical={notification.severity === 'critical'}>
      <strong className="font-medium">{notification.title}</strong>{' '}
      <span className="text-muted">
        {notification.body} {formatDateMinute(notification.atMs, zone)}
      </span>
    </Alert>
  );
}

function ConnectionAlert({ account }: { account: Account }) {
  const connection = useAccountValue(account.id, (live) => live.connection);
  if (connection?.state !== 'reconnecting' && connection?.state !== 'unauthorized') return null;
  return (
    <Alert critical={connection.state === 'unauthorized'}>
      <strong className="font-medium">
        {account.label}:{' '}
        {connection.state === 'unauthorized' ? 'the broker refuses the key' : 'the broker does not answer'}
      </strong>{' '}
      <span className="text-muted">{connection.error?.message ?? 'Figures stand still until it is back.'}</span>
    </Alert>
  );
}

function Alert({ critical, children }: { critical: boolean; children: ReactNode }) {
  const Icon = critical ? CircleAlert : TriangleAlert;
  return (
    <div className="flex min-h-9 items-start gap-2.5 rounded-card border border-line bg-panel px-3 py-2 text-sm">
      <Icon aria-hidden size={16} className={critical ? 'mt-0.5 shrink-0 text-down' : 'mt-0.5 shrink-0 text-warning'} />
      <p className="min-w-0">{children}</p>
    </div>
  );
}
