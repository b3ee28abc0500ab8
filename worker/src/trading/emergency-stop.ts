import {
  createOrderRecord,
  splitQuantity,
  toAppError,
  toClientOrderId,
  toCloseIntent,
  type ActivityDocument,
  type OrderRecord,
  type Position,
  type StopProgress,
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
  readonly progress: () => StopProgress | undefined;
  /** `undefined` when trading was resumed before it was done. */
  readonly onProgress: (progress: StopProgress | undefined) => void;
  readonly addRecords: (records: DeskRecords) => void;
  readonly readAccount: () => void;
}

const retry = { firstMs: 200, maxMs: 1_000 };
/** Pause before the venue is asked whether what was sent has taken effect. */
const settleMs = 150;

/**
 * Carries out a halt of trading: cancels every order, closes every position where that was asked for, and asks the venue
 * until nothing is left. Waits in no queue; whatever fails is tried again until it is done or trading is resumed.
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
    const halt = this.#options.rules.halt;
    if (this.#ended) return;
    if (this.#running) {
      if (!isSame(this.#running, halt)) this.#wake?.();
      return;
    }
    if (!halt || this.#isDone(halt)) return;
    this.#running = halt;
    this.#begin(halt);
    void this.#run(halt);
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  #isDone(halt: ScopedState): boolean {
    const progress = this.#options.progress();
    return progress !== undefined && isOf(progress, halt) && progress.phase === 'done';
  }

  #begin(halt: ScopedState): void {
    const { clock, progress, register, rules } = this.#options;
    const known = progress();
    // A worker before this one may have come some way.
    if (known && isOf(known, halt)) return;
    const orders = register.open.length;
    this.#options.onProgress({
      stateEpoch: halt.state.epoch,
      scope: halt.scope,
      phase: 'cancelling',
      flatten: halt.state.flatten === true,
      ordersFound: orders,
      ordersLeft: orders,
      positionsFound: 0,
      positionsLeft: 0,
      startedAtMs: clock.nowMs(),
    });
    this.#tell(
      'begun',
      `${rules.account.label}: emergency stop begun. Entries are refused, ${orders} orders are being cancelled${halt.state.flatten ? ' and every position is being closed' : ''}.`,
    );
  }

  async #run(halt: ScopedState): Promise<void> {
    while (!this.#ended && isSame(halt, this.#options.rules.halt)) {
      try {
        if (await this.#step(halt)) break;
        this.#failures = 0;
      } catch (error) {
        this.#failures += 1;
        this.#onFailure(toAppError(error).message);
      }
      await this.#pause(this.#failures > 0 ? backoffMs(this.#failures, retry) : settleMs);
    }
    this.#running = undefined;
    if (this.#ended) return;
    if (!this.#isDone(halt)) this.#options.onProgress(undefined);
    this.follow();
  }

  /** One round. True when the venue has confirmed that nothing is left. */
  async #step(halt: ScopedState): Promise<boolean> {
    const { broker, guard, register, connect, clock, readAccount } = this.#options;
    await connect();
    const { trading } = broker;
    if (!trading) throw new Error('This account can only be read.');
    guard.check({ kind: 'cancel' });
    if (!this.#isVerifying) await trading.cancelAll();
    const open = await this.#readOpenOrders(trading);
    const undecided = register.open.filter(({ status }) => status === 'pending' || status === 'unknown');
    const entries = open.filter(({ reduceOnly }) => !(halt.state.flatten === true && reduceOnly));
    this.#report({ ordersLeft: entries.length + undecided.length, ordersFound: entries.length + undecided.length });
    if (entries.length > 0) {
      this.#report({ phase: 'cancelling' });
      await this.#cancelEach(trading, entries);
      return false;
    }
    const snapshot = await broker.fetchSnapshot();
    const positions = halt.state.flatten === true ? snapshot.positions : [];
    this.#report({ positionsLeft: positions.length, positionsFound: positions.length });
    if (positions.length > 0) {
      this.#report({ phase: 'flattening' });
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
      this.#onFailure(
        `The venue has not said yet what became of ${undecided.length} ${one ? 'order' : 'orders'}, so ${one ? 'it' : 'they'} may still stand.`,
      );
      return false;
    }
    if (!this.#isVerifying) {
      this.#report({ phase: 'verifying' });
      return false;
    }
    this.#report({ phase: 'done', endedAtMs: clock.nowMs(), problem: undefined });
    readAccount();
    this.#tellDone();
    return true;
  }

  get #isVerifying(): boolean {
    return this.#options.progress()?.phase === 'verifying';
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
    await sender.send({ record, placement: toPlacement(record, intent), act: { kind: 'exit' }, storeFirst: false });
    await sender.outcome(clientOrderId);
  }

  #onFailure(message: string): void {
    const { ordersLeft = 0, positionsLeft = 0, flatten } = this.#options.progress() ?? {};
    const left = [`${ordersLeft} orders`, ...(flatten ? [`${positionsLeft} positions`] : [])].join(' and ');
    this.#report({ problem: `${message} By the last count ${left} are left. It goes on by itself.` });
  }

  /** Counts found never fall; a problem lasts until the next step that goes well. */
  #report(parts: { [Name in keyof StopProgress]?: StopProgress[Name] | undefined }): void {
    const { progress, onProgress } = this.#options;
    const known = progress();
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
    if (JSON.stringify(next) !== JSON.stringify(known)) onProgress(next);
  }

  #tellDone(): void {
    const { progress, rules } = this.#options;
    const { ordersFound = 0, positionsFound = 0, flatten, startedAtMs = 0, endedAtMs = 0 } = progress() ?? {};
    const seconds = ((endedAtMs - startedAtMs) / 1000).toFixed(1);
    const closed = flatten ? `, ${positionsFound} positions closed` : '; positions were left as they are';
    this.#tell(
      'done',
      `${rules.account.label}: emergency stop done after ${seconds} s. ${ordersFound} orders cancelled${closed}. The venue confirms that nothing is left.`,
    );
  }

  #tell(step: 'begun' | 'done', summary: string): void {
    const { claim, clock, addRecords, progress } = this.#options;
    const { accountId } = claim;
    const { scope, stateEpoch } = progress() ?? {};
    const id = `${accountId}_stop-${scope}-${stateEpoch}_${step}`;
    const atMs = clock.nowMs();
    const activity: ActivityDocument = {
      atMs,
      kind: 'system',
      type: `emergency-stop-${step}`,
      actor: actors.worker,
      summary,
      accountId,
      details: { ...progress() },
    };
    const [title = '', ...body] = summary.split('. ');
    const severity = step === 'begun' ? ('critical' as const) : ('warning' as const);
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

function isOf(progress: StopProgress, halt: ScopedState): boolean {
  return progress.scope === halt.scope && progress.stateEpoch === halt.state.epoch;
}

function isSame(a: ScopedState, b: ScopedState | undefined): boolean {
  return a.scope === b?.scope && a.state.epoch === b.state.epoch && a.state.flatten === b.state.flatten;
}

function throwFirst(results: readonly PromiseSettledResult<unknown>[]): void {
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
