'use client';

import { useEffect } from 'react';
import { preferencesKey } from './preferences.ts';
import { usePreference } from './use-preferences.ts';

/**
 * Runs before the first paint, so that a page never flashes in the wrong theme. It reads what `applyAppearance` would
 * apply a moment later.
 */
const beforePaint = `(function(){var p={};try{p=JSON.parse(localStorage.getItem('${preferencesKey}'))||{}}catch(e){}
var h=document.documentElement,d=p.theme==='dark'||p.theme!=='light'&&!matchMedia('(prefers-color-scheme: light)').matches;
h.dataset.theme=d?'dark':'light';h.dataset.colours=p.colours||'default';if(p.railFolded===true)h.dataset.rail='folded'})()`;

export function AppearanceScript() {
  return <script dangerouslySetInnerHTML={{ __html: beforePaint }} />;
}

/** Keeps the page's theme and colours with the preferences and, for `system`, with the device. */
export function Appearance() {
  const theme = usePreference('theme');
  const colours = usePreference('colours');
  const railFolded = usePreference('railFolded');

  useEffect(() => {
    const light = matchMedia('(prefers-color-scheme: light)');
    const apply = () => {
      const root = document.documentElement;
      const resolved = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme;
      root.dataset['theme'] = resolved;
      root.dataset['colours'] = colours;
      root.dataset['rail'] = railFolded ? 'folded' : 'open';
      const themeColour = getComputedStyle(root).getPropertyValue('--panel').trim();
      document.querySelector('meta[name="theme-color"]')?.setAttribute('content', themeColour);
    };
    apply();
    light.addEventListener('change', apply);
    return () => light.removeEventListener('change', apply);
  }, [theme, colours, railFolded]);

  return null;
}
