import {
  commandDocumentSchema,
  commandTitles,
  documents,
  type ActivityDocument,
  type CommandDocument,
} from '@tapedeck/core';
import type { DocumentReference } from 'firebase-admin/firestore';
import type { Backend } from '../backend.ts';
import { readDocument } from '../store/read-document.ts';

const expired: CommandDocument['status'] = 'expired';

/** Why a command is over. */
export interface Lapse {
  /** To its sender. */
  readonly message: string;
  /** To all, after "“Place order” by Ada expired: ". */
  readonly because: string;
}

function toTitle({ type }: CommandDocument): string {
  const titles: Readonly<Record<string, string>> = commandTitles;
  return titles[type] ?? type;
}

function toActivity(commandId: string, command: CommandDocument, lapse: Lapse, atMs: number): ActivityDocument {
  return {
    atMs,
    kind: 'command',
    type: 'command-expired',
    actor: { kind: 'system', name: 'Sweep' },
    summary: `"${toTitle(command)}" by ${command.actor.name} expired: ${lapse.because}`,
    ...(command.accountId === undefined ? {} : { accountId: command.accountId }),
    commandId,
    result: 'expired',
  };
}

/** Ends a command as expired where `judge`, which sees it as it is at that moment, says why; says whether it did. */
export function endCommand(
  { db, nowMs }: Backend,
  commandRef: DocumentReference,
  judge: (command: CommandDocument, atMs: number) => Lapse | undefined,
): Promise<boolean> {
  const [, deskId = ''] = commandRef.path.split('/');
  return db.runTransaction(async (transaction) => {
    const command = readDocument(commandDocumentSchema, await transaction.get(commandRef));
    const atMs = nowMs();
    const lapse = command && judge(command, atMs);
    if (!lapse) return false;
    transaction.update(commandRef, {
      status: expired,
      history: [...command.history, { status: expired, atMs }],
      error: { code: 'expired', message: lapse.message },
    });
    transaction.create(
      db.doc(documents.activity(deskId, `command-${commandRef.id}-expired`)),
      toActivity(commandRef.id, command, lapse, atMs),
    );
    return true;
  });
}
