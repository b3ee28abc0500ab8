'use client';

import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { AccountLive } from './account-live.ts';
import { accountStore } from './account-store.ts';
import { useMembership } from './desk-context.tsx';
import type { Loadable } from './loadable.ts';

/**
 * Keeps the listener of one account open without showing anything. The shell has one for each account of the desk; what
 * shows an account only reads.
 */
export function AccountFeed({ accountId }: { accountId: string }): null {
  const { deskId } = useMembership();
  useEffect(() => accountStore(deskId, accountId).open(), [deskId, accountId]);
  return null;
}

/**
 * A part of the account; the component renders only when that part changes. `select` must give the same value for the
 * same account: a string, or an object out of it, not one made anew.
 */
export function useAccountValue<T>(accountId: string, select: (live: AccountLive) => T): T | undefined {
  const { deskId } = useMembership();
  const store = accountStore(deskId, accountId);
  return useSyncExternalStore(
    store.subscribe,
    () => {
      const loadable = store.get();
      return 'data' in loadable && loadable.data ? select(loadable.data) : undefined;
    },
    () => undefined,
  );
}

/**
 * A value made of several accounts, such as a total; renders only when `isEqual` says that it changed.
 */
export function useAccountsValue<T>(
  accountIds: readonly string[],
  derive: (lives: readonly Loadable<AccountLive>[]) => T,
  isEqual: (a: T, b: T) => boolean,
): T {
  const { deskId } = useMembership();
  const key = accountIds.join('\n');
  const last = useRef<{ inputs: readonly Loadable<AccountLive>[]; value: T; derive: unknown } | undefined>(undefined);

  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = splitKey(key).map((id) => accountStore(deskId, id).subscribe(listener));
      return () => {
        for (const end of ends) end();
      };
    },
    [deskId, key],
  );

  const get = (): T => {
    const inputs = splitKey(key).map((id) => accountStore(deskId, id).get());
    const known = last.current;
    const unchanged =
      known?.derive === derive &&
      known.inputs.length === inputs.length &&
      known.inputs.every((input, index) => input === inputs[index]);
    if (known && unchanged) return known.value;
    const derived = derive(inputs);
    const value = known && isEqual(known.value, derived) ? known.value : derived;
    last.current = { inputs, value, derive };
    return value;
  };

  return useSyncExternalStore(subscribe, get, get);
}

function splitKey(key: string): readonly string[] {
  return key === '' ? [] : key.split('\n');
}

/** What is shown of an account at this moment, without following it. */
export function useReadAccount(): (accountId: string) => AccountLive | undefined {
  const { deskId } = useMembership();
  return useCallback(
    (accountId) => {
      const loadable = accountStore(deskId, accountId).get();
      return 'data' in loadable ? loadable.data : undefined;
    },
    [deskId],
  );
}
