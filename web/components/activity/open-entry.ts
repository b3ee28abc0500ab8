'use client';

import { useSyncExternalStore } from 'react';

const parameter = 'entry';
const listeners = new Set<() => void>();

function watchAddress(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}

/** The entry that is open, as the address says: it can be passed on. */
export function useOpenEntry(): string | undefined {
  const id = useSyncExternalStore(
    watchAddress,
    () => new URLSearchParams(location.search).get(parameter),
    () => null,
  );
  return id ?? undefined;
}

/** Opens an entry; without one, closes what is open. */
export function openEntry(id: string | undefined): void {
  const url = new URL(location.href);
  if (id === undefined) url.searchParams.delete(parameter);
  else url.searchParams.set(parameter, id);
  history.replaceState(history.state, '', url);
  for (const listener of listeners) listener();
}
