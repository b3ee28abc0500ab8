'use client';

import { useSyncExternalStore } from 'react';

function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-colours'] });
  return () => observer.disconnect();
}

/** Names the theme and colours that the page shows now; changes when a canvas has to be drawn anew. */
export function useThemeName(): string {
  return useSyncExternalStore(
    watchTheme,
    () => `${document.documentElement.dataset['theme']}/${document.documentElement.dataset['colours']}`,
    () => 'dark/default',
  );
}

/** The value of a colour token such as `--series-1`. */
export function colourOf(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}
