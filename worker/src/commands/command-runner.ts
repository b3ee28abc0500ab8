import {
  AppError,
  commandTypes,
  isDeskCommand,
  toAppError,
  type ActivityDocument,
  type CommandName,
  type CommandStatus,
} from '@tapedeck/core';
import type { Clock } from '../clock.ts';
import type { CommandStep } from '../store/command-store.ts';
import type { PendingCommand } from '../store/watchers.ts';
import type { AccountSession } from '../sync/account-session.ts';
import type { AccountKey, Claim } from '../sync/ports.ts';
import { commandHandlers, type AccountWrites } from './handlers/index.ts';

export interface CommandLog extends AccountWrites {
  advance(deskId: string, commandId: string, step: CommandStep, claim?: Claim): Promise<boolean>;
  unfinished(key: AccountKey): Promise<readonly PendingCommand[]>;
}

export interface CommandRunnerOptions {
  readonly log: CommandLog;
  readonly clock: Clock;
  /** The session of an account that this worker owns. */
  readonly sessionOf: (key: AccountKey) => AccountSession | undefined;
  readonly onError: (error: AppError, commandId: string) => void;
  readonly onEnd?: (type: string, status: CommandStatus) => void;
}

type Result = NonNullable<ActivityDocument['result']>;

/** Runs the commands of the accounts that this worker owns: claimed once, audited before and after, never late. */
export class CommandRunner {
  readonly #options: CommandRunnerOptions;
  readonly #running = new Map<string, Promise<void>>();
  #pending: readonly PendingCommand[] = [];
  #stopped = false;

  constructor(options: CommandRunnerOptions) {
    this.#options = options;
  }

  /** Takes the commands that wait; those of accounts owned elsewhere are left alone. */
  offer(pending: readonly PendingCommand[]): void {
    this.#pending = pending;
    this.runOwn();
  }

  /** Looks at the waiting commands again: an account may have become our own. */
  runOwn(): void {
    if (this.#stopped) return;
    for (const item of this.#pending) {
      const session = this.#sessionOf(item);
      const key = `${item.deskId}/${item.commandId}`;
      if (!session || this.#running.has(key)) continue;
      const run = this.#run(item, session)
        .catch((error: unknown) => this.#options.onError(toAppError(error), item.commandId))
        .finally(() => this.#running.delete(key));
      this.#running.set(key, run);
    }
  }

  /** Ends what a worker before this one left half done: nobody knows how far it came, so the person is told so. */
  async settleUnfinished(claim: Claim): Promise<void> {
    for (const item of await this.#options.log.unfinished(claim)) {
      const error = new AppError(
        'conflict',
        'The worker stopped while this command ran. Look at the account; if it took no effect, send it again.',
      );
      await this.#end(item, claim, 'failed', { error: { code: error.code, message: error.message } });
    }
  }

  /** Takes nothing new and waits for what runs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running.values());
  }

  #sessionOf({ deskId, command }: PendingCommand): AccountSession | undefined {
    return command.accountId === undefined
      ? undefined
      : this.#options.sessionOf({ deskId, accountId: command.accountId });
  }

  async #run(item: PendingCommand, session: AccountSession): Promise<void> {
    const { log, clock } = this.#options;
    const { deskId, commandId, command } = item;
    const { claim } = session;
    const nowMs = clock.nowMs();
    if (nowMs > command.expiresAtMs) {
      const lateS = Math.ceil((nowMs - command.expiresAtMs) / 1000);
      const message = `The command came ${lateS} s after it had expired. It was not run and nothing changed. Send it again.`;
      await this.#end(item, claim, 'expired', { error: { code: 'expired', message } });
      return;
    }
    const claimed = await log.advance(
      deskId,
      commandId,
      {
        status: 'claimed',
        atMs: nowMs,
        fields: { claimedBy: { worker: claim.worker, epoch: claim.epoch } },
        activity: { id: `${commandId}_begun`, entry: this.#toActivity(item, nowMs) },
      },
      claim,
    );
    if (!claimed) return;
    await log.advance(deskId, commandId, { status: 'executing', atMs: clock.nowMs() });
    try {
      const result = await this.#execute(item, session);
      await this.#end(item, claim, 'succeeded', { result });
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      const status = code === 'outcome-unknown' ? 'unknown' : code === 'rejected' ? 'rejected' : 'failed';
      await this.#end(item, claim, status, { error: { code, message } });
    }
  }

  async #execute({ command }: PendingCommand, session: AccountSession): Promise<Record<string, unknown>> {
    const handler = isCommandName(command.type) && !isDeskCommand(command.type) && commandHandlers[command.type];
    if (!handler || !isCommandName(command.type)) {
      throw new AppError('unsupported', `This worker does not know the command "${command.type}". Update it.`);
    }
    const payload = commandTypes[command.type].payload.safeParse(command.payload);
    if (!payload.success) throw new AppError('invalid-input', `The command is malformed: ${payload.error.message}`);
    const { log, clock } = this.#options;
    const context = { session, writes: log, actor: command.actor, nowMs: clock.nowMs() };
    return handler(payload.data as never, context);
  }

  async #end(
    item: PendingCommand,
    claim: Claim,
    status: Result,
    fields: NonNullable<CommandStep['fields']>,
  ): Promise<void> {
    const { log, clock, onEnd } = this.#options;
    const atMs = clock.nowMs();
    const entry = { ...this.#toActivity(item, atMs, status, fields.error?.message), details: { ...fields } };
    const activity = { id: `${item.commandId}_ended`, entry };
    const moved = await log.advance(item.deskId, item.commandId, { status, atMs, fields, activity }, claim);
    if (moved) onEnd?.(item.command.type, status);
  }

  #toActivity(item: PendingCommand, atMs: number, result?: Result, reason?: string): ActivityDocument {
    const { command, commandId } = item;
    const title = isCommandName(command.type) ? commandTypes[command.type].title : command.type;
    const how = result ? `${title}: ${result}.` : `${title}: begun.`;
    return {
      atMs,
      kind: 'command',
      type: command.type,
      actor: { kind: 'user', id: command.actor.uid, name: command.actor.name },
      summary: reason ? `${how} ${reason}` : how,
      commandId,
      ...(command.accountId === undefined ? {} : { accountId: command.accountId }),
      ...(result ? { result } : { details: { payload: command.payload } }),
    };
  }
}

function isCommandName(type: string): type is CommandName {
  return Object.hasOwn(commandTypes, type);
}
