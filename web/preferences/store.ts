import { defaultPreferences, parsePreferences, preferencesKey, type Preferences } from './preferences.ts';

type Listener = () => void;

const listeners = new Set<Listener>();
let current: Preferences | undefined;

/** The preferences of this browser; other tabs follow through the `storage` event. */
export function getPreferences(): Preferences {
  current ??= parsePreferences(readStored());
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...getPreferences(), ...change };
  try {
    localStorage.setItem(preferencesKey, JSON.stringify(current));
  } catch {
    // A browser that forbids storage keeps the choice until the page closes.
  }
  announce();
}

export function watchPreferences(listener: Listener): () => void {
  if (listeners.size === 0) addEventListener('storage', follow);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener('storage', follow);
  };
}

/** What the static page was rendered with. */
export function getServerPreferences(): Preferences {
  return defaultPreferences;
}

function follow(event: StorageEvent): void {
  if (event.key !== preferencesKey) return;
  current = parsePreferences(event.newValue);
  announce();
}

function announce(): void {
  for (const listener of listeners) listener();
}

function readStored(): string | null {
  try {
    return localStorage.getItem(preferencesKey);
  } catch {
    return null;
  }
}
