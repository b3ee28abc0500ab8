import type { Observer } from './keep-subscribed.ts';
import type { Sourced, Watch } from './use-resource.ts';

const prefix = 'tapedeck.saved/';
/** When the first value is written, and how old the copy may be after that when a page ends without a word. */
const firstSaveMs = 1_000;
const saveEveryMs = 10_000;

/** False once nobody is signed in: what still arrives then is not kept. */
let keeps = true;

/**
 * What this device saw last of something, `undefined` where it never did. It is shown, marked as a saved copy, until the
 * server has answered. `revive` makes it of what was stored and may throw.
 */
export function readSavedCopy<T>(path: readonly string[], revive: (stored: unknown) => T): T | undefined {
  try {
    const text = localStorage.getItem(toKey(path));
    return text === null ? undefined : revive(JSON.parse(text));
  } catch {
    // No storage, or a copy that another version wrote: there is none then.
    return undefined;
  }
}

export interface CopySaver<T> {
  /**
   * Keeps the newest value, or none after `undefined`; written a second after the first, then every ten seconds and when
   * the page is left, never while values arrive.
   */
  readonly put: (value: T) => void;
  readonly end: () => void;
}

/** `flatten` makes of a value what JSON can hold. */
export function createCopySaver<T>(path: readonly string[], flatten: (value: T) => unknown): CopySaver<T> {
  let newest: { readonly value: T } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = firstSaveMs;

  function save(): void {
    const unsaved = newest;
    clearTimeout(timer);
    timer = undefined;
    newest = undefined;
    if (!unsaved || !keeps) return;
    waitMs = saveEveryMs;
    try {
      if (unsaved.value === undefined) localStorage.removeItem(toKey(path));
      else localStorage.setItem(toKey(path), JSON.stringify(flatten(unsaved.value)));
    } catch {
      // A device without room for it shows nothing until the server answers.
    }
  }

  addEventListener('pagehide', save);
  return {
    put(value) {
      newest = { value };
      timer ??= setTimeout(save, waitMs);
    },
    end() {
      save();
      removeEventListener('pagehide', save);
    },
  };
}

/** What a copy is made of and what becomes of it again; both as they are unless said otherwise. */
export interface CopyForm<T> {
  readonly flatten: (value: T) => unknown;
  /** `undefined` when there is nothing in it to show. */
  readonly revive: (stored: unknown) => T | undefined;
}

/**
 * Tells the copy of this device at once, before Firestore is there, then what the server has confirmed, and keeps that. A
 * page that is opened again thereby stands as it stood, without waiting for the SDK and its own cache, which is shown only
 * where there is no copy. What the server confirms as it was is told as the same value, so that nothing is drawn anew.
 */
export function withSavedCopy<T>(
  path: readonly string[],
  watch: Watch<T>,
  { flatten, revive }: CopyForm<T> = { flatten: (value) => value, revive: (stored) => stored as T },
): Watch<T> {
  return (observer: Observer<Sourced<T>>) => {
    const saver = createCopySaver<T>(path, flatten);
    let copy = readSavedCopy(path, revive);
    if (copy !== undefined) observer.next({ value: copy, saved: true });
    const stop = watch({
      next: ({ value, saved }) => {
        if (saved) {
          if (copy === undefined) observer.next({ value, saved });
          return;
        }
        const isAsItWas = copy !== undefined && JSON.stringify(flatten(copy)) === JSON.stringify(flatten(value));
        observer.next({ value: isAsItWas ? (copy as T) : value, saved });
        copy = undefined;
        saver.put(value);
      },
      fail: observer.fail,
    });
    return () => {
      stop();
      saver.end();
    };
  };
}

/** Somebody is signed in: what they see is kept from now on. */
export function keepSavedCopies(): void {
  keeps = true;
}

/** Removes every copy from this device; nothing is kept until somebody signs in. */
export function forgetSavedCopies(): void {
  keeps = false;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // Without storage there is nothing to remove.
  }
}

function toKey(path: readonly string[]): string {
  return `${prefix}${path.join('/')}`;
}
