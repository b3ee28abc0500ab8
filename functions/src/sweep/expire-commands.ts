import {
  collectionGroups,
  commandDocumentSchema,
  commandTypes,
  documents,
  type ActivityDocument,
  type CommandDocument,
  type CommandType,
} from '@tapedeck/core';
import type { DocumentReference } from 'firebase-admin/firestore';
import type { Backend } from '../backend.ts';
import { tallyEach } from '../store/in-chunks.ts';
import { readDocument } from '../store/read-document.ts';

const expired: CommandDocument['status'] = 'expired';

function toTitle(command: CommandDocument): string {
  const known: Readonly<Record<string, CommandType>> = commandTypes;
  return known[command.type]?.title ?? command.type;
}

function toActivity(commandId: string, command: CommandDocument, atMs: number): ActivityDocument {
  return {
    atMs,
    kind: 'command',
    type: 'command-expired',
    actor: { kind: 'system', name: 'Sweep' },
    summary: `"${toTitle(command)}" by ${command.actor.name} expired: no worker took it in time. It was not run.`,
    ...(command.accountId === undefined ? {} : { accountId: command.accountId }),
    commandId,
    result: 'expired',
  };
}

function expire({ db, nowMs }: Backend, commandRef: DocumentReference): Promise<boolean> {
  const [, deskId = ''] = commandRef.path.split('/');
  return db.runTransaction(async (transaction) => {
    const command = readDocument(commandDocumentSchema, await transaction.get(commandRef));
    const atMs = nowMs();
    if (command?.status !== 'pending' || atMs <= command.expiresAtMs) return false;
    const message = 'No worker took the command in time. It was not run. Check System, then send it again.';
    transaction.update(commandRef, {
      status: expired,
      history: [...command.history, { status: expired, atMs }],
      error: { code: 'expired', message },
    });
    transaction.create(
      db.doc(documents.activity(deskId, `command-${commandRef.id}-expired`)),
      toActivity(commandRef.id, command, atMs),
    );
    return true;
  });
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
  const { done } = await tallyEach(late.docs, ({ ref }) => expire(backend, ref));
  return done;
}
