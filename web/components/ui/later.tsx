'use client';

import { useDeferredValue, type ReactNode } from 'react';

/**
 * Renders its children in the background when it first appears, in slices between which the page answers; until then
 * the fallback stands in their place. What changes afterwards is rendered at once.
 */
export function Later({ fallback, children }: { fallback: ReactNode; children: ReactNode }) {
  const isTime = useDeferredValue(true, false);
  return isTime ? children : fallback;
}
