import { collections } from '@tapedeck/core/documents';
import type { LiveConnectionDocument, LiveStateDocument } from '@tapedeck/core/documents/live-documents';
import { mergeAccountLive, type AccountLive, type LiveDocuments } from './account-live.ts';
import { deviceNowMs, serverClock } from './clock.ts';
import type { Observer, Unsubscribe } from './keep-subscribed.ts';
import { recordWhenPainted } from './latency.ts';
import { watchSnapshots } from './listen.ts';
import type { Sourced } from './use-resource.ts';

/**
 * Listens to an account's `live` collection: one listener, one consistent snapshot of state, positions and connection.
 * An account that has never been synced has no state and gives `undefined`.
 */
export function watchAccountLive(
  deskId: string,
  accountId: string,
  observer: Observer<Sourced<AccountLive | undefined>>,
): Unsubscribe {
  let documents: LiveDocuments = {};
  let merged: AccountLive | undefined;
  let fresh = false;

  return watchSnapshots(collections.live(deskId, accountId), () => [], {
    next: ({ snapshot, saved }) => {
      const receivedMs = deviceNowMs();
      const { fromCache } = snapshot.metadata;
      const changed: Record<string, unknown> = {};
      for (const change of snapshot.docChanges()) {
        changed[change.doc.id] = change.type === 'removed' ? undefined : change.doc.data();
      }
      documents = { ...documents, ...changed };
      if (fromCache && snapshot.empty) return;

      const state = changed['state'] as LiveStateDocument | undefined;
      const connection = changed['connection'] as LiveConnectionDocument | undefined;
      if (Object.keys(changed).length > 0 || !merged) merged = mergeAccountLive(merged, documents);
      observer.next({ value: merged, saved });

      // What the first answers bring may be old; what comes after them has just been committed.
      if (fresh && !fromCache) {
        const committed = state?.committedAt ?? connection?.committedAt;
        if (committed) serverClock.observe(committed.toMillis(), receivedMs);
        if (state) recordWhenPainted(toSample(accountId, state, documents.connection, receivedMs));
      }
      fresh = !fromCache;
    },
    fail: (error) => {
      fresh = false;
      observer.fail(error);
    },
  });
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
