import type { AppError } from '@tapedeck/core/app-error';
import { getPreferences, watchPreferences } from '../preferences/store.ts';
import type { AccountLive } from './account-live.ts';
import { onTick, serverClock } from './clock.ts';
import type { Unsubscribe } from './keep-subscribed.ts';
import { linkMonitor } from './link.ts';
import { idle, pending, type Loadable } from './loadable.ts';
import { createUpdateGate } from './update-gate.ts';
import { watchAccountLive } from './watch-account-live.ts';

/** One account's live values, for any number of components: each selects what it shows and renders on that alone. */
export interface AccountStore {
  /** At the update rate that the person chose; `idle` for an account that has never been synced. */
  readonly get: () => Loadable<AccountLive>;
  /** What arrived last, whatever the update rate: what freshness is judged by. */
  readonly newest: () => AccountLive | undefined;
  readonly subscribe: (listener: () => void) => Unsubscribe;
  /** Opens the listener and returns what closes it; values stay. */
  readonly open: () => Unsubscribe;
}

const stores = new Map<string, AccountStore>();

export function accountStore(deskId: string, accountId: string): AccountStore {
  const key = `${deskId}/${accountId}`;
  let store = stores.get(key);
  if (!store) {
    store = createAccountStore(deskId, accountId);
    stores.set(key, store);
  }
  return store;
}

interface Shown {
  readonly live: AccountLive | undefined;
  readonly saved: boolean;
}

function createAccountStore(deskId: string, accountId: string): AccountStore {
  const listeners = new Set<() => void>();
  let loadable: Loadable<AccountLive> = pending;
  let error: AppError | undefined;

  const gate = createUpdateGate<Shown>(
    getPreferences().updateRate,
    () => set(toLoadable()),
    ({ saved }) => saved,
  );

  function toLoadable(): Loadable<AccountLive> {
    const shown = gate.shown();
    const data = shown?.live;
    if (error?.code === 'forbidden') return { status: 'error', error };
    if (error) return data ? { status: 'error', error, data } : { status: 'error', error };
    if (data) return { status: 'success', data, saved: shown?.saved ?? false };
    return shown && !shown.saved ? idle : pending;
  }

  function set(next: Loadable<AccountLive>): void {
    loadable = next;
    for (const listener of listeners) listener();
  }

  return {
    get: () => loadable,
    newest: () => gate.newest()?.live,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open() {
      gate.setRate(getPreferences().updateRate);
      const unfollow = watchPreferences(() => gate.setRate(getPreferences().updateRate));
      const unsubscribe = watchAccountLive(deskId, accountId, {
        next: ({ value, saved }) => {
          const failedBefore = error !== undefined;
          error = undefined;
          gate.push({ live: value, saved });
          if (failedBefore) set(toLoadable());
        },
        fail: (failure) => {
          error = failure;
          set(toLoadable());
        },
      });
      const stopWatching = onTick(() => {
        if (isHeartbeatOverdue(gate.newest()?.live)) linkMonitor.missedHeartbeat();
      });
      return () => {
        stopWatching();
        unfollow();
        unsubscribe();
      };
    },
  };
}

const heartbeatGraceMs = 3_000;

function isHeartbeatOverdue(live: AccountLive | undefined): boolean {
  const connection = live?.connection;
  if (!connection) return false;
  const beatMs = Math.max(connection.committedAt.toMillis(), live.readMs);
  return serverClock.nowMs() - beatMs > connection.heartbeatMs + heartbeatGraceMs;
}
