'use client';

import { useSyncExternalStore } from 'react';
import { loadConfig, parseConfig } from './config.ts';

const checkEveryMs = 30 * 60_000;
const startAfterMs = 4_000;

const listeners = new Set<() => void>();
let registration: ServiceWorkerRegistration | undefined;
let isWaiting = false;
let hasAsked = false;

function setWaiting(): void {
  isWaiting = true;
  for (const listener of listeners) listener();
}

/** A worker that is installed while another one serves this page is a new version; the very first is not. */
function look(found: ServiceWorkerRegistration): void {
  if (found.waiting && navigator.serviceWorker.controller) setWaiting();
  found.addEventListener('updatefound', () => {
    const installing = found.installing;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && navigator.serviceWorker.controller) setWaiting();
    });
  });
}

/** Registers the service worker a moment after the page has loaded and looks for new versions from then on. */
export function startAppVersion(): () => void {
  if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return () => undefined;
  const check = () => {
    if (document.visibilityState !== 'visible') return;
    void registration?.update().catch(() => undefined);
    void isConfigOutdated().then((isOutdated) => {
      if (isOutdated) setWaiting();
    });
  };
  const start = async () => {
    try {
      registration = await navigator.serviceWorker.register('/serwist/sw.js', { scope: '/' });
      look(registration);
    } catch {
      // A browser that forbids service workers works without them.
    }
  };
  const firstTimer = setTimeout(() => void start(), startAfterMs);
  const timer = setInterval(check, checkEveryMs);
  // Another tab took the new version: this one's code is gone from the cache.
  const onChange = () => (hasAsked ? location.reload() : setWaiting());
  const wasControlled = navigator.serviceWorker.controller !== null;
  if (wasControlled) navigator.serviceWorker.addEventListener('controllerchange', onChange);
  addEventListener('online', check);
  return () => {
    clearTimeout(firstTimer);
    clearInterval(timer);
    navigator.serviceWorker.removeEventListener('controllerchange', onChange);
    removeEventListener('online', check);
  };
}

/** A page that was opened without a network runs with the configuration of the last time, until it is loaded anew. */
async function isConfigOutdated(): Promise<boolean> {
  try {
    const response = await fetch('/config.json', { cache: 'no-store' });
    const current = parseConfig(await response.json());
    return JSON.stringify(current) !== JSON.stringify(await loadConfig());
  } catch {
    return false;
  }
}

/** Whether a newer version waits to be loaded. */
export function useNewVersion(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isWaiting,
    () => false,
  );
}

/** Loads the new version: the waiting worker takes over, and the page is loaded anew. */
export function loadNewVersion(): void {
  hasAsked = true;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a service worker has none
  if (registration?.waiting) registration.waiting.postMessage({ type: 'SKIP_WAITING' });
  else location.reload();
}
