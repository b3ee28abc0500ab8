import { collectionGroups, type CommandDocument } from '@tapedeck/core';
import type { Backend } from '../backend.ts';
import { tallyEach } from '../store/in-chunks.ts';
import { endCommand, type Lapse } from './end-command.ts';

function judge({ status, expiresAtMs }: CommandDocument, atMs: number): Lapse | undefined {
  if (status !== 'pending' || atMs <= expiresAtMs) return undefined;
  return {
    message: 'No worker took the command in time. It was not run. Check System, then send it again.',
    because: 'no worker took it in time. It was not run.',
  };
}

/** Ends every pending command that is past its time; says how many. One that a worker has claimed is the worker's. */
export async function expireCommands(backend: Backend, limit: number): Promise<number> {
  const late = await backend.db
    .collectionGroup(collectionGroups.commands)
    .where('status', '==', 'pending')
    .where('expiresAtMs', '<', backend.nowMs())
    .orderBy('expiresAtMs')
    .limit(limit)
    .select()
    .get();
  const { done } = await tallyEach(late.docs, ({ ref }) => endCommand(backend, ref, judge));
  return done;
}
