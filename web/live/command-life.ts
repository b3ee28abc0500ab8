import { isFinal, mayFollow, type CommandStatus } from '@tapedeck/core/commands/command-status';
import type { CommandReceipt } from '@tapedeck/core/commands/callables';
import type { CommandName } from '@tapedeck/core/commands/command-types';
import type { CommandDocument } from '@tapedeck/core/documents/command-document';

/** `not-confirmed`: the backend has not said within 2 s that it took the command; it may have. */
export type CommandStage =
  | 'sending'
  | 'not-confirmed'
  | 'accepted'
  | 'awaiting-approval'
  | 'executing'
  | 'succeeded'
  | 'failed'
  | 'rejected'
  | 'expired'
  | 'unknown';

export interface CommandLife {
  readonly id: string;
  readonly type: CommandName;
  readonly stage: CommandStage;
  readonly sentAtMs: number;
  /** The newest status that the backend told; absent until it took the command. */
  readonly status?: CommandStatus;
  /** Why it did not succeed, as a sentence for people. */
  readonly message?: string;
  readonly result?: CommandDocument['result'];
  /** What the backend told its sender alone, such as the link of an invitation; gone with this page. */
  readonly once?: Readonly<Record<string, string>>;
}

export const notConfirmedAfterMs = 2_000;

const stages: Record<CommandStatus, CommandStage> = {
  pending: 'accepted',
  claimed: 'accepted',
  'awaiting-approval': 'awaiting-approval',
  executing: 'executing',
  succeeded: 'succeeded',
  failed: 'failed',
  rejected: 'rejected',
  expired: 'expired',
  unknown: 'unknown',
};

export function startCommand(id: string, type: CommandName, sentAtMs: number): CommandLife {
  return { id, type, stage: 'sending', sentAtMs };
}

/** Follows what the backend tells; a status that would step back is ignored. */
export function followStatus(
  life: CommandLife,
  told: Pick<CommandDocument, 'status'> & Partial<Pick<CommandDocument, 'error' | 'result'>>,
): CommandLife {
  if (life.status !== undefined && !mayFollow(life.status, told.status)) return life;
  if (life.status === undefined && isEnded(life)) return life;
  return {
    ...life,
    status: told.status,
    stage: stages[told.status],
    ...(told.error ? { message: told.error.message } : {}),
    ...(told.result ? { result: told.result } : {}),
  };
}

/** Two seconds have passed: a command that nobody confirmed is no longer "sending". */
export function noteSilence(life: CommandLife): CommandLife {
  return life.stage === 'sending' ? { ...life, stage: 'not-confirmed' } : life;
}

/** The backend refused it before it became a command, or cannot have got it. */
export function noteRefusal(life: CommandLife, message: string): CommandLife {
  return life.status === undefined ? { ...life, stage: 'rejected', message } : life;
}

/** What the answer to the call held beside the status: it comes once, and may come after the document has. */
export function noteAnswer(life: CommandLife, { status, once }: Pick<CommandReceipt, 'status' | 'once'>): CommandLife {
  const followed = followStatus(life, { status });
  return once === undefined ? followed : { ...followed, once };
}

export function isEnded(life: CommandLife): boolean {
  return life.stage === 'rejected' || (life.status !== undefined && isFinal(life.status));
}
