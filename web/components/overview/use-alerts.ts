'use client';

import { useMemo } from 'react';
import type { AppError } from '@tapedeck/core/app-error';
import type { LiveConnectionDocument } from '@tapedeck/core/documents/live-documents';
import { useAccounts, type Account } from '@/live/accounts.ts';
import type { AccountLive } from '@/live/account-live.ts';
import { useLink, type Link } from '@/live/link.ts';
import { dataOf, type Loadable } from '@/live/loadable.ts';
import { useNotifications, type Notification, type Notifications } from '@/live/notifications.ts';
import { useAccountsValue } from '@/live/use-account-live.ts';

export interface Alert {
  readonly id: string;
  readonly isCritical: boolean;
  readonly title: string;
  readonly body: string;
  /** Absent for what is true now. */
  readonly atMs?: number;
}

export interface OpenAlerts {
  /** What needs a person now, most urgent first. */
  readonly alerts: readonly Alert[];
  /** Whether that is all: `unconfirmed` while the server is not heard, `unknown` as long as it never was. */
  readonly certainty: 'confirmed' | 'unconfirmed' | 'unknown';
  /** Why they could not be read. */
  readonly error?: AppError;
}

export function useAlerts(accounts: readonly Account[]): OpenAlerts {
  const { list } = useNotifications();
  const areAccountsKnown = dataOf(useAccounts()) !== undefined;
  const { state: link } = useLink();
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const connections = useAccountsValue(ids, connectionsOf, sameConnections);
  return useMemo(
    () => ({
      alerts: [
        ...accounts.flatMap((account, index) => toConnectionAlert(account, connections[index])),
        ...(dataOf(list) ?? []).filter(isOpenAlert).map(toAlert),
      ].toSorted((a, b) => Number(b.isCritical) - Number(a.isCritical)),
      certainty: areAccountsKnown ? certaintyOf(list, connections, link) : 'unknown',
      ...(list.status === 'error' && { error: list.error }),
    }),
    [list, accounts, areAccountsKnown, connections, link],
  );
}

function certaintyOf(
  list: Notifications['list'],
  connections: Connections,
  link: Link['state'],
): OpenAlerts['certainty'] {
  if (!dataOf(list) || connections.includes('pending')) return 'unknown';
  return list.status === 'success' && !list.saved && link !== 'offline' ? 'confirmed' : 'unconfirmed';
}

function toAlert({ id, severity, title, body, atMs }: Notification): Alert {
  return { id, isCritical: severity === 'critical', title, body, atMs };
}

/** Still true, and worth a person's attention. */
function isOpenAlert(notification: Notification): boolean {
  if (notification.severity === 'info' || notification.resolvedAtMs !== undefined) return false;
  return notification.mustSee || !notification.isRead;
}

function toConnectionAlert(account: Account, connection: Connections[number]): readonly Alert[] {
  if (connection === undefined || connection === 'pending') return [];
  if (connection.state !== 'reconnecting' && connection.state !== 'unauthorized') return [];
  const isRefused = connection.state === 'unauthorized';
  return [
    {
      id: `connection-${account.id}`,
      isCritical: isRefused,
      title: `${account.label}: ${isRefused ? 'the broker refuses the key' : 'the broker does not answer'}`,
      body: connection.error?.message ?? 'Figures stand still until it is back.',
    },
  ];
}

/** Absent for an account that was never synced. */
type Connections = readonly (LiveConnectionDocument | 'pending' | undefined)[];

function connectionsOf(lives: readonly Loadable<AccountLive>[]): Connections {
  return lives.map((live) => (live.status === 'pending' ? 'pending' : dataOf(live)?.connection));
}

function sameConnections(a: Connections, b: Connections): boolean {
  return a.length === b.length && a.every((connection, index) => connection === b[index]);
}
