import {
  createOrderRecord,
  hasStopEnded,
  splitQuantity,
  stopScopes,
  toAppError,
  toClientOrderId,
  toCloseIntent,
  type ActivityDocument,
  type AppError,
  type OrderRecord,
  type Position,
  type StopProgress,
  type StopScope,
} from '@tapedeck/core';
import { backoffMs } from '../backoff.ts';
import type { Broker } from '../brokers/broker.ts';
import type { TradingPort } from '../brokers/trading-port.ts';
import type { Clock } from '../clock.ts';
import { actors } from '../sync/actors.ts';
import type { Claim, DeskRecords } from '../sync/ports.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import { toReference, type OrderRegister } from './order-register.ts';
import type { OrderSender } from './order-sender.ts';
import { toPlacement } from './placement.ts';
import type { ScopedState, TradingRules } from './trading-rules.ts';
import type { VenueGuard } from './venue-guard.ts';

export interface EmergencyStopOptions {
  readonly claim: Claim;
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly broker: Broker;
  readonly register: OrderRegister;
  readonly sender: OrderSender;
  readonly guard: VenueGuard;
  readonly rules: TradingRules;
  /** Opens the account at its venue if it is not. */
  readonly connect: () => Promise<void>;
  readonly progressOf: (scope: StopScope) => StopProgress | undefined;
  /** `undefined` when trading was resumed before it was done. */
  readonly onProgress: (scope: StopScope, progress: StopProgress | undefined) => void;
  readonly addRecords: (records: DeskRecords) => void;
  readonly readAccount: () => void;
}

const retry = { firstMs: 200, maxMs: 1_000 };
const onlyReadable =
  'This account can only be read, so its orders and positions stand as they are. Cancel and close them at the exchange.';
/** Pause before the venue is asked whether what was sent has taken effect. */
const settleMs = 150;

/**
 * Carries out halts of trading: cancels every order, closes every position where that was asked for, and asks the venue
 * until nothing is left. Waits in no queue; whatever fails is tried again until it is done or trading is resumed. A halt
 * that was carried out once is over: what somebody opens at the venue afterwards is left alone.
 */
export class EmergencyStop {
  readonly #options: EmergencyStopOptions;
  #running: ScopedState | undefined;
  #failures = 0;
  #parts = 0;
  #wake: (() => void) | undefined;
  #ended = false;

  constructor(options: EmergencyStopOptions) {
    this.#options = options;
  }

  /** Looks at the trading states again: a halt that has not been carried out is. */
  follow(): void {
    if (this.#ended) return;
    this.#forgetResumed();
    const halt = this.#next;
    if (this.#running) {
      if (!isSame(this.#running, halt)) this.#wake?.();
      return;
    }
    if (!halt) return;
    this.#running = halt;
    this.#begin(halt);
    void this.#run(halt);
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  get #due(): readonly ScopedState[] {
    return this.#options.rules.halts.filter((halt) => {
      const progress = this.#progressOf(halt);
      return !progress || !hasStopEnded(progress);
    });
  }

  /** One that closes positions does all that one which only cancels has to, so it comes first; then the newer. */
  get #next(): ScopedState | undefined {
    const rank = ({ state }: ScopedState) => (state.flatten ? 1 : 0);
    return this.#due.toSorted((a, b) => rank(b) - rank(a) || b.state.atMs - a.state.atMs)[0];
  }

  #progressOf({ scope, state }: ScopedState): StopProgress | undefined {
    const progress = this.#options.progressOf(scope);
    return progress?.stateEpoch === state.epoch ? progress : undefined;
  }

  /** Drops what was not done when trading was resumed. */
  #forgetResumed(): void {
    const { rules, progressOf, onProgress } = this.#options;
    // A worker that starts hears of its account first and of its desk later.
    if (!rules.isKnown) return;
    for (const scope of stopScopes) {
      const progress = progressOf(scope);
      if (!progress || hasStopEnded(progress)) continue;
      const isWanted = rules.halts.some((halt) => halt.scope === scope && halt.state.epoch === progress.stateEpoch);
      if (!isWanted) onProgress(scope, undefined);
    }
  }

  #begin(halt: ScopedState): void {
    const { clock, register, rules, onProgress } = this.#options;
    const { scope, state } = halt;
    // A worker before this one may have come some way.
    if (this.#progressOf(halt)) return;
    const orders = register.open.length;
    onProgress(scope, {
      stateEpoch: state.epoch,
      scope,
      phase: 'cancelling',
      flatten: state.flatten === true,
      ordersFound: orders,
      ordersLeft: orders,
      positionsFound: 0,
      positionsLeft: 0,
      startedAtMs: clock.nowMs(),
    });
    this.#tell(
      halt,
      'begun',
      `${rules.account.label}: emergency stop begun. Entries are refused, ${orders} orders are being cancelled${state.flatten ? ' and every position is being closed' : ''}.`,
    );
  }

  async #run(halt: ScopedState): Promise<void> {
    while (!this.#ended && isSame(halt, this.#next)) {
      try {
        if (await this.#step(halt)) break;
        this.#failures = 0;
      } catch (error) {
        this.#failures += 1;
        this.#onFailure(halt, toAppError(error));
      }
      await this.#pause(this.#failures > 0 ? backoffMs(this.#failures, retry) : settleMs);
    }
    this.#running = undefined;
    this.follow();
  }

  /** One round. True when the venue has confirmed that nothing is left, or nothing can be done. */
  async #step(halt: ScopedState): Promise<boolean> {
    const { broker, guard, register, connect, clock, readAccount } = this.#options;
    await connect();
    const { trading } = broker;
    if (!trading) {
      this.#report(halt, { phase: 'impossible', endedAtMs: clock.nowMs(), problem: onlyReadable });
      this.#tell(
        halt,
        'impossible',
        `${this.#options.rules.account.label}: cannot be stopped from here. ${onlyReadable}`,
      );
      return true;
    }
    guard.check({ kind: 'cancel' });
    const isVerifying = this.#progressOf(halt)?.phase === 'verifying';
    if (!isVerifying) await trading.cancelAll();
    const open = await this.#readOpenOrders(trading);
    const undecided = register.open.filter(({ status }) => status === 'pending' || status === 'unknown');
    const entries = open.filter(({ reduceOnly }) => !(halt.state.flatten === true && reduceOnly));
    this.#report(halt, {
      ordersLeft: entries.length + undecided.length,
      ordersFound: entries.length + undecided.length,
    });
    if (entries.length > 0) {
      this.#report(halt, { phase: 'cancelling' });
      await this.#cancelEach(trading, entries);
      return false;
    }
    const snapshot = await broker.fetchSnapshot();
    const positions = halt.state.flatten === true ? snapshot.positions : [];
    this.#report(halt, { positionsLeft: positions.length, positionsFound: positions.length });
    if (positions.length > 0) {
      this.#report(halt, { phase: 'flattening' });
      await this.#closeAll(trading, positions, halt);
      return false;
    }
    if (open.length > 0) {
      // Closes whose position is gone already.
      await this.#cancelEach(trading, open);
      return false;
    }
    if (undecided.length > 0) {
      const one = undecided.length === 1;
      this.#onFailure(halt, {
        code: 'retryable',
        message: `The venue has not said yet what became of ${undecided.length} ${one ? 'order' : 'orders'}, so ${one ? 'it' : 'they'} may still stand.`,
      });
      return false;
    }
    if (!isVerifying) {
      this.#report(halt, { phase: 'verifying' });
      return false;
    }
    this.#report(halt, {
      phase: 'done',
      endedAtMs: clock.nowMs(),
      ...(trading.unseen?.length && { unchecked: [...trading.unseen] }),
    });
    readAccount();
    this.#tellDone(halt);
    return true;
  }

  async #readOpenOrders(trading: TradingPort): Promise<readonly OrderRecord[]> {
    const { clock, register } = this.#options;
    const found = await trading.fetchOpenOrders();
    await register.takeOrders(found, clock.nowMs());
    return found.flatMap(({ order }) => register.findByVenueId(order.venueOrderId) ?? []);
  }

  async #cancelEach(trading: TradingPort, orders: readonly OrderRecord[]): Promise<void> {
    const { guard } = this.#options;
    const cancels = orders.map(async (order) => {
      guard.check({ kind: 'cancel' });
      await trading.cancelOrder(toReference(order));
    });
    throwFirst(await Promise.allSettled(cancels));
  }

  /** Sends the closes as fast as the venue takes them, then leaves the rest to the next round. */
  async #closeAll(trading: TradingPort, positions: readonly Position[], halt: ScopedState): Promise<void> {
    const closes = positions.flatMap((position) => {
      const { maxMarketQuantity } = trading.terms().get(position.instrumentId) ?? {};
      return splitQuantity(position.quantity, maxMarketQuantity, position.stepSize).map((quantity) =>
        this.#close(position, quantity, halt),
      );
    });
    throwFirst(await Promise.allSettled(closes));
  }

  async #close(position: Position, quantity: string, halt: ScopedState): Promise<void> {
    const { claim, clock, sender } = this.#options;
    const { deskId, accountId, epoch } = claim;
    const part = this.#parts++;
    // Lease and time make the id new after a restart: an order that only reduces can be sent again.
    const commandId = `stop-${halt.scope}-${halt.state.epoch}-${epoch}-${clock.nowMs()}`;
    const clientOrderId = await toClientOrderId({ deskId, accountId, commandId, part });
    const intent = toCloseIntent(position, { accountId });
    const record = createOrderRecord(intent, { clientOrderId, commandId, quantity, createdAtMs: clock.nowMs() });
    await sender.send({ record, placement: toPlacement(record), act: { kind: 'exit', halt }, storeFirst: false });
    await sender.outcome(clientOrderId);
  }

  #onFailure(halt: ScopedState, { code, message }: Pick<AppError, 'code' | 'message'>): void {
    const { ordersLeft = 0, positionsLeft = 0, flatten } = this.#progressOf(halt) ?? {};
    const left = [`${ordersLeft} orders`, ...(flatten ? [`${positionsLeft} positions`] : [])].join(' and ');
    const next =
      code === 'unauthorized-at-broker'
        ? 'It goes on once the key may trade; until then cancel and close at the exchange.'
        : 'It goes on by itself.';
    this.#report(halt, { problem: `${message} By the last count ${left} are left. ${next}` });
  }

  /**
   * Counts found never fall; a problem lasts until the next step that goes well. What is done for this halt is done for
   * every other that waits and asks for no more.
   */
  #report(halt: ScopedState, parts: { [Name in keyof StopProgress]?: StopProgress[Name] | undefined }): void {
    const known = this.#progressOf(halt);
    if (!known) return;
    const { problem, ...changes } = parts;
    const { problem: _before, ...rest } = known;
    const next: StopProgress = {
      ...rest,
      ...(changes as Partial<StopProgress>),
      ordersFound: Math.max(known.ordersFound, changes.ordersFound ?? 0),
      positionsFound: Math.max(known.positionsFound, changes.positionsFound ?? 0),
      ...(problem !== undefined && { problem }),
    };
    for (const due of this.#due) {
      const { scope, state } = due;
      if (state.flatten && !halt.state.flatten) continue;
      const before = this.#progressOf(due);
      const { startedAtMs } = before ?? next;
      const own = { ...next, scope, stateEpoch: state.epoch, flatten: state.flatten === true, startedAtMs };
      if (JSON.stringify(own) !== JSON.stringify(before)) this.#options.onProgress(scope, own);
    }
  }

  #tellDone(halt: ScopedState): void {
    const { rules } = this.#options;
    const progress = this.#progressOf(halt);
    const { ordersFound = 0, positionsFound = 0, flatten, unchecked = [] } = progress ?? {};
    const { startedAtMs = 0, endedAtMs = 0 } = progress ?? {};
    const seconds = ((endedAtMs - startedAtMs) / 1000).toFixed(1);
    const closed = flatten ? `, ${positionsFound} positions closed` : '; positions were left as they are';
    const confirmed = flatten ? 'no order and no position is left' : 'no order is left';
    const beyond = unchecked.length > 0 ? ` It was not asked for ${unchecked.join(' or ')}: look for those there.` : '';
    this.#tell(
      halt,
      'done',
      `${rules.account.label}: emergency stop done after ${seconds} s. ${ordersFound} orders cancelled${closed}. The venue confirms that ${confirmed}.${beyond}`,
    );
  }

  #tell(halt: ScopedState, step: 'begun' | 'done' | 'impossible', summary: string): void {
    const { claim, clock, addRecords } = this.#options;
    const { accountId } = claim;
    const id = `${accountId}_stop-${halt.scope}-${halt.state.epoch}_${step}`;
    const atMs = clock.nowMs();
    const activity: ActivityDocument = {
      atMs,
      kind: 'system',
      type: `emergency-stop-${step}`,
      actor: actors.worker,
      summary,
      accountId,
      details: { ...this.#progressOf(halt) },
    };
    const [title = '', ...body] = summary.split('. ');
    const severity = step === 'done' ? ('warning' as const) : ('critical' as const);
    addRecords({
      activity: new Map([[id, activity]]),
      notifications: new Map([
        [
          id,
          { atMs, category: 'risk', severity, mustSee: true, title, body: body.join('. '), accountId, activityId: id },
        ],
      ]),
    });
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.wheel.after(delayMs, () => this.#wake?.());
      this.#wake = () => {
        this.#wake = undefined;
        cancel();
        resolve();
      };
    });
  }
}

function isSame(a: ScopedState, b: ScopedState | undefined): boolean {
  return a.scope === b?.scope && a.state.epoch === b.state.epoch && a.state.flatten === b.state.flatten;
}

function throwFirst(results: readonly PromiseSettledResult<unknown>[]): void {
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
