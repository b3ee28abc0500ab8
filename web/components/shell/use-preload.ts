'use client';

import { useEffect } from 'react';

/** Late enough to take nothing from the first paint. */
const preloadAfterMs = 3_000;

/** Fetches a part of the page before it is needed, so that it opens without a connection too. */
export function usePreload(load: () => Promise<unknown>): void {
  useEffect(() => {
    // What could not be fetched is fetched when it is opened.
    const timer = setTimeout(() => void load().catch(() => undefined), preloadAfterMs);
    return () => clearTimeout(timer);
  }, [load]);
}
