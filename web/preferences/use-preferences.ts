'use client';

import { useSyncExternalStore } from 'react';
import type { Preferences } from './preferences.ts';
import { getPreferences, getServerPreferences, setPreferences, watchPreferences } from './store.ts';

/** The preferences and a way to change some of them: `const [{ timeZone }, setPreferences] = usePreferences()`. */
export function usePreferences(): readonly [Preferences, (change: Partial<Preferences>) => void] {
  const preferences = useSyncExternalStore(watchPreferences, getPreferences, getServerPreferences);
  return [preferences, setPreferences];
}

/** One preference; the component renders again only when that one changes. */
export function usePreference<Name extends keyof Preferences>(name: Name): Preferences[Name] {
  return useSyncExternalStore(
    watchPreferences,
    () => getPreferences()[name],
    () => getServerPreferences()[name],
  );
}
