'use client';

import { useDeferredValue, type ReactNode } from 'react';

/**
 * Renders its children in the background when it first appears, in slices between which the page answers; until then
 * the fallback stands in their place. What changes afterwards is rendered at once. Not for what appears while figures
 * move: each of their updates starts the background's work anew, for up to five seconds.
 */
export function Later({ fallback, children }: { fallback: ReactNode; children: ReactNode }) {
  const isTime = useDeferredValue(true, false);
  return isTime ? children : fallback;
}
