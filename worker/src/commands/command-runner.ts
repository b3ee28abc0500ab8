import {
  AppError,
  commandTypes,
  isDeskCommand,
  toAppError,
  type CommandDocument,
  type CommandStatus,
} from '@tapedeck/core';
import { backoffMs } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import type { CommandStep } from '../store/command-store.ts';
import type { PendingCommand } from '../store/watchers.ts';
import type { AccountSession } from '../sync/account-session.ts';
import type { AccountKey, Claim } from '../sync/ports.ts';
import { ApprovalNeeded, type CommandTicket } from '../trading/command-ticket.ts';
import { isCommandName, toApprovalRecords, toCommandActivity, type CommandResult } from './command-steps.ts';
import { commandHandlers, tradingRecoveries, type AccountWrites, type CommandContext } from './handlers/index.ts';

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

type Handler = (payload: never, context: CommandContext) => Promise<object>;

/** How long somebody else has to agree. */
const approvalMs = 120_000;
const retry = { firstMs: 200, maxMs: 2_000 };
/** When commands that stand half-way are looked for again after an account was claimed. */
const lateClaimsMs = [5_000, 30_000];
/** What still runs when the worker stops is left to the next owner after this. */
const stopWaitMs = 800;

/** Runs the commands of the accounts that this worker owns: claimed once, audited before and after, never late. */
export class CommandRunner {
  readonly #options: CommandRunnerOptions;
  readonly #running = new Map<string, Promise<void>>();
  readonly #settling = new Set<Promise<void>>();
  /** Calls off the look at an approval when its time is up. */
  readonly #awaited = new Map<string, () => void>();
  /** Accounts of which a command may stand half-way because Firestore did not answer. */
  readonly #doubtful = new Set<string>();
  #pending: readonly PendingCommand[] = [];
  #stopped = false;

  constructor(options: CommandRunnerOptions) {
    this.#options = options;
  }

  /** Commands of this worker's accounts: not begun yet, and under way. */
  get queue(): { readonly waiting: number; readonly running: number } {
    const waiting = this.#pending.filter((item) => !this.#running.has(keyOf(item)) && this.#sessionOf(item));
    return { waiting: waiting.length, running: this.#running.size };
  }

  /** Takes the commands that wait, for a worker or for an approval; those of accounts owned elsewhere are left alone. */
  offer(pending: readonly PendingCommand[]): void {
    this.#pending = pending;
    this.runOwn();
  }

  /** Looks at the waiting commands again: an account may have become our own. */
  runOwn(): void {
    if (this.#stopped) return;
    for (const item of this.#pending) {
      const session = this.#sessionOf(item);
      if (!session || (isTrading(item) && !session.trading.rules.isKnown)) continue;
      if (item.command.status === 'awaiting-approval') this.#followApproval(item, session);
      else this.#start(item, () => this.#run(item, session));
    }
  }

  /** Ends what a worker before this one left half done, each by what its command did at the venue. */
  settleUnfinished(session: AccountSession): void {
    this.#settleSoon(session);
    // An owner whose lease lapsed in the middle of a claim may still have claimed one since.
    for (const delayMs of lateClaimsMs) {
      this.#options.clock.after(delayMs, () => {
        if (this.#isOwn(session)) this.#settleSoon(session);
      });
    }
  }

  /** Takes nothing new and waits a moment for what runs; the rest is left to whoever owns the account next. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#awaited.values()) cancel();
    const waited = new Promise<void>((resolve) => this.#options.clock.after(stopWaitMs, resolve));
    await Promise.race([Promise.all([...this.#running.values(), ...this.#settling]), waited]);
  }

  #start(item: PendingCommand, run: () => Promise<void>): void {
    const key = keyOf(item);
    if (this.#running.has(key) || this.#stopped) return;
    const running = run()
      .catch((error: unknown) => this.#options.onError(toAppError(error), item.commandId))
      .finally(() => this.#running.delete(key));
    this.#running.set(key, running);
  }

  #sessionOf({ deskId, command }: PendingCommand): AccountSession | undefined {
    return command.accountId === undefined
      ? undefined
      : this.#options.sessionOf({ deskId, accountId: command.accountId });
  }

  #isOwn(session: AccountSession): boolean {
    return !this.#stopped && this.#options.sessionOf(session.claim) === session;
  }

  async #run(item: PendingCommand, session: AccountSession): Promise<void> {
    const { log, clock } = this.#options;
    const { deskId, commandId, command } = item;
    const { claim } = session;
    // Right after a start nothing is sent before orders have been compared with the venue; until then it can wait.
    if (isTrading(item)) await session.trading.ready(command.expiresAtMs - clock.nowMs());
    const nowMs = clock.nowMs();
    if (nowMs > command.expiresAtMs) {
      const lateS = Math.ceil((nowMs - command.expiresAtMs) / 1000);
      const message = `The command came ${lateS} s after it had expired. It was not run and nothing changed. Send it again.`;
      await this.#end(item, session, 'expired', { error: { code: 'expired', message } });
      return;
    }
    const step: CommandStep = {
      status: 'claimed',
      atMs: nowMs,
      fields: { claimedBy: { worker: claim.worker, epoch: claim.epoch } },
      activity: { id: `${commandId}_begun`, entry: toCommandActivity(item, nowMs) },
    };
    try {
      if (!(await log.advance(deskId, commandId, step, claim))) return;
    } catch (error) {
      // It may have been claimed all the same.
      this.#doubt(session);
      throw error;
    }
    await this.#carryOut(item, session, handlerOf(command.type), false);
  }

  /** Goes on with a command once another member has decided, or ends it when nobody has in time. */
  #followApproval(item: PendingCommand, session: AccountSession): void {
    const { clock } = this.#options;
    const key = keyOf(item);
    const { untilMs = 0, decision } = item.command.approval ?? {};
    const leftMs = untilMs - clock.nowMs();
    this.#awaited.get(key)?.();
    this.#awaited.delete(key);
    if (!decision && leftMs >= 0) {
      this.#awaited.set(
        key,
        clock.after(leftMs + 1, () => this.runOwn()),
      );
      return;
    }
    this.#start(item, async () => {
      if (decision?.approved) {
        await this.#carryOut(item, session, handlerOf(item.command.type), true);
        return;
      }
      const message = decision
        ? `${decision.by.name} refused it. Nothing was sent.`
        : `Nobody approved it within ${approvalMs / 1000} s. Nothing was sent. Send it again if you still want it.`;
      const code = decision ? 'rejected' : 'expired';
      await this.#end(item, session, code, { error: { code, message } });
    });
  }

  async #carryOut(item: PendingCommand, session: AccountSession, handler: Handler, approved: boolean): Promise<void> {
    const { log, clock } = this.#options;
    const { command } = item;
    try {
      const ticket = this.#toTicket(item, session, approved);
      // Acts on a venue begin by themselves, right before they are sent.
      if (approved || !Object.hasOwn(tradingRecoveries, command.type)) await ticket.begin();
      const context = { session, writes: log, actor: command.actor, ticket, nowMs: clock.nowMs() };
      const result = await handler(readPayload(command) as never, context);
      await this.#end(item, session, 'succeeded', { result: { ...result } });
    } catch (thrown) {
      await this.#onFailure(item, session, thrown);
    }
  }

  async #onFailure(item: PendingCommand, session: AccountSession, thrown: unknown): Promise<void> {
    const { clock } = this.#options;
    if (thrown instanceof ApprovalNeeded) {
      const atMs = clock.nowMs();
      const approval = { untilMs: atMs + approvalMs, reason: thrown.reason };
      const moved = await this.#advance(item, session, { status: 'awaiting-approval', atMs, fields: { approval } });
      if (moved) session.trading.addRecords(toApprovalRecords(item, atMs, thrown.reason));
      return;
    }
    const { code, message, details } = toAppError(thrown);
    // Whoever owns the account next finds out what became of it.
    if (code === 'lease-lost') return;
    const status = code === 'rejected' || code === 'expired' ? code : 'failed';
    const { denials } = details;
    await this.#end(item, session, status, {
      error: { code, message },
      ...(denials !== undefined && { result: { denials } }),
    });
  }

  #toTicket(item: PendingCommand, session: AccountSession, approved: boolean): CommandTicket {
    const { clock, log } = this.#options;
    const { deskId, commandId, command } = item;
    const isBegun = command.status === 'executing' || command.status === 'unknown';
    let begun = isBegun ? Promise.resolve() : undefined;
    const begin = async () => {
      if (await log.advance(deskId, commandId, { status: 'executing', atMs: clock.nowMs() })) return;
      throw new AppError('lease-lost', `Command ${commandId} went on elsewhere.`);
    };
    return {
      commandId,
      actor: command.actor,
      createdAtMs: command.createdAtMs,
      approved,
      expiresAtMs: approved ? undefined : command.expiresAtMs,
      begin: () => (begun ??= begin()),
      unknown: async (message) => {
        const fields = { error: { code: 'outcome-unknown' as const, message } };
        await this.#advance(item, session, { status: 'unknown', atMs: clock.nowMs(), fields });
      },
    };
  }

  async #end(
    item: PendingCommand,
    session: AccountSession,
    result: CommandResult,
    fields: NonNullable<CommandStep['fields']>,
  ): Promise<void> {
    const atMs = this.#options.clock.nowMs();
    const entry = toCommandActivity(item, atMs, { result, reason: fields.error?.message });
    const activity = { id: `${item.commandId}_ended`, entry: { ...entry, details: { ...fields } } };
    const moved = await this.#advance(item, session, { status: result, atMs, fields, activity });
    if (moved) this.#options.onEnd?.(item.command.type, result);
  }

  /** Takes a step under the lease, again and again while Firestore does not answer: what happened has to be said. */
  async #advance(
    { deskId, commandId }: PendingCommand,
    { claim }: AccountSession,
    step: CommandStep,
  ): Promise<boolean> {
    const { log, clock, onError, sessionOf } = this.#options;
    for (let failures = 1; ; failures += 1) {
      try {
        return await log.advance(deskId, commandId, step, claim);
      } catch (error) {
        onError(toAppError(error), commandId);
        if (this.#stopped || sessionOf(claim)?.claim.epoch !== claim.epoch) throw error;
        await new Promise<void>((resolve) => clock.after(backoffMs(failures, retry), resolve));
      }
    }
  }

  #settleSoon(session: AccountSession): void {
    const settling = this.#settle(session).finally(() => this.#settling.delete(settling));
    this.#settling.add(settling);
  }

  async #settle(session: AccountSession): Promise<void> {
    const { log, clock, onError } = this.#options;
    const { claim } = session;
    for (let failures = 1; ; failures += 1) {
      try {
        for (const item of await log.unfinished(claim)) this.#start(item, () => this.#recover(item, session));
        return;
      } catch (error) {
        onError(toAppError(error), claim.accountId);
        await new Promise<void>((resolve) => clock.after(backoffMs(failures, retry), resolve));
        if (!this.#isOwn(session)) return;
      }
    }
  }

  /** Some time after a claim whose outcome nobody knows, what stands half-way is settled. */
  #doubt(session: AccountSession): void {
    const key = `${session.claim.deskId}/${session.claim.accountId}`;
    if (this.#doubtful.has(key)) return;
    this.#doubtful.add(key);
    this.#options.clock.after(retry.maxMs, () => {
      this.#doubtful.delete(key);
      if (this.#isOwn(session)) this.#settleSoon(session);
    });
  }

  async #recover(item: PendingCommand, session: AccountSession): Promise<void> {
    const { type } = item.command;
    const recovery = Object.entries(tradingRecoveries).find(([name]) => name === type)?.[1] as Handler | undefined;
    if (recovery) {
      await this.#carryOut(item, session, recovery, false);
      return;
    }
    const error = new AppError(
      'conflict',
      'The worker stopped while this command ran. Look at the account; if it took no effect, send it again.',
    );
    await this.#end(item, session, 'failed', { error: { code: error.code, message: error.message } });
  }
}

/** What acts on a venue waits until the trading state of its desk is known. */
function isTrading({ command }: PendingCommand): boolean {
  return Object.hasOwn(tradingRecoveries, command.type);
}

function keyOf({ deskId, commandId }: PendingCommand): string {
  return `${deskId}/${commandId}`;
}

function handlerOf(type: string): Handler {
  const handler = isCommandName(type) && !isDeskCommand(type) && commandHandlers[type];
  if (handler) return handler;
  return () =>
    Promise.reject(new AppError('unsupported', `This worker does not know the command "${type}". Update it.`));
}

function readPayload(command: CommandDocument): unknown {
  if (!isCommandName(command.type)) return command.payload;
  const payload = commandTypes[command.type].payload.safeParse(command.payload);
  if (payload.success) return payload.data;
  throw new AppError('invalid-input', `The command is malformed: ${payload.error.message}`);
}
