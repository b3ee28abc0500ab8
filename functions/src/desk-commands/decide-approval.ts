import {
  AppError,
  commandDocumentSchema,
  commandTitles,
  deskCommandTypes,
  documents,
  type CommandDocument,
} from '@tapedeck/core';
import { readDocument } from '../store/read-document.ts';
import { deskCommand } from './desk-command.ts';

const titles: Readonly<Record<string, string>> = commandTitles;

function toName(command: CommandDocument): string {
  return `"${titles[command.type] ?? command.type}" by ${command.actor.name}`;
}

function requireWaiting(command: CommandDocument | undefined, commandId: string, uid: string, atMs: number) {
  if (!command) {
    throw new AppError('not-found', `There is no command "${commandId}" on this desk. Nothing was decided.`, {
      details: { commandId },
    });
  }
  const { approval, status, actor } = command;
  if (approval?.decision) {
    const { approved, by } = approval.decision;
    throw new AppError(
      'conflict',
      `${by.name} has ${approved ? 'approved' : 'refused'} ${toName(command)} already. Your decision was not taken.`,
      { details: { approved } },
    );
  }
  if (status !== 'awaiting-approval' || !approval) {
    throw new AppError('conflict', `${toName(command)} waits for no approval: it is ${status}. Nothing was decided.`, {
      details: { status },
    });
  }
  if (actor.uid === uid) {
    throw new AppError(
      'forbidden',
      `${toName(command)} is your own. Another member has to decide on it. Nothing was decided.`,
    );
  }
  if (atMs >= approval.untilMs) {
    throw new AppError(
      'expired',
      `The time to decide on ${toName(command)} is over. It is not run. Ask for it to be sent again.`,
      { details: { untilMs: approval.untilMs } },
    );
  }
  return { command, approval };
}

/** Writes the second member's decision beside the command; the worker, which waits for it, goes on from there. */
export const decideApproval = deskCommand(deskCommandTypes.decideApproval, async (request) => {
  const { db, deskId, payload, actor, atMs } = request;
  const ref = db.doc(documents.command(deskId, payload.commandId));
  const found = await ref.get();
  const { command, approval } = requireWaiting(
    readDocument(commandDocumentSchema, found),
    payload.commandId,
    actor.uid,
    atMs,
  );
  const decision = { approved: payload.approve, by: { uid: actor.uid, name: actor.name }, atMs };
  return {
    summary: `${actor.name} ${payload.approve ? 'approved' : 'refused'} ${toName(command)}: ${approval.reason}`,
    ...(command.accountId === undefined ? {} : { accountId: command.accountId }),
    before: { status: command.status },
    after: { decision },
    result: { commandId: payload.commandId, approved: payload.approve },
    apply: (batch) => {
      batch.update(
        ref,
        { 'approval.decision': decision },
        found.updateTime ? { lastUpdateTime: found.updateTime } : { exists: true },
      );
    },
  };
});
