import type { Timestamp } from '@tapedeck/core/documents/timestamp';
import type { LiveDocuments } from './account-live.ts';
import { createCopySaver, readSavedCopy, type CopySaver } from './saved-copy.ts';

type WholeLive = Required<{ readonly [Part in keyof LiveDocuments]: NonNullable<LiveDocuments[Part]> }>;

interface Stored {
  readonly state: Flat<WholeLive['state']>;
  readonly positions: WholeLive['positions'];
  readonly connection: Flat<WholeLive['connection']>;
}
/** A document as JSON: its time of commit in milliseconds. */
type Flat<T> = Omit<T, 'committedAt'> & { readonly committedAt: number };

/** The live documents of an account as this device saw them last; `undefined` where it never did. */
export function readSavedLive(deskId: string, accountId: string): LiveDocuments | undefined {
  return readSavedCopy(toPath(deskId, accountId), (stored) => {
    const { state, positions, connection } = stored as Stored;
    return { state: revive(state), positions, connection: revive(connection) };
  });
}

/** Keeps an account's live documents on this device once all of them are known. */
export function createLiveSaver(deskId: string, accountId: string): CopySaver<LiveDocuments> {
  const saver = createCopySaver(toPath(deskId, accountId), ({ state, positions, connection }: WholeLive): Stored => ({
    state: flatten(state),
    positions,
    connection: flatten(connection),
  }));
  return {
    put({ state, positions, connection }) {
      if (state && positions && connection) saver.put({ state, positions, connection });
    },
    end: saver.end,
  };
}

function toPath(deskId: string, accountId: string): readonly string[] {
  return ['live', deskId, accountId];
}

function flatten<T extends { readonly committedAt: Timestamp }>(document: T): Flat<T> {
  return { ...document, committedAt: document.committedAt.toMillis() };
}

function revive<T extends { readonly committedAt: Timestamp }>({ committedAt, ...stored }: Flat<T>): T {
  return { ...stored, committedAt: { toMillis: () => committedAt } } as unknown as T;
}
