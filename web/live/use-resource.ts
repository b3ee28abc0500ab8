'use client';

import { useMemo } from 'react';
import useSWRSubscription from 'swr/subscription';
import { toAppError } from '@tapedeck/core/app-error';
import type { Observer, Unsubscribe } from './keep-subscribed.ts';
import { idle, pending, type Loadable } from './loadable.ts';

/** Data and whether it is this device's saved copy, not yet confirmed by the server. */
export interface Sourced<T> {
  readonly value: T;
  readonly saved: boolean;
}

export type Watch<T> = (observer: Observer<Sourced<T>>) => Unsubscribe;

const compareByIdentity = { compare: Object.is };

/**
 * Subscribes to a resource; components that use the same key share one listener, which ends with the last of them.
 * Without a key there is nothing to load yet.
 */
export function useResource<T>(key: readonly string[] | undefined, watch: Watch<T>): Loadable<T> {
  const { data, error } = useSWRSubscription<Sourced<T>, unknown, readonly string[] | null>(
    key ?? null,
    (_key, { next }) =>
      watch({
        next: (sourced) => next(null, sourced),
        fail: (failure) => next(failure),
      }),
    compareByIdentity,
  );
  const isIdle = key === undefined;
  return useMemo(() => {
    if (isIdle) return idle;
    if (error !== undefined && error !== null) {
      return data === undefined
        ? { status: 'error', error: toAppError(error) }
        : { status: 'error', error: toAppError(error), data: data.value };
    }
    return data === undefined ? pending : { status: 'success', data: data.value, saved: data.saved };
  }, [isIdle, data, error]);
}
