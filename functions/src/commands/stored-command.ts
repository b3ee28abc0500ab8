import type { AccountDocument, ActivityDocument, CommandDocument } from '@tapedeck/core';
import type { DeskChange } from '../desk-commands/desk-command.ts';
import { withoutSecrets } from './command-secrets.ts';
import type { CheckedRequest } from './command-request.ts';

/** A command that passed every check, as it is about to be stored. */
export interface TakenCommand {
  readonly request: CheckedRequest;
  readonly actor: CommandDocument['actor'];
  readonly account: AccountDocument | undefined;
  readonly atMs: number;
  readonly expiresAtMs: number;
}

/** The two documents of a command, which are stored in one commit: itself, and the activity that tells of it. */
export interface CommandRecord {
  readonly command: CommandDocument;
  readonly activity: ActivityDocument;
}

/** A command that waits for the worker of its account. */
export function toPendingRecord({ request, actor, account, atMs, expiresAtMs }: TakenCommand): CommandRecord {
  const { commandId, commandType, accountId, type } = request;
  const payload = withoutSecrets(commandType, request.payload);
  const about = accountId === undefined ? {} : { accountId };
  const { positionId } = payload;
  return {
    command: {
      type,
      payload,
      ...about,
      actor,
      status: 'pending',
      createdAtMs: atMs,
      expiresAtMs,
      history: [{ status: 'pending', atMs }],
    },
    activity: {
      atMs,
      kind: 'command',
      type: 'command-sent',
      actor: { kind: 'user', id: actor.uid, name: actor.name },
      summary: `${actor.name} sent "${commandType.title}"${account ? ` to ${account.label}` : ''}.`,
      ...about,
      ...(typeof positionId === 'string' && { positionId }),
      commandId,
      details: { type, payload },
    },
  };
}

function toActivityType(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A desk command, which has come to its end by the time it is stored. */
export function toDoneRecord(taken: TakenCommand, change: DeskChange): CommandRecord {
  const { command, activity } = toPendingRecord(taken);
  const { before, after, result } = change;
  const about = change.accountId === undefined ? {} : { accountId: change.accountId };
  return {
    command: {
      ...command,
      ...about,
      status: 'succeeded',
      history: [...command.history, { status: 'succeeded', atMs: taken.atMs }],
      ...(result ? { result } : {}),
    },
    activity: {
      ...activity,
      ...about,
      type: toActivityType(command.type),
      summary: change.summary,
      result: 'succeeded',
      details: { ...activity.details, ...(before ? { before } : {}), ...(after ? { after } : {}) },
    },
  };
}
