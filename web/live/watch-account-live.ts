import { documents } from '@tapedeck/core/documents';
import type { Timestamp } from '@tapedeck/core/documents/timestamp';
import type { LiveConnectionDocument, LiveStateDocument } from '@tapedeck/core/documents/live-documents';
import { mergeAccountLive, type AccountLive, type LiveDocuments } from './account-live.ts';
import { deviceNowMs, serverClock } from './clock.ts';
import type { Observer, Unsubscribe } from './keep-subscribed.ts';
import { recordWhenPainted } from './latency.ts';
import { watchDocument } from './listen.ts';
import type { Sourced } from './use-resource.ts';

type Part = keyof LiveDocuments;

/**
 * Listens to an account's live documents: state, positions and connection, a listener each, so that an update brings only
 * what changed. Documents of one commit arrive in one task; they are merged once at its end, and `structureSeq` tells
 * whether marks and positions belong together. An account that has never been synced has no state and gives `undefined`.
 */
export function watchAccountLive(
  deskId: string,
  accountId: string,
  observer: Observer<Sourced<AccountLive | undefined>>,
): Unsubscribe {
  let known: LiveDocuments = {};
  let merged: AccountLive | undefined;
  let merging = false;
  let ended = false;
  const saved = new Map<Part, boolean>();
  const inStep = new Set<Part>();

  function merge(): void {
    merging = false;
    if (ended || saved.size < 3) return;
    merged = mergeAccountLive(merged, known);
    observer.next({ value: merged, saved: [...saved.values()].includes(true) });
  }

  function watch(part: Part, path: string): Unsubscribe {
    return watchDocument<{ readonly committedAt: Timestamp }>(path, {
      next: ({ value, saved: isSaved, fromCache }) => {
        const receivedMs = deviceNowMs();
        const wasInStep = inStep.has(part);
        if (fromCache) inStep.delete(part);
        else inStep.add(part);
        const changed = value?.committedAt.toMillis() !== known[part]?.committedAt.toMillis();
        const wasSaved = saved.get(part);
        if (!changed && wasSaved === isSaved) return;
        known = { ...known, [part]: value };
        saved.set(part, isSaved);
        if (!merging) {
          merging = true;
          queueMicrotask(merge);
        }
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
    });
  }

  const stops = [
    watch('positions', documents.livePositions(deskId, accountId)),
    watch('connection', documents.liveConnection(deskId, accountId)),
    watch('state', documents.liveState(deskId, accountId)),
  ];
  return () => {
    ended = true;
    for (const stop of stops) stop();
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
