import type { CommandDocument, CommandPayload, SyncSettings, WorkerCommandName } from '@tapedeck/core';
import type { AccountSession } from '../../sync/account-session.ts';
import type { AccountKey } from '../../sync/ports.ts';
import type { CommandTicket } from '../../trading/command-ticket.ts';

/** What commands change of an account document. */
export interface AccountWrites {
  setSync(key: AccountKey, sync: SyncSettings): Promise<void>;
  /** `undefined` resumes. */
  setPaused(key: AccountKey, paused: { readonly by: string; readonly atMs: number } | undefined): Promise<void>;
}

export interface CommandContext {
  /** The account that the command names. */
  readonly session: AccountSession;
  readonly writes: AccountWrites;
  readonly actor: CommandDocument['actor'];
  readonly ticket: CommandTicket;
  readonly nowMs: number;
}

/** Carries a command out. What it returns is the command's result; what it throws says why nothing came of it. */
export type CommandHandler<Name extends WorkerCommandName> = (
  payload: CommandPayload<Name>,
  context: CommandContext,
) => Promise<object>;
