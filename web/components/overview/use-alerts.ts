'use client';

import { useMemo } from 'react';
import type { LiveConnectionDocument } from '@tapedeck/core/documents/live-documents';
import type { Account } from '@/live/accounts.ts';
import type { AccountLive } from '@/live/account-live.ts';
import { dataOf, type Loadable } from '@/live/loadable.ts';
import { useNotifications, type Notification } from '@/live/notifications.ts';
import { useAccountsValue } from '@/live/use-account-live.ts';

export interface Alert {
  readonly id: string;
  readonly isCritical: boolean;
  readonly title: string;
  readonly body: string;
  /** Absent for what is true now. */
  readonly atMs?: number;
}

/** What needs a person now, most urgent first; undefined until it is known. */
export function useAlerts(accounts: readonly Account[]): readonly Alert[] | undefined {
  const notifications = dataOf(useNotifications().list);
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const connections = useAccountsValue(ids, connectionsOf, sameConnections);
  return useMemo(() => {
    if (!notifications) return undefined;
    const broken = accounts.flatMap((account, index) => toConnectionAlert(account, connections[index]));
    const open = notifications.filter(isOpenAlert).map(({ id, severity, title, body, atMs }) => ({
      id,
      isCritical: severity === 'critical',
      title,
      body,
      atMs,
    }));
    return [...broken, ...open].toSorted((a, b) => Number(b.isCritical) - Number(a.isCritical));
  }, [notifications, accounts, connections]);
}

/** Still true, and worth a person's attention. */
export function isOpenAlert(notification: Notification): boolean {
  if (notification.severity === 'info' || notification.resolvedAtMs !== undefined) return false;
  return notification.mustSee || !notification.isRead;
}

export function toConnectionAlert(account: Account, connection: LiveConnectionDocument | undefined): readonly Alert[] {
  if (connection?.state !== 'reconnecting' && connection?.state !== 'unauthorized') return [];
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

type Connections = readonly (LiveConnectionDocument | undefined)[];

function connectionsOf(lives: readonly Loadable<AccountLive>[]): Connections {
  return lives.map((live) => dataOf(live)?.connection);
}

function sameConnections(a: Connections, b: Connections): boolean {
  return a.length === b.length && a.every((connection, index) => connection === b[index]);
}
