import { useSyncExternalStore } from 'react';

let isOpen = false;
let wasOpened = false;
const listeners = new Set<() => void>();

function set(open: boolean): void {
  isOpen = open;
  wasOpened ||= open;
  for (const listener of listeners) listener();
}

/** Opens the dialog of the emergency stop, on any page. It stops nothing by itself. */
export function openStop(): void {
  set(true);
}

export function closeStop(): void {
  set(false);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useStopIsOpen(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isOpen,
    () => false,
  );
}

export function useStopWasOpened(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => wasOpened,
    () => false,
  );
}
