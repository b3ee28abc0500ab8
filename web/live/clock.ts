'use client';

import { useSyncExternalStore } from 'react';

/** This device's clock in milliseconds since the epoch, finer than a millisecond and never stepping back. */
export function deviceNowMs(): number {
  return performance.timeOrigin + performance.now();
}

export interface ServerClock {
  /** Learns from an update that has just arrived; not from one that may have waited in a cache. */
  observe(committedMs: number, receivedMs: number): void;
  nowMs(): number;
  /** Server minus device, less the shortest way that an update ever took; 0 until one arrived. */
  offsetMs(): number;
}

/** A wall clock that moved by more than this against the steady one was set by hand, or the device slept. */
const jumpMs = 500;

/**
 * Estimates the server's clock from when updates were committed and when they arrived: their smallest difference is the
 * clocks' difference plus the shortest way. It forgets what it knew when the device's clock jumps.
 */
export function createServerClock(wallNowMs: () => number, steadyNowMs: () => number): ServerClock {
  let smallestMs: number | undefined;
  let driftMs = wallNowMs() - steadyNowMs();

  function forgetAfterJump(): void {
    const nowMs = wallNowMs() - steadyNowMs();
    if (Math.abs(nowMs - driftMs) > jumpMs) smallestMs = undefined;
    driftMs = nowMs;
  }

  const offsetMs = () => (smallestMs === undefined ? 0 : -smallestMs);
  return {
    observe(committedMs, receivedMs) {
      forgetAfterJump();
      const differenceMs = receivedMs - committedMs;
      if (smallestMs === undefined || differenceMs < smallestMs) smallestMs = differenceMs;
    },
    nowMs() {
      forgetAfterJump();
      return wallNowMs() + offsetMs();
    },
    offsetMs,
  };
}

export const serverClock = createServerClock(
  () => Date.now(),
  () => (typeof performance === 'undefined' ? 0 : performance.now()),
);

const tickMs = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tickedMs = 0;

/** Calls back once a second; one timer serves the whole page. */
export function onTick(listener: () => void): () => void {
  if (listeners.size === 0) {
    tickedMs = serverClock.nowMs();
    timer = setInterval(tick, tickMs);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function tick(): void {
  tickedMs = serverClock.nowMs();
  for (const listener of listeners) listener();
}

/** The server's clock, renewed once a second; undefined in the static page. */
export function useNow(): number | undefined {
  return useSyncExternalStore(
    onTick,
    () => tickedMs || undefined,
    () => undefined,
  );
}

/** A value derived from the clock; the component renders again only when the value changes. */
export function useNowValue<T extends string | number | boolean | undefined>(
  derive: (nowMs: number) => T,
): T | undefined {
  return useSyncExternalStore(
    onTick,
    () => (tickedMs ? derive(tickedMs) : undefined),
    () => undefined,
  );
}
