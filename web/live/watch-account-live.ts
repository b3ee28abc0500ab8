import { documents } from '@tapedeck/core/documents';
import type { Timestamp } from '@tapedeck/core/documents/timestamp';
import type { LiveConnectionDocument, LiveStateDocument } from '@tapedeck/core/documents/live-documents';
import { mergeAccountLive, type AccountLive, type LiveDocuments, type LiveStructure } from './account-live.ts';
import { deviceNowMs, serverClock } from './clock.ts';
import type { Observer, Unsubscribe } from './keep-subscribed.ts';
import { recordWhenPainted } from './latency.ts';
import { loadLiveFirestore } from './firebase.ts';
import { readDocument, watchDocument, type SourcedDocument } from './listen.ts';
import { createLiveSaver, readSavedLive } from './saved-live.ts';
import type { Sourced } from './use-resource.ts';
import { whileVisible } from './while-visible.ts';

type Listened = 'state' | 'connection';

/** A reading of the positions that failed is tried again after this long. */
const retryMs = 1_000;

/**
 * Listens to an account's live state and connection, a document each, so that an update brings only what changed. The
 * state that changes positions carries them; `live/positions` is read only where that one was missed, as when the page
 * opens. `structureSeq` tells whether marks and positions belong together. An account that has never been synced has no
 * state and gives `undefined`.
 */
export function watchAccountLive(
  deskId: string,
  accountId: string,
  observer: Observer<Sourced<AccountLive | undefined>>,
): Unsubscribe {
  let known: LiveDocuments = readSavedLive(deskId, accountId) ?? {};
  let merged: AccountLive | undefined;
  let merging = false;
  let reading = false;
  let ended = false;
  /** Of each document that is known, whether it is the copy of this device. */
  const saved = new Map<Listened, boolean>();
  const inStep = new Set<Listened>();
  const saver = createLiveSaver(deskId, accountId);

  function merge(): void {
    merging = false;
    if (ended || saved.size < 2 || (known.state && !known.positions)) return;
    merged = mergeAccountLive(merged, known);
    const isSaved = [...saved.values()].includes(true);
    observer.next({ value: merged, saved: isSaved });
    if (!isSaved) saver.put(known);
  }

  function mergeSoon(): void {
    if (merging) return;
    merging = true;
    queueMicrotask(merge);
  }

  function takeStructure(structure: LiveStructure | undefined): void {
    if (!structure || structure.structureSeq < (known.positions?.structureSeq ?? 0)) return;
    known = { ...known, positions: structure };
    mergeSoon();
  }

  async function readStructure(): Promise<void> {
    if (reading || ended) return;
    reading = true;
    try {
      takeStructure(await readDocument<LiveStructure>(documents.livePositions(deskId, accountId), loadLiveFirestore));
      reading = false;
    } catch {
      // The listener of the state tells of failures; this one is only tried again.
      setTimeout(() => {
        reading = false;
        followStructure();
      }, retryMs);
    }
  }

  function followStructure(): void {
    const { state, positions } = known;
    if (!state) return;
    if (state.structure) takeStructure({ structureSeq: state.structureSeq, positions: state.structure });
    else if (positions?.structureSeq !== state.structureSeq) void readStructure();
  }

  function watch(part: Listened, path: string): Unsubscribe {
    const observe: Observer<SourcedDocument<{ readonly committedAt: Timestamp }>> = {
      next: ({ value, fromCache }) => {
        const receivedMs = deviceNowMs();
        const wasInStep = inStep.has(part);
        if (fromCache) inStep.delete(part);
        else inStep.add(part);
        const changed = value?.committedAt.toMillis() !== known[part]?.committedAt.toMillis();
        const wasSaved = saved.get(part);
        if (!changed && wasSaved === false) return;
        known = { ...known, [part]: value };
        saved.set(part, false);
        if (part === 'state') followStructure();
        mergeSoon();
        // What a listener brings when it opens may be old; what comes after that has just been committed.
        if (!changed || value === undefined || fromCache) return;
        if (wasInStep) serverClock.observe(value.committedAt.toMillis(), receivedMs);
        if (part === 'state' && known.state) {
          recordWhenPainted(toSample(accountId, known.state, known.connection, receivedMs), wasInStep);
        }
      },
      fail: (error) => {
        saved.delete(part);
        inStep.delete(part);
        observer.fail(error);
      },
    };
    return watchDocument(path, observe, loadLiveFirestore);
  }

  function watchAll(): Unsubscribe {
    const stops = [
      watch('connection', documents.liveConnection(deskId, accountId)),
      watch('state', documents.liveState(deskId, accountId)),
    ];
    void readStructure();
    return () => {
      inStep.clear();
      for (const stop of stops) stop();
    };
  }

  if (known.state) {
    saved.set('state', true).set('connection', true);
    mergeSoon();
  }
  const stop = whileVisible(watchAll);
  return () => {
    ended = true;
    stop();
    saver.end();
  };
}

function toSample(
  accountId: string,
  state: LiveStateDocument,
  connection: LiveConnectionDocument | undefined,
  receivedMs: number,
) {
  return {
    accountId,
    seq: state.seq,
    structureSeq: state.structureSeq,
    venueMs: state.venueMs - (connection?.clockSkewMs ?? 0),
    readMs: state.readMs,
    sentMs: state.sentMs,
    committedMs: state.committedAt.toMillis(),
    receivedMs,
  };
}
