import type { StopProgress, StopScope } from '@tapedeck/core';
import type { Broker } from '../brokers/broker.ts';
import type { Clock } from '../clock.ts';
import type { Claim } from '../sync/ports.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import type { FillBooks } from './fill-books.ts';
import type { OrderRegister } from './order-register.ts';
import type { ResumedTrading, TradingStateWrite } from './ports.ts';
import type { TradingBasis } from './trading-basis.ts';
import type { TradingRules } from './trading-rules.ts';

export interface TradingStatusOptions {
  readonly claim: Claim;
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly broker: Broker;
  readonly rules: TradingRules;
  readonly register: OrderRegister;
  /** What an earlier owner had published. */
  readonly before: ResumedTrading['live'];
  readonly basis: () => Pick<TradingBasis, 'leverage' | 'positionMode' | 'movedToday'>;
  readonly books: () => Pick<FillBooks, 'hasAsked' | 'openedElsewhere'>;
  /** Whether the venue does not know an order any more that stood. */
  readonly isMissing: (clientOrderId: string) => boolean;
  readonly onChange: () => void;
}

type State = TradingStateWrite['state'];
type Blocked = TradingStateWrite['blocked'];

/** Whether and how an account can be traded now: what `live/trading` says of it, and who waits for it. */
export class TradingStatus {
  readonly #options: TradingStatusOptions;
  #state: State = 'reconciling';
  #message: string | undefined;
  #stops: NonNullable<TradingStateWrite['stops']>;
  readonly #waiting = new Set<() => void>();
  #ended = false;

  constructor(options: TradingStatusOptions) {
    this.#options = options;
    this.#stops = options.before?.stops ?? {};
  }

  get state(): State {
    return this.#state;
  }

  set(state: State, message?: string): void {
    if (this.#state === state && this.#message === message) return;
    this.#state = state;
    this.#message = message;
    this.#options.onChange();
    if (state !== 'reconciling') this.#endWaiting();
  }

  stopOf(scope: StopScope): StopProgress | undefined {
    return this.#stops[scope];
  }

  setStop(scope: StopScope, progress: StopProgress | undefined): void {
    const { [scope]: _before, ...others } = this.#stops;
    this.#stops = progress ? { ...others, [scope]: progress } : others;
    this.#options.onChange();
  }

  /** Resolves once orders have been compared with the venue or the account has been let go, at the latest after `limitMs`. */
  async ready(limitMs: number): Promise<void> {
    // While a person has paused syncing there is nothing to wait for.
    if (this.#state !== 'reconciling' || this.#ended || this.#options.rules.account.paused) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.wheel.after(Math.max(0, limitMs) + 1, resolve);
      this.#waiting.add(() => {
        cancel();
        resolve();
      });
    });
  }

  /** Nobody waits any more. */
  end(): void {
    this.#ended = true;
    this.#endWaiting();
  }

  /** How much of the account nobody knows the truth about. */
  unreconciled(instrumentId: string): 'account' | 'instrument' | undefined {
    // While a person has paused syncing nothing is known of the account.
    if (this.#state !== 'ready' || this.#options.rules.account.paused) return 'account';
    return this.#blocked()[instrumentId] ? 'instrument' : undefined;
  }

  toWrite(): TradingStateWrite {
    const { before, broker, claim, clock, register } = this.#options;
    const basis = this.#options.basis();
    const books = this.#options.books();
    // Until the venue has been asked again, what an earlier owner heard stands.
    const movedToday = books.hasAsked ? basis.movedToday : before?.movedToday;
    const openedElsewhere = books.openedElsewhere ?? before?.openedElsewhere;
    return {
      epoch: claim.epoch,
      state: this.#state,
      ...(this.#message !== undefined && { message: this.#message }),
      ...(broker.trading && { capabilities: broker.trading.capabilities }),
      openOrders: register.open.length,
      blocked: this.#blocked(),
      ...(basis.positionMode && { positionMode: basis.positionMode }),
      leverage: Object.fromEntries(basis.leverage),
      stops: this.#stops,
      ...(movedToday && { movedToday }),
      ...(openedElsewhere && { openedElsewhere }),
      atMs: clock.nowMs(),
    };
  }

  /** Instruments with an order of which nobody knows what became, or whether it still stands. */
  #blocked(): Blocked {
    const blocked: Record<string, Blocked[string]> = {};
    for (const { instrumentId, clientOrderId, status, evidence, createdAtMs } of this.#options.register.open) {
      const isMissing = this.#options.isMissing(clientOrderId);
      if (status !== 'unknown' && !isMissing) continue;
      const sinceMs = evidence.moments.unconfirmed ?? createdAtMs;
      const reason = isMissing
        ? 'The venue does not know an order any more that stood. It is asked again before the order counts as gone.'
        : 'The venue has not said yet whether an order stands. It is asked until it answers.';
      blocked[instrumentId] ??= { reason, clientOrderId, sinceMs };
    }
    return blocked;
  }

  #endWaiting(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
