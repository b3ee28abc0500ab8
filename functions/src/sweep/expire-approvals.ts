import { collectionGroups, type CommandDocument } from '@tapedeck/core';
import type { Backend } from '../backend.ts';
import { tallyEach } from '../store/in-chunks.ts';
import { endCommand, type Lapse } from './end-command.ts';

/** How long a worker may take to go on with a command that was decided on, past the time for deciding. */
const workerTimeMs = 60_000;

function judge({ status, approval }: CommandDocument, atMs: number): Lapse | undefined {
  if (status !== 'awaiting-approval' || !approval) return undefined;
  if (!approval.decision) {
    if (atMs < approval.untilMs) return undefined;
    return {
      message: 'Nobody else approved it in time. It was not run. Send it again when another member is there.',
      because: 'nobody else approved it in time. It was not run.',
    };
  }
  if (atMs < approval.untilMs + workerTimeMs) return undefined;
  return {
    message:
      'It was decided on, but no worker went on with it in time. It was not run. Check System, then send it again.',
    because: 'it was decided on, but no worker went on with it in time. It was not run.',
  };
}

/** Ends every command that waited too long for a second member, or after that for its worker; says how many. */
export async function expireApprovals(backend: Backend, limit: number): Promise<number> {
  const waiting = await backend.db
    .collectionGroup(collectionGroups.commands)
    .where('status', '==', 'awaiting-approval')
    .limit(limit)
    .select('approval')
    .get();
  const lapsed = waiting.docs.filter((snapshot) => Number(snapshot.get('approval.untilMs')) <= backend.nowMs());
  const { done } = await tallyEach(lapsed, ({ ref }) => endCommand(backend, ref, judge));
  return done;
}
