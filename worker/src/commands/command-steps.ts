import { commandTypes, type ActivityDocument, type CommandDocument, type CommandName } from '@tapedeck/core';
import type { PendingCommand } from '../store/watchers.ts';
import type { DeskRecords } from '../sync/ports.ts';

export type CommandResult = NonNullable<ActivityDocument['result']>;

export function isCommandName(type: string): type is CommandName {
  return Object.hasOwn(commandTypes, type);
}

/** The entry that tells of a command before it takes effect (without `result`) or of how it ended. */
export function toCommandActivity(
  { command, commandId }: PendingCommand,
  atMs: number,
  ended?: { readonly result: CommandResult; readonly reason?: string | undefined },
): ActivityDocument {
  const title = isCommandName(command.type) ? commandTypes[command.type].title : command.type;
  const how = ended ? `${title}: ${ended.result}.` : `${title}: begun.`;
  const { instrumentId, positionId } = subjectsOf(command);
  return {
    atMs,
    kind: 'command',
    type: command.type,
    actor: { kind: 'user', id: command.actor.uid, name: command.actor.name },
    summary: ended?.reason === undefined ? how : `${how} ${ended.reason}`,
    commandId,
    ...(command.accountId !== undefined && { accountId: command.accountId }),
    ...(instrumentId !== undefined && { instrumentId }),
    ...(positionId !== undefined && { positionId }),
    ...(ended ? { result: ended.result } : { details: { payload: command.payload } }),
  };
}

/** Tells the desk that a command waits for a second member. */
export function toApprovalRecords(item: PendingCommand, atMs: number, reason: string): DeskRecords {
  const id = `${item.commandId}_approval`;
  const begun = toCommandActivity(item, atMs);
  const { actor, accountId } = item.command;
  const title = `${actor.name} asks for an approval`;
  return {
    activity: new Map([[id, { ...begun, summary: `${title}. ${reason}` }]]),
    notifications: new Map([
      [
        id,
        {
          atMs,
          category: 'trading',
          severity: 'warning',
          mustSee: true,
          title,
          body: `${reason} Approve or refuse it within two minutes.`,
          ...(accountId !== undefined && { accountId }),
          activityId: id,
        },
      ],
    ]),
  };
}

function subjectsOf({ payload }: CommandDocument): { readonly instrumentId?: string; readonly positionId?: string } {
  const { instrumentId, positionId } = payload;
  return {
    ...(typeof instrumentId === 'string' && { instrumentId }),
    ...(typeof positionId === 'string' && { positionId }),
  };
}
