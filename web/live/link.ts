'use client';

import { useSyncExternalStore } from 'react';
import { deviceNowMs } from './clock.ts';
import { firestoreAddress, loadFirestore, loadLiveFirestore } from './firebase.ts';

/** What the page knows of its way to the server. */
export interface Link {
  /** `searching`: no answer, but not for long enough to say "offline". */
  readonly state: 'connected' | 'searching' | 'offline';
  /** This device's clock when the server was last heard; undefined until it was. */
  readonly heardMs: number | undefined;
}

export interface LinkPorts {
  readonly nowMs: () => number;
  /** Whether the server answers at all. */
  readonly probe: () => Promise<boolean>;
  /** Makes the SDK drop its connection and open a new one at once. */
  readonly nudge: () => Promise<void>;
}

export interface LinkMonitor {
  readonly get: () => Link;
  readonly subscribe: (listener: () => void) => () => void;
  /** An update came from the server itself. */
  readonly heard: () => void;
  /** Looks after the link; to be called several times a second while the page is visible. */
  readonly tick: () => void;
  /** Something points to a broken connection: asks at once. */
  readonly suspect: () => void;
  /** A heartbeat is overdue though the server answers: the stream may be dead. Each time it waits longer. */
  readonly missedHeartbeat: () => void;
  /** The device says that it has lost or found its network. */
  readonly networkChanged: (online: boolean) => void;
}

/** Silence after which it is worth asking whether the server is there. */
export const quietMs = 3_000;
export const offlineAfterMs = 10_000;
const probeEveryMs = 3_000;
const probeWhenLostEveryMs = 400;
const nudgeAfterMs = 4_000;
const longestNudgeMs = 60_000;

/**
 * Watches the way to the server. The SDK notices a dead connection late or never, so silence is followed by a question
 * over plain HTTP, and a server that is there again, or a heartbeat that is missed, by a nudge.
 */
export function createLinkMonitor(ports: LinkPorts): LinkMonitor {
  const startedMs = ports.nowMs();
  const listeners = new Set<() => void>();
  let link: Link = { state: 'connected', heardMs: undefined };
  let lost = false;
  let probing = false;
  let probedMs = 0;
  let nudgedMs = 0;
  let nudgeWaitMs = nudgeAfterMs;

  function set(next: Link): void {
    if (next.state === link.state && next.heardMs === link.heardMs) return;
    const visible = next.state !== link.state;
    link = next;
    if (visible) for (const listener of listeners) listener();
  }

  function judge(): void {
    const silentMs = ports.nowMs() - (link.heardMs ?? startedMs);
    const state = !lost ? 'connected' : silentMs >= offlineAfterMs ? 'offline' : 'searching';
    set({ ...link, state });
  }

  function nudge(): void {
    nudgedMs = ports.nowMs();
    void ports.nudge();
  }

  async function ask(): Promise<void> {
    probing = true;
    probedMs = ports.nowMs();
    const answered = await ports.probe();
    probing = false;
    if (answered && lost) nudge();
    lost = !answered;
    judge();
  }

  return {
    get: () => link,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    heard(): void {
      lost = false;
      nudgeWaitMs = nudgeAfterMs;
      set({ state: 'connected', heardMs: ports.nowMs() });
    },
    tick(): void {
      const nowMs = ports.nowMs();
      const silentMs = nowMs - (link.heardMs ?? startedMs);
      const everyMs = lost ? probeWhenLostEveryMs : probeEveryMs;
      if (!probing && silentMs >= quietMs && nowMs - probedMs >= everyMs) void ask();
      judge();
    },
    suspect(): void {
      if (!probing) void ask();
    },
    missedHeartbeat(): void {
      if (lost || ports.nowMs() - nudgedMs < nudgeWaitMs) return;
      nudgeWaitMs = Math.min(nudgeWaitMs * 2, longestNudgeMs);
      nudge();
    },
    networkChanged(isOnline): void {
      if (!isOnline) lost = true;
      probedMs = 0;
      judge();
    },
  };
}

async function probe(): Promise<boolean> {
  if (!navigator.onLine) return false;
  try {
    const address = await firestoreAddress();
    await fetch(address, { mode: 'no-cors', cache: 'no-store', signal: AbortSignal.timeout(3_000) });
    return true;
  } catch {
    return false;
  }
}

async function nudgeFirestore(): Promise<void> {
  // Live figures first: the other instance has many more listeners to bring back.
  for (const load of [loadLiveFirestore, loadFirestore]) {
    const { sdk, db } = await load();
    await sdk.disableNetwork(db);
    await sdk.enableNetwork(db);
  }
}

export const linkMonitor = createLinkMonitor({ nowMs: deviceNowMs, probe, nudge: nudgeFirestore });

/** Looks after the link for as long as a page shows live data. */
export function startLink(): () => void {
  const timer = setInterval(tick, 200);
  const endings = watchStreamEndings(linkMonitor.suspect);
  addEventListener('online', online);
  addEventListener('offline', offline);
  document.addEventListener('visibilitychange', tick);
  return () => {
    clearInterval(timer);
    endings();
    removeEventListener('online', online);
    removeEventListener('offline', offline);
    document.removeEventListener('visibilitychange', tick);
  };
}

const listenPath = '/google.firestore.v1.Firestore/Listen/';

/**
 * Calls back when a request that carried listeners has ended: by itself about once a minute, else because the connection
 * broke. The browser tells it at once, the SDK only after its own retries.
 */
function watchStreamEndings(listener: () => void): () => void {
  const observer = new PerformanceObserver((list) => {
    if (list.getEntries().some(({ name }) => name.includes(listenPath))) listener();
  });
  observer.observe({ type: 'resource' });
  return () => observer.disconnect();
}

function tick(): void {
  if (document.visibilityState === 'visible') linkMonitor.tick();
}

function online(): void {
  linkMonitor.networkChanged(true);
}

function offline(): void {
  linkMonitor.networkChanged(false);
}

const serverLink: Link = { state: 'connected', heardMs: undefined };

/** The way to the server; changes only when its state does. */
export function useLink(): Link {
  return useSyncExternalStore(linkMonitor.subscribe, linkMonitor.get, () => serverLink);
}
