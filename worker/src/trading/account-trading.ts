import {
  AppError,
  documents,
  entryShare,
  hasOrderEnded,
  isOwnClientOrderId,
  toAppError,
  type AccountDocument,
  type OrderRecord,
  type PositionMode,
} from '@tapedeck/core';
import type { Broker, Execution, StreamEvent } from '../brokers/broker.ts';
import type { TradingPort } from '../brokers/trading-port.ts';
import type { Clock } from '../clock.ts';
import type { Claim, DeskRecords } from '../sync/ports.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import { AccountHold, type HeldLease } from './account-hold.ts';
import { BalanceWatch } from './balance-watch.ts';
import { EmergencyStop } from './emergency-stop.ts';
import { FillBooks } from './fill-books.ts';
import { OrderLookup } from './order-lookup.ts';
import { toOrderNews } from './order-news.ts';
import { OrderRegister, type KnownOrder } from './order-register.ts';
import { OrderSender } from './order-sender.ts';
import type { ResumedTrading } from './ports.ts';
import { Reconciler } from './reconciler.ts';
import { TradingBasis, type AccountFacts } from './trading-basis.ts';
import { TradingPublisher } from './trading-publisher.ts';
import { TradingRules, type DeskRules } from './trading-rules.ts';
import { TradingStatus } from './trading-status.ts';
import { VenueGuard } from './venue-guard.ts';
import { VenueLine } from './venue-line.ts';

export interface AccountTradingOptions extends Pick<AccountFacts, 'reading' | 'equityDay'> {
  readonly claim: Claim;
  readonly account: AccountDocument;
  readonly broker: Broker;
  readonly resumed: ResumedTrading;
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly lease: HeldLease;
  /** The monotonic clock when the account was claimed, from before it was asked for. */
  readonly claimedMs: number;
  /** Opens the account at its venue if it is not, though a person has paused syncing. */
  readonly connect: () => Promise<void>;
  /** Reads the account again, soon. */
  readonly readAccount: () => void;
  readonly onError: (error: AppError) => void;
  readonly onLeaseLost: (error: AppError) => void;
}

/** So often orders and fills are compared with the venue though nothing was missed, and while nothing is pushed. */
const compareEveryMs = { pushed: 300_000, polled: 2_000, idle: 15_000 };

/** Trading on one account, for as long as its lease holds: what is sent, what comes of it, and how it is told. */
export class AccountTrading {
  readonly rules: TradingRules;
  readonly register: OrderRegister;
  readonly basis: TradingBasis;
  readonly sender: OrderSender;
  readonly guard: VenueGuard;
  readonly line: VenueLine;
  readonly #options: AccountTradingOptions;
  readonly #status: TradingStatus;
  readonly #hold: AccountHold;
  readonly #publisher: TradingPublisher;
  readonly #lookup: OrderLookup;
  readonly #reconciler: Reconciler;
  readonly #books: FillBooks;
  readonly #stop: EmergencyStop;
  readonly #balances: BalanceWatch;
  #connected = false;
  #begun = false;
  #isPushed = false;
  #cancelCompare: (() => void) | undefined;
  readonly #reserved = new Set<string>();
  #ended = false;

  constructor(options: AccountTradingOptions) {
    const { claim, account, clock, wheel, broker, resumed, reading, equityDay, onError } = options;
    this.#options = options;
    this.rules = new TradingRules(account);
    const hold = new AccountHold(options);
    this.#hold = hold;
    this.#publisher = new TradingPublisher({
      wheel,
      state: () => this.#status.toWrite(),
      hold,
      onFenced: options.onLeaseLost,
    });
    this.register = new OrderRegister({
      accountId: claim.accountId,
      findStored: (clientOrderIds) => resumed.findOrders(clientOrderIds),
      onChange: (order, before) => this.#onOrder(order, before),
      onConflict: onError,
    });
    const trading = () => this.trading;
    const { register, rules } = this;
    this.#status = new TradingStatus({
      claim,
      clock,
      wheel,
      broker,
      rules,
      register,
      before: resumed.live,
      basis: () => this.basis,
      books: () => this.#books,
      isMissing: (clientOrderId) => this.#reconciler.isMissing(clientOrderId),
      onChange: () => this.#publisher.publishState(),
    });
    this.#lookup = new OrderLookup({ clock, wheel, register, trading, onError });
    const { marginMs: leaseMarginMs } = options.lease;
    this.guard = new VenueGuard({ clock, rules, leaseRemainingMs: () => hold.remainingMs(), leaseMarginMs });
    this.line = new VenueLine({
      wheel,
      rate: () => broker.trading?.requestRate(),
      entryShare: (limit) => entryShare(limit, rules.limits),
    });
    const left = [...resumed.openOrders, ...resumed.fills, ...Object.values(resumed.books?.positions ?? {})];
    const inPlay = new Set(left.map(({ instrumentId }) => instrumentId));
    this.#books = new FillBooks({
      claim,
      clock,
      wheel,
      broker,
      register,
      resumed,
      reading,
      inPlay: () => [...inPlay, ...register.open.map(({ instrumentId }) => instrumentId)],
      rateOf: (currency) => this.basis.rateOf(currency),
      onChange: () => this.#publisher.publishState(),
      put: (path, data) => this.#publisher.put(path, data, 'later'),
      onError,
    });
    this.basis = new TradingBasis({
      clock,
      rules,
      reading,
      equityDay,
      trading,
      movedSince: (sinceMs) => this.#books.movedSince(sinceMs),
      openOrders: () => register.open,
      unreconciled: (instrumentId) => this.#status.unreconciled(instrumentId),
      entryRate: () => this.line.entryRate,
      settingsChanged: () => this.#publisher.publishState(),
    });
    for (const [id, leverage] of Object.entries(resumed.live?.leverage ?? {})) this.basis.leverage.set(id, leverage);
    this.basis.positionMode = resumed.live?.positionMode;
    this.sender = new OrderSender({
      clock,
      register,
      lookup: this.#lookup,
      guard: this.guard,
      line: this.line,
      trading,
      stored: () => this.#publisher.stored(),
    });
    this.#reconciler = new Reconciler({
      clock,
      wheel,
      register,
      lookup: this.#lookup,
      trading,
      takeFills: () => this.#books.catchUp(),
      onMissing: () => this.#publisher.publishState(),
      onReconciled: () => this.#onReconciled(),
      onError,
    });
    this.#stop = new EmergencyStop({
      claim,
      clock,
      wheel,
      broker,
      register,
      sender: this.sender,
      guard: this.guard,
      rules,
      connect: () => this.#connect(),
      progressOf: (scope) => this.#status.stopOf(scope),
      onProgress: (scope, progress) => this.#status.setStop(scope, progress),
      addRecords: (records) => this.addRecords(records),
      readAccount: options.readAccount,
    });
    this.#balances = new BalanceWatch({
      clock,
      booked: () => this.#books.booked,
      onUnexplained: () => this.#reconciler.request(),
    });
    register.load(resumed.openOrders);
    this.#publisher.attach(resumed.open(this.#publisher));
  }

  /** The lease is back after it had lapsed: a write tells whether the account is still this worker's. */
  proveHold(): void {
    if (!this.#hold.isProven) this.#publisher.publishState();
  }

  get claim(): Claim {
    return this.#options.claim;
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  /** Throws while the account cannot be traded. */
  get trading(): TradingPort {
    const { trading } = this.#options.broker;
    if (trading && this.#connected) return trading;
    throw new AppError(
      trading ? 'retryable' : 'unsupported',
      trading
        ? 'The account is not open at its venue yet. Nothing was sent. Send it again in a moment.'
        : 'This account can only be read. Nothing was sent.',
    );
  }

  /** Resolves once orders have been compared with the venue or the account has been let go, at the latest after `limitMs`. */
  ready(limitMs: number): Promise<void> {
    return this.#status.ready(limitMs);
  }

  get reading() {
    return this.#options.reading();
  }

  /** Reads the account again, soon. */
  readAccount(): void {
    this.#options.readAccount();
  }

  setAccount(account: AccountDocument): void {
    this.rules.setAccount(account);
    this.#onRules();
  }

  setDesk(desk: DeskRules): void {
    this.rules.setDesk(desk);
    this.#onRules();
  }

  /** The venue has given a whole reading. The first one starts the comparison of orders. */
  onReading(): void {
    if (this.#ended) return;
    if (this.#begun) {
      if (this.reading && this.#status.state === 'ready') this.#balances.look(this.reading.balances);
      return;
    }
    if (!this.#options.broker.trading) {
      this.#status.set('read-only', 'This account can only be read: its broker is not traded on yet.');
      return;
    }
    this.#begun = true;
    this.#connected = true;
    const nowMs = this.clock.nowMs();
    // Whether an order that an earlier owner had stored was sent, only the venue knows.
    for (const { clientOrderId, evidence } of this.register.open) {
      if (evidence.venue) continue;
      this.register.update(clientOrderId, { kind: 'unconfirmed', atMs: nowMs });
      this.#lookup.expect(clientOrderId, 0);
    }
    this.#reconciler.request();
    this.#stop.follow();
  }

  onStream(event: Extract<StreamEvent, { kind: 'orders' | 'executions' }>): void {
    if (event.kind === 'executions') {
      this.#books.take(event.executions, event.readMs);
      return;
    }
    this.register.takeOrders(event.orders, event.readMs).catch((error: unknown) => {
      this.#options.onError(toAppError(error));
      if (this.#begun) this.#reconciler.request();
    });
  }

  /** Has the orders of ours that made these executions at hand. One that cannot be read leaves it unknown who sent it. */
  async recall(executions: readonly Execution[]): Promise<void> {
    const ids = new Set(executions.map(({ fill }) => fill.clientOrderId).filter((id) => id !== undefined));
    const own = [...ids].filter(isOwnClientOrderId);
    await Promise.allSettled(own.map((id) => this.register.find(id)));
  }

  /** After each break something may have been missed. */
  onLink(isLive: boolean): void {
    this.#isPushed = isLive;
    if (!isLive || !this.#begun) return;
    this.#lookup.hurry();
    this.#reconciler.request();
  }

  /** The venue's answer to a question about an order, whoever asked it. */
  async refresh(record: OrderRecord): Promise<void> {
    const { instrumentId, clientOrderId, venueOrderId, type } = record;
    const found = await this.trading.fetchOrder({
      instrumentId,
      type,
      ...(venueOrderId === undefined ? { clientOrderId } : { venueOrderId }),
    });
    if (found) await this.register.takeOrders([{ ...found, clientOrderId }], this.clock.nowMs());
  }

  /** Keeps two commands from doing the same thing at once; throws `rejected` with `refusal` when one does it already. */
  reserve(what: string, refusal: string): () => void {
    if (this.#reserved.has(what)) throw new AppError('rejected', refusal);
    this.#reserved.add(what);
    return () => this.#reserved.delete(what);
  }

  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#options.wheel.after(delayMs, resolve));
  }

  /** Compares all orders with the venue, soon. */
  compare(): void {
    this.#reconciler.request();
  }

  setPositionMode(mode: PositionMode): void {
    this.basis.positionMode = mode;
    this.#publisher.publishState();
  }

  addRecords({ activity, notifications }: DeskRecords): void {
    const { deskId } = this.claim;
    for (const [id, entry] of activity) this.#publisher.put(documents.activity(deskId, id), entry, 'later');
    for (const [id, entry] of notifications) this.#publisher.put(documents.notification(deskId, id), entry, 'later');
  }

  /** Writes what waits and ends; whoever waits for an order is told that somebody else goes on. */
  async end(): Promise<void> {
    this.#halt();
    await this.#publisher.idle();
    this.#publisher.end(toEndedError());
  }

  /** Ends without another write: somebody else owns the account. */
  drop(): void {
    this.#halt();
    this.#publisher.end(toEndedError());
  }

  #halt(): void {
    this.#ended = true;
    this.#status.end();
    this.#cancelCompare?.();
    this.#stop.end();
    this.#reconciler.stop();
    this.#lookup.stop();
    this.#books.stop();
    this.register.close(toEndedError());
  }

  #onRules(): void {
    this.sender.recheck();
    this.#stop.follow();
  }

  async #connect(): Promise<void> {
    await this.#options.connect();
    this.#connected = true;
  }

  #onOrder(order: KnownOrder, before: OrderRecord | undefined): void {
    const { deskId, accountId, epoch } = this.claim;
    const { record, actor } = order;
    const document = { ...record, accountId, open: !hasOrderEnded(record.status), ...(actor && { actor }), epoch };
    const isDenied = !before && hasOrderEnded(record.status);
    const urgency = record.external || isDenied ? 'later' : 'now';
    this.#publisher.put(documents.order(deskId, accountId, record.clientOrderId), document, urgency);
    const { label } = this.rules.account;
    const news = toOrderNews(order, before, { accountId, label, atMs: this.clock.nowMs() });
    if (news) this.addRecords(news);
    if (before && !hasOrderEnded(before.status) && hasOrderEnded(record.status)) this.#options.readAccount();
  }

  #onReconciled(): void {
    this.#status.set('ready');
    this.#cancelCompare?.();
    const polledMs = this.register.open.length > 0 ? compareEveryMs.polled : compareEveryMs.idle;
    const everyMs = this.#isPushed ? compareEveryMs.pushed : polledMs;
    this.#cancelCompare = this.#options.wheel.after(everyMs, () => this.#reconciler.request());
  }
}

function toEndedError(): AppError {
  return new AppError('lease-lost', 'The worker stopped trading this account; whoever owns it next goes on from here.');
}
