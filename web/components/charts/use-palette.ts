'use client';

import { useSyncExternalStore } from 'react';

/** Colour tokens as the canvas needs them: resolved for the theme that the page shows. */
export type Palette = (token: string) => string;

const palettes = new Map<string, Palette>();

/** The palette of the page's theme and colours; another function once they change, so that a canvas is drawn anew. */
export function usePalette(): Palette {
  return useSyncExternalStore(watchTheme, currentPalette, () => noColours);
}

function currentPalette(): Palette {
  const { theme, colours } = document.documentElement.dataset;
  const name = `${theme}/${colours}`;
  let palette = palettes.get(name);
  if (!palette) {
    const resolved = new Map<string, string>();
    palette = (token) => {
      const known = resolved.get(token) ?? getComputedStyle(document.documentElement).getPropertyValue(token).trim();
      resolved.set(token, known);
      return known;
    };
    palettes.set(name, palette);
  }
  return palette;
}

const noColours: Palette = () => '';

function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-colours'] });
  return () => observer.disconnect();
}
