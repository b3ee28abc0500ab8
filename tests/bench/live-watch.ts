import type { DocumentSnapshot, Firestore } from '@google-cloud/firestore';
import { documents } from '@tapedeck/core';
import type { BenchScope } from './run-bench.ts';

/** One commit to a live document, as a listener of the bench sees it. */
export interface LiveCommit {
  readonly document: 'state' | 'positions';
  readonly seq: number | undefined;
  readonly epoch: number;
  readonly committedMs: number;
}

/** Every commit to an account's `live/state` and `live/positions` from now on, told apart by its update time. */
export async function watchCommits(
  scope: BenchScope,
  db: Firestore,
  account: { deskId: string; accountId: string },
): Promise<readonly LiveCommit[]> {
  const commits: LiveCommit[] = [];
  const { deskId, accountId } = account;
  const watch = (document: LiveCommit['document'], path: string): Promise<void> => {
    let last: number | undefined;
    return new Promise((resolve, reject) => {
      const note = (snapshot: DocumentSnapshot): void => {
        const committedMs = snapshot.updateTime?.toMillis() ?? 0;
        const isNew = last !== undefined && committedMs !== last;
        last = committedMs;
        resolve();
        if (!isNew) return;
        const seq: unknown = snapshot.get('seq');
        commits.push({
          document,
          seq: typeof seq === 'number' ? seq : undefined,
          epoch: Number(snapshot.get('epoch')),
          committedMs,
        });
      };
      scope.onEnd(db.doc(path).onSnapshot(note, reject));
    });
  };
  await Promise.all([
    watch('state', documents.liveState(deskId, accountId)),
    watch('positions', documents.livePositions(deskId, accountId)),
  ]);
  return commits;
}
