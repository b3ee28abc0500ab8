import type { Timestamp } from '@tapedeck/core/documents/timestamp';
import type { LiveDocuments, LiveStructure } from './account-live.ts';

const prefix = 'tapedeck.live/';
/** How old the copy may be when a page ends without a word. */
const saveEveryMs = 10_000;

interface Stored {
  readonly state: Flat<NonNullable<LiveDocuments['state']>>;
  readonly positions: LiveStructure;
  readonly connection: Flat<NonNullable<LiveDocuments['connection']>>;
}
/** A document as JSON: its time of commit in milliseconds. */
type Flat<T> = Omit<T, 'committedAt'> & { readonly committedAt: number };

/**
 * The live documents of an account as this device saw them last; `undefined` where it never did. They are shown, marked
 * as a saved copy, until the server has answered.
 */
export function readSavedLive(deskId: string, accountId: string): LiveDocuments | undefined {
  try {
    const text = localStorage.getItem(toKey(deskId, accountId));
    if (text === null) return undefined;
    const { state, positions, connection } = JSON.parse(text) as Stored;
    return { state: revive(state), positions, connection: revive(connection) };
  } catch {
    // No storage, or a copy that another version wrote: there is none then.
    return undefined;
  }
}

export interface LiveSaver {
  /** Keeps the newest documents; written every ten seconds and when the page is left, never while they arrive. */
  put(documents: LiveDocuments): void;
  end(): void;
}

export function createLiveSaver(deskId: string, accountId: string): LiveSaver {
  let newest: LiveDocuments | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!newest?.state || !newest.positions || !newest.connection) return;
    const { state, positions, connection } = newest;
    newest = undefined;
    const stored: Stored = { state: flatten(state), positions, connection: flatten(connection) };
    try {
      localStorage.setItem(toKey(deskId, accountId), JSON.stringify(stored));
    } catch {
      // A device without room for it shows nothing until the server answers.
    }
  }

  addEventListener('pagehide', save);
  return {
    put(documents) {
      newest = documents;
      timer ??= setTimeout(save, saveEveryMs);
    },
    end() {
      save();
      removeEventListener('pagehide', save);
    },
  };
}

/** Removes every copy from this device. */
export function forgetSavedLive(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
}

function toKey(deskId: string, accountId: string): string {
  return `${prefix}${deskId}/${accountId}`;
}

function flatten<T extends { readonly committedAt: Timestamp }>(document: T): Flat<T> {
  return { ...document, committedAt: document.committedAt.toMillis() };
}

function revive<T extends { readonly committedAt: Timestamp }>({ committedAt, ...stored }: Flat<T>): T {
  return { ...stored, committedAt: { toMillis: () => committedAt } } as unknown as T;
}
