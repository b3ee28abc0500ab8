import type { AppError } from '@tapedeck/core/app-error';

/** A resource that arrives over time. `saved` data came from this device's copy; the server has not confirmed it yet. */
export type Loadable<T> =
  | { readonly status: 'idle' }
  | { readonly status: 'pending' }
  | { readonly status: 'success'; readonly data: T; readonly saved: boolean }
  | { readonly status: 'error'; readonly error: AppError; readonly data?: T };

export const idle: Loadable<never> = { status: 'idle' };
export const pending: Loadable<never> = { status: 'pending' };

/** What there is to show: also the last data before an error. */
export function dataOf<T>(loadable: Loadable<T>): T | undefined {
  return loadable.status === 'success' || loadable.status === 'error' ? loadable.data : undefined;
}

export function mapLoadable<T, U>(loadable: Loadable<T>, map: (data: T) => U): Loadable<U> {
  if (loadable.status === 'success') return { ...loadable, data: map(loadable.data) };
  if (loadable.status === 'error') {
    return loadable.data === undefined
      ? { status: 'error', error: loadable.error }
      : { status: 'error', error: loadable.error, data: map(loadable.data) };
  }
  return loadable;
}
