import {
  AccountBook,
  AppError,
  toAppError,
  type AccountDocument,
  type AccountSnapshot,
  type PublishCause,
} from '@tapedeck/core';
import type { Broker, Execution, StreamEvent } from '../brokers/broker.ts';
import type { TradingPort } from '../brokers/trading-port.ts';
import type { Clock } from '../clock.ts';
import type { TimerWheel, WheelTimer } from '../timer-wheel.ts';
import type { HeldLease } from '../trading/account-hold.ts';
import { AccountTrading } from '../trading/account-trading.ts';
import { AccountReader } from './account-reader.ts';
import { ConnectionReport, type ProcessFigures } from './connection-report.ts';
import { EquityCurve } from './equity-curve.ts';
import { EventExplainer } from './event-explainer.ts';
import { LivePublisher } from './live-publisher.ts';
import type { Claim, DeskRecords, LiveLane, ResumedAccount } from './ports.ts';
import { toTradeRecords } from './trade-records.ts';

export interface AccountSessionOptions {
  readonly claim: Claim;
  readonly account: AccountDocument;
  readonly broker: Broker;
  readonly resumed: ResumedAccount;
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly heartbeatMs: number;
  readonly lease: HeldLease;
  /** The monotonic clock when the account was claimed, from before it was asked for. */
  readonly claimedMs: number;
  readonly processFigures: () => ProcessFigures;
  readonly onError: (error: AppError, accountId: string) => void;
  /** Another worker owns the account: this session writes nothing any more and must be dropped. */
  readonly onLeaseLost: (error: AppError) => void;
}

/** How far before a break of the link something may have gone unseen, by what the venue pushes. */
const unseenMs = { broken: 5_000, silent: 30_000 };
/** The heartbeats of many accounts go out together, in few commits. */
const heartbeatGridMs = 1_000;
/** One failed read is a hiccup; from the second on the link counts as broken. */
const brokenAfter = 2;

/** One account, from broker to Firestore, for as long as its lease holds. Nothing that fails ends it. */
export class AccountSession {
  readonly #options: AccountSessionOptions;
  readonly #book = new AccountBook();
  readonly #report: ConnectionReport;
  readonly #publisher: LivePublisher;
  readonly #explainer: EventExplainer;
  readonly #lane: LiveLane;
  readonly #reader: AccountReader;
  readonly #equity: EquityCurve;
  readonly #heartbeat: WheelTimer;
  readonly trading: AccountTrading;
  #account: AccountDocument;
  #stopped = false;
  /** The venue's clock from which on something may have happened that was neither pushed nor read. */
  #unseenSinceMs: number | undefined;
  #wasStreaming = false;
  #unwatch: (() => void) | undefined;

  constructor(options: AccountSessionOptions) {
    const { account, broker, claim, clock, heartbeatMs, resumed, wheel } = options;
    this.#options = options;
    this.#account = account;
    const { pollMs } = account.sync;
    this.#heartbeat = wheel.timer(() => {
      this.#beat('soon');
      this.#heartbeat.around(heartbeatMs, heartbeatGridMs);
    });
    this.#report = new ConnectionReport({ heartbeatMs, pollMs, nowMs: clock.nowMs() }, () => this.#beat('now'));
    this.#explainer = new EventExplainer({
      clock,
      wheel,
      fetchExecutions: (sinceMs) => this.#fetchExecutions(sinceMs),
      orderOf: (ids) => this.trading.register.orderOf(ids),
      onEvents: (events, origin) => {
        this.#report.counts.tradeEvents += events.length;
        const { label, currency } = this.#account;
        const orderOf = (clientOrderId: string) => this.trading.register.orderOf({ clientOrderId });
        const context = { accountId: claim.accountId, label, currency, origin, atMs: clock.nowMs(), orderOf };
        this.#publisher.addRecords(toTradeRecords(events, context));
      },
      standing: (positionId) => this.#publisher.standing(positionId),
      isSettled: () => this.#publisher.isSettled,
    });
    this.#publisher = new LivePublisher({
      clock,
      wheel,
      epoch: claim.epoch,
      rule: { threshold: account.sync.threshold, currency: account.currency },
      report: this.#report,
      processFigures: options.processFigures,
      published: resumed.published,
      untold: () => this.#explainer.untold,
      onStructure: (structure) => {
        this.#equity.addPoint();
        this.#explainer.addStructure(structure);
      },
      onFenced: (error) => options.onLeaseLost(error),
    });
    this.#lane = resumed.open(this.#publisher);
    this.#publisher.attach(this.#lane);
    this.#reader = new AccountReader({
      broker,
      clock,
      wheel,
      intervalMs: () => this.#account.sync.pollMs,
      isWanted: () => !this.#stopped && !this.#account.paused,
      onConnected: () => this.#followStream(),
      onSnapshot: (snapshot, reading) => this.#onSnapshot(snapshot, reading),
      onFailed: (error, failures) => this.#onReadError(error, failures),
    });
    this.#equity = new EquityCurve({
      clock,
      wheel,
      resumed: resumed.equity,
      currency: () => this.#account.currency,
      figures: () => (this.#report.state === 'live' ? this.#book.reading?.figures : undefined),
      onDay: (day) => this.#publisher.setEquity(day),
    });
    this.trading = new AccountTrading({
      claim,
      account,
      broker,
      resumed: resumed.trading,
      clock,
      wheel,
      lease: options.lease,
      claimedMs: options.claimedMs,
      reading: () => this.#book.reading,
      equityDay: () => this.#equity.today,
      connect: () => this.#reader.connect(),
      readAccount: () => this.#reader.now(),
      onError: (error) => options.onError(error, claim.accountId),
      onLeaseLost: (error) => options.onLeaseLost(error),
    });
  }

  get report(): ConnectionReport {
    return this.#report;
  }

  get account(): AccountDocument {
    return this.#account;
  }

  get claim(): Claim {
    return this.#options.claim;
  }

  /** What tells of the venue's market; absent while the account can only be read, or is not open yet. */
  get tradingPort(): TradingPort | undefined {
    return this.#options.broker.trading;
  }

  /** Subscribes first, then reads, then runs. */
  start(): void {
    this.#beat('now');
    this.#heartbeat.around(this.#options.heartbeatMs, heartbeatGridMs);
    this.#equity.start();
    if (this.#account.paused) this.#report.setState('paused', this.#options.clock.nowMs());
    else this.#reader.start();
  }

  /** Takes the account document as it stands now: settings apply at once. */
  update(account: AccountDocument): void {
    const before = this.#account;
    this.#account = account;
    if (this.#stopped) return;
    this.#publisher.setRule({ threshold: account.sync.threshold, currency: account.currency });
    this.#report.setPollMs(account.sync.pollMs);
    this.trading.setAccount(account);
    if (account.paused && !before.paused) this.#pause();
    else if (!account.paused && before.paused) this.#reader.start();
    else if (!account.paused && account.sync.pollMs !== before.sync.pollMs) this.#reader.start();
    if (!account.paused) this.#followStream();
  }

  setWatched(watched: boolean): void {
    if (watched === this.#report.watched) return;
    this.#report.setWatched(watched);
    if (watched) this.#publisher.watch();
  }

  /** Reads the account now and writes all of it; resolves when the reading stands in Firestore. */
  async forceSync(): Promise<void> {
    if (this.#account.paused) {
      throw new AppError('rejected', 'Syncing of this account is paused. Nothing was read. Resume it first.');
    }
    await this.#reader.next();
    await this.#lane.idle();
  }

  addRecords(records: DeskRecords): void {
    this.#publisher.addRecords(records);
  }

  /** Ends the session in order: what waits is written, and the connection says `stopped`. */
  async stop(): Promise<void> {
    this.#halt();
    await this.trading.end();
    this.#publisher.flush();
    await this.#lane.idle();
    this.#explainer.finish();
    this.#report.setState('stopped', this.#options.clock.nowMs());
    this.#beat('now');
    await this.#lane.idle();
    this.#lane.close();
    await this.#closeBroker();
  }

  /** Ends the session without another write: somebody else owns the account. */
  async drop(): Promise<void> {
    this.#halt();
    this.trading.drop();
    this.#explainer.stop();
    this.#lane.close();
    await this.#closeBroker();
  }

  #halt(): void {
    this.#stopped = true;
    this.#reader.stop(toEndedError(true));
    this.#heartbeat.cancel();
    this.#equity.stop();
    this.#publisher.stop();
    this.#unsubscribe();
  }

  async #closeBroker(): Promise<void> {
    try {
      await this.#options.broker.close();
    } catch (error) {
      this.#options.onError(toAppError(error), this.claim.accountId);
    }
  }

  #pause(): void {
    this.#reader.stop(toEndedError(false));
    this.#noteUnseen('broken');
    this.#unsubscribe();
    this.#report.setState('paused', this.#options.clock.nowMs());
  }

  #unsubscribe(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#wasStreaming = false;
    this.#report.setStream('off');
  }

  #followStream(): void {
    const wanted = this.#reader.isConnected && this.#account.sync.stream && !this.#account.paused && !this.#stopped;
    if (wanted && !this.#unwatch) this.#unwatch = this.#options.broker.watch((event) => this.#onStream(event));
    else if (!wanted && this.#unwatch) this.#unsubscribe();
  }

  #onSnapshot(snapshot: AccountSnapshot, { startedMs, isForced }: { startedMs: number; isForced: boolean }): void {
    const { broker, clock, resumed } = this.#options;
    const nowMs = clock.nowMs();
    const isFirst = this.#report.counts.polls === 0;
    this.#report.counts.polls += 1;
    this.#report.venueRoundTrip.add(nowMs - startedMs, nowMs);
    const skewMs = broker.clockSkewMs();
    if (skewMs !== undefined) this.#report.clockSkewMs = Math.round(skewMs);
    this.#report.setState('live', nowMs);
    if (this.#book.applySnapshot(snapshot, startedMs)) this.#report.lastSyncMs = snapshot.readMs;
    if (isForced) this.#publisher.requestFull();
    if (isFirst) this.#explainer.begin(resumed.told, snapshot.venueMs);
    this.#offer('poll');
    if (isFirst) this.#equity.addPoint();
    this.trading.onReading();
    this.#lookBack();
  }

  async #fetchExecutions(sinceMs: number): Promise<readonly Execution[]> {
    const executions = await this.#options.broker.fetchExecutions(sinceMs);
    await this.trading.recall(executions);
    return executions;
  }

  #onReadError(error: AppError, failures: number): void {
    this.#report.counts.pollErrors += 1;
    this.#noteUnseen('broken');
    this.#options.onError(error, this.claim.accountId);
    const nowMs = this.#options.clock.nowMs();
    if (error.code === 'unauthorized-at-broker') {
      this.#report.setState('unauthorized', nowMs, error);
    } else if (failures >= brokenAfter || this.#report.state !== 'live') {
      this.#report.setState('reconnecting', nowMs, error);
    }
  }

  #onStream(event: StreamEvent): void {
    if (this.#stopped) return;
    if (event.kind === 'link') {
      this.#onLink(event.state);
      return;
    }
    this.#report.counts.streamEvents += 1;
    if (event.kind === 'executions') {
      this.#explainer.addExecutions(event.executions);
      this.trading.onStream(event);
      return;
    }
    if (event.kind === 'orders') {
      this.trading.onStream(event);
      return;
    }
    const venueNowMs = event.venueMs - (this.#report.clockSkewMs ?? 0);
    this.#report.venueToRead.add(Math.max(0, event.readMs - venueNowMs), event.readMs);
    const isNew = event.kind === 'positions' ? this.#book.applyPositions(event) : this.#book.applyWallet(event);
    if (isNew) this.#offer('stream');
  }

  #onLink(state: 'connecting' | 'live' | 'silent' | 'off'): void {
    this.#report.setStream(state);
    this.trading.onLink(state === 'live');
    if (state !== 'live') {
      if (this.#wasStreaming) this.#noteUnseen(state === 'silent' ? 'silent' : 'broken');
      return;
    }
    if (this.#wasStreaming) {
      this.#report.counts.streamReconnects += 1;
      // Whatever was pushed in between is lost, so the account is read again.
      this.#reader.now();
    }
    this.#wasStreaming = true;
  }

  #noteUnseen(how: keyof typeof unseenMs): void {
    const venueMs = this.#book.reading?.venueMs;
    if (venueMs !== undefined) this.#unseenSinceMs ??= venueMs - unseenMs[how];
  }

  /** Once the link stands again, asks for the executions of the time in which it did not. */
  #lookBack(): void {
    if (this.#unseenSinceMs === undefined) return;
    if (this.#report.stream !== 'live' && this.#account.sync.stream) return;
    this.#explainer.lookBack(this.#unseenSinceMs);
    this.#unseenSinceMs = undefined;
  }

  #offer(cause: PublishCause): void {
    const { reading } = this.#book;
    if (reading) this.#publisher.offer(reading, cause);
  }

  #beat(urgency: 'now' | 'soon'): void {
    this.#publisher.requestConnection(urgency);
  }
}

function toEndedError(stopped: boolean): AppError {
  return stopped
    ? new AppError('conflict', 'The worker stopped before the account was read. Send it again.')
    : new AppError('rejected', 'Syncing of this account was paused before it was read.');
}
