import {
  defaultSyncSettings,
  type AccountDocument,
  type AppError,
  type CommandName,
  type CommandStatus,
  type DeskDocument,
  type TradingState,
} from '@tapedeck/core';
import { CommandRunner, type CommandLog } from '../commands/command-runner.ts';
import type { CommandStep } from '../store/command-store.ts';
import type { PendingCommand } from '../store/watchers.ts';
import { AccountSession } from '../sync/account-session.ts';
import type { ToldSoFar } from '../sync/ports.ts';
import { TimerWheel } from '../timer-wheel.ts';
import { FakeBroker } from './fake-broker.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryVenue } from './memory-venue.ts';
import { MemoryLane } from './memory-lane.ts';
import { MemoryTrading } from './memory-trading.ts';

export const btc = 'BTC-USDT-PERP';
const figures = { id: 'w', version: '1', startedAtMs: 1, rssMb: 1, cpuPct: 1, eventLoopLagMs: 1, accounts: 1 };
const active: TradingState = { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 };
const rank: readonly CommandStatus[] = ['pending', 'claimed', 'awaiting-approval', 'executing', 'unknown'];

/** Digests are made beside the event loop, so that promises alone do not bring them. */
async function happen(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await crypto.subtle.digest('SHA-256', new Uint8Array(1));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Commands in memory, moved forward as the store moves them. */
export class MemoryCommands implements CommandLog {
  readonly commands = new Map<string, PendingCommand>();
  readonly history: string[] = [];
  /** Thrown by every step while set. */
  failure: Error | undefined;

  async advance(_deskId: string, commandId: string, step: CommandStep): Promise<boolean> {
    if (this.failure) throw this.failure;
    const item = this.commands.get(commandId);
    if (!item) return false;
    const [from, to] = [rank.indexOf(item.command.status), rank.indexOf(step.status)];
    if (from === -1 || (to !== -1 && to <= from)) return false;
    const history = [...item.command.history, { status: step.status, atMs: step.atMs }];
    this.commands.set(commandId, {
      ...item,
      command: { ...item.command, ...step.fields, status: step.status, history },
    });
    this.history.push(`${commandId} ${step.status}`);
    return true;
  }

  async unfinished(): Promise<readonly PendingCommand[]> {
    const statuses: readonly CommandStatus[] = ['claimed', 'executing', 'unknown'];
    return [...this.commands.values()].filter(({ command }) => statuses.includes(command.status));
  }

  async setSync(): Promise<void> {}
  async setPaused(): Promise<void> {}

  command(commandId: string) {
    const found = this.commands.get(commandId)?.command;
    if (!found) throw new Error(`There is no command ${commandId}.`);
    return found;
  }
}

/** One account with a venue, a store and commands in memory; a worker on it can die and come back. */
export class TradingBench {
  readonly clock = new FakeClock();
  broker = new FakeBroker(() => this.clock.nowMs());
  readonly venue = new MemoryVenue(this.clock, this.broker);
  readonly store = new MemoryTrading();
  /** What this worker and those before it wrote of the account. */
  readonly #lanes: MemoryLane[] = [];
  readonly commands = new MemoryCommands();
  readonly errors: AppError[] = [];
  leaseMs = 10_000;
  /** Since when the lease has held without a break, on the monotonic clock. */
  heldSinceMs = 0;
  session: AccountSession;
  runner: CommandRunner;
  #epoch = 0;
  #forgets = false;
  #count = 0;
  #desk: Pick<DeskDocument, 'tradingState' | 'members' | 'limits'>;
  #account: AccountDocument = {
    label: 'Main',
    broker: 'fake',
    environment: 'simulated',
    currency: 'USDT',
    sync: { ...defaultSyncSettings, pollMs: 1_000 },
    tradingState: active,
    createdAtMs: 1,
  };

  constructor(desk: Partial<DeskDocument> = {}) {
    this.#desk = { tradingState: active, members: { ada: 'owner', bob: 'trader', eve: 'viewer' }, ...desk };
    this.broker.equity = '100000';
    this.broker.freeMargin = '100000';
    [this.session, this.runner] = this.#startWorker();
  }

  /** The account is read and its orders are compared. */
  async ready(): Promise<this> {
    await this.advance(1_200);
    return this;
  }

  /** Time goes on in small steps, between which everything that can happens. */
  async advance(ms: number, stepMs = 50): Promise<void> {
    for (let leftMs = ms; leftMs > 0; leftMs -= stepMs) {
      await happen();
      await this.clock.advance(Math.min(stepMs, leftMs));
    }
    await happen();
  }

  /** The worker is gone from one moment to the next; another one starts with what stands in the store. */
  restart(told?: ToldSoFar): void {
    void this.session.drop();
    void this.runner.stop();
    [this.session, this.runner] = this.#startWorker(told);
    this.runner.settleUnfinished(this.session);
  }

  /** A new worker that has heard of the account and not yet of its desk. */
  forgetDesk(): void {
    this.#forgets = true;
    this.restart();
  }

  /** A person has paused syncing, and the worker starts anew. */
  pause(): void {
    this.#account = { ...this.#account, paused: { by: 'Ada', atMs: this.clock.nowMs() } };
    this.restart();
  }

  setDesk(parts: Partial<Pick<DeskDocument, 'tradingState' | 'members' | 'limits'>>): void {
    this.#desk = { ...this.#desk, ...parts };
    this.session.trading.setDesk(this.#desk);
  }

  halt(parts: Partial<TradingState> = {}): void {
    const { epoch } = this.#desk.tradingState;
    this.setDesk({ tradingState: { ...active, mode: 'HALTED', epoch: epoch + 1, atMs: this.clock.nowMs(), ...parts } });
  }

  resume(): void {
    const { epoch } = this.#desk.tradingState;
    this.setDesk({ tradingState: { ...active, epoch: epoch + 1, atMs: this.clock.nowMs() } });
  }

  haltAccount(parts: Partial<TradingState> = {}): void {
    const { epoch } = this.#account.tradingState;
    const atMs = this.clock.nowMs();
    this.#account = { ...this.#account, tradingState: { ...active, mode: 'HALTED', epoch: epoch + 1, atMs, ...parts } };
    this.session.update(this.#account);
  }

  /** Stores a command as functions do, and the worker hears of it; returns its id. */
  send(
    type: CommandName,
    payload: Record<string, unknown>,
    uid = 'ada',
    commandId = `command-${++this.#count}`,
  ): string {
    const nowMs = this.clock.nowMs();
    const role = this.#desk.members[uid] ?? 'viewer';
    const command = {
      type,
      payload: { accountId: 'main', ...payload },
      accountId: 'main',
      actor: { uid, name: uid, role },
      status: 'pending' as const,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + 15_000,
      history: [{ status: 'pending' as const, atMs: nowMs }],
    };
    this.commands.commands.set(commandId, { deskId: 'desk', commandId, command });
    this.offer();
    return commandId;
  }

  /** The worker hears what waits. */
  offer(): void {
    const waiting = [...this.commands.commands.values()].filter(
      ({ command }) => command.status === 'pending' || command.status === 'awaiting-approval',
    );
    this.runner.offer(waiting);
  }

  limit(price = '49000', quantity = '0.1', parts: Record<string, unknown> = {}): string {
    const payload = { instrumentId: btc, side: 'buy', type: 'limit', quantity: { unit: 'base', value: quantity } };
    return this.send('placeOrder', { ...payload, limitPrice: price, ...parts });
  }

  market(quantity = '0.1'): string {
    const payload = { instrumentId: btc, side: 'buy', type: 'market', quantity: { unit: 'base', value: quantity } };
    return this.send('placeOrder', payload);
  }

  command(commandId: string) {
    return this.commands.command(commandId);
  }

  /** How often the venue was asked to place an order. */
  get placed(): number {
    return this.venue.placements.length;
  }

  get live() {
    return this.store.states.at(-1);
  }

  /** What the desk was told of positions. */
  get positionNews() {
    return this.#lanes.flatMap(({ activity }) => activity);
  }

  get orders() {
    return this.store.orders;
  }

  #startWorker(told?: ToldSoFar): [AccountSession, CommandRunner] {
    this.#epoch += 1;
    const { clock, broker, store, errors } = this;
    const lane = new MemoryLane();
    this.#lanes.push(lane);
    const session = new AccountSession({
      claim: { deskId: 'desk', accountId: 'main', worker: `w${this.#epoch}`, epoch: this.#epoch },
      account: this.#account,
      broker,
      resumed: { ...lane.resumed(undefined, told), trading: store.resumed() },
      clock,
      wheel: new TimerWheel(clock, { onError: (error) => errors.push(error as AppError) }),
      heartbeatMs: 10_000,
      lease: { remainingMs: () => this.leaseMs, heldSinceMs: () => this.heldSinceMs, marginMs: 5_000 },
      claimedMs: clock.monotonicMs(),
      processFigures: () => figures,
      onError: (error) => errors.push(error),
      onLeaseLost: () => undefined,
    });
    if (!this.#forgets) session.trading.setDesk(this.#desk);
    const runner = new CommandRunner({
      log: this.commands,
      clock,
      sessionOf: () => this.session,
      onError: (error) => errors.push(error),
    });
    session.start();
    return [session, runner];
  }
}
