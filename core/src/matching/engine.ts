import { AppError } from '../app-error.ts';
import { lockedBalance, toAccountFigures } from '../margin/account-margin.ts';
import type { AccountFigures } from '../model/account.ts';
import { createBalance, type Balance } from '../model/balance.ts';
import type { Position } from '../model/position.ts';
import type { MarginMode } from '../margin/position-margin.ts';
import type { Decimal } from '../decimal.ts';
import { readMargin } from './margin-reading.ts';
import { addIsolatedMargin, setLeverage, setMarginMode, setPositionMode, transfer } from './account-setup.ts';
import type { AccountSettings, EnginePosition, InstrumentSettings, PositionMode } from './account-types.ts';
import { admit } from './admission.ts';
import { amendOrder } from './amendment.ts';
import type { Level } from './book.ts';
import { EngineCore } from './engine-core.ts';
import { createMarket, type EngineMarket } from './engine-market.ts';
import type { EngineEvent, Execution } from './events.ts';
import { exchangeFunding } from './funding.ts';
import type { InstrumentSpec } from './instrument-spec.ts';
import { liquidateUncovered } from './liquidation.ts';
import {
  assertCount,
  findOrder,
  mergeLevels,
  requireAccount,
  requireMarket,
  requireOpenOrder,
  requirePosition,
} from './lookup.ts';
import { carryOut, matchCrossed, matchPublicTrade, type PublicTrade } from './matcher.ts';
import { formatMoney } from '../margin/money.ts';
import type { AmendRequest, EngineOrder, OrderReference, OrderRequest, ProtectionRequest } from './order-types.ts';
import type { OrderOutcome, Outcome, Rejection } from './outcome.ts';
import { checkProtection, protect } from './protection.ts';
import { parseProtection } from './protection-terms.ts';
import { reject, RejectionError } from './rejection.ts';
import { draftOrder } from './request-check.ts';
import type { InstrumentScale } from './scale.ts';
import { readState, restoreMarkets, takeSnapshot, type EngineSnapshot } from './snapshot.ts';
import type { EngineState } from './state.ts';
import { firePrice, fireUnseenPrices } from './trigger-firing.ts';
import { viewExecution, viewOrder, viewPosition, type ExecutionView, type OrderView } from './views.ts';

const defaultFinishedOrdersKept = 10_000;

export interface EngineOptions {
  /** Finished orders remembered for each account; what is forgotten frees its client order id. Default 10,000. */
  readonly finishedOrdersKept?: number;
}

export interface MarketView {
  readonly lastTicks: number | undefined;
  readonly markTicks: number | undefined;
  /** Others and our resting orders together, best first. */
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

/**
 * A deterministic venue for several accounts: it matches their orders against one another and against the liquidity that
 * the host sets, and keeps their money. It has no clock and does no I/O: the same calls give the same events. Requests
 * carry decimals; what the host says of the market carries ticks and lots; events carry ticks, lots and exact money.
 */
export class MatchingEngine {
  readonly #core: EngineCore;

  constructor(options: EngineOptions = {}, state?: EngineState) {
    this.#core = new EngineCore(state ?? options.finishedOrdersKept ?? defaultFinishedOrdersKept);
  }

  /** Continues exactly where `exportState` left off; `instruments` are the ones that the exported engine had. */
  static restore(snapshot: EngineSnapshot, instruments: readonly InstrumentSpec[]): MatchingEngine {
    const engine = new MatchingEngine({}, readState(snapshot));
    for (const spec of instruments) engine.addInstrument(spec);
    restoreMarkets(engine.#core, snapshot);
    engine.#core.begin(snapshot.nowMs);
    return engine;
  }

  exportState(): EngineSnapshot {
    return takeSnapshot(this.#core);
  }

  addInstrument(spec: InstrumentSpec): void {
    if (this.#core.markets.has(spec.id)) throw new AppError('conflict', `The engine has ${spec.id} already.`);
    this.#core.markets.set(spec.id, createMarket(spec));
  }

  openAccount(accountId: string, settings: AccountSettings, atMs: number): Outcome {
    return this.#run(atMs, () => {
      if (this.#core.state.accounts.has(accountId)) reject('in-use', `Account ${accountId} exists already.`);
      this.#core.emit({ type: 'account-opened', accountId, settings });
    });
  }

  /** A negative amount is taken out. */
  transfer(accountId: string, currency: string, amount: Decimal, atMs: number): Outcome {
    return this.#run(atMs, () => transfer(this.#core, requireAccount(this.#core, accountId), currency, amount));
  }

  setPositionMode(accountId: string, mode: PositionMode, atMs: number): Outcome {
    return this.#run(atMs, () => setPositionMode(this.#core, requireAccount(this.#core, accountId), mode));
  }

  setMarginMode(accountId: string, instrumentId: string, mode: MarginMode, atMs: number): Outcome {
    return this.#run(atMs, () =>
      setMarginMode(this.#core, requireAccount(this.#core, accountId), requireMarket(this.#core, instrumentId), mode),
    );
  }

  setLeverage(accountId: string, instrumentId: string, leverage: Decimal, atMs: number): Outcome {
    return this.#run(atMs, () =>
      setLeverage(this.#core, requireAccount(this.#core, accountId), requireMarket(this.#core, instrumentId), leverage),
    );
  }

  addIsolatedMargin(accountId: string, positionId: string, amount: Decimal, atMs: number): Outcome {
    return this.#run(atMs, () => {
      const account = requireAccount(this.#core, accountId);
      addIsolatedMargin(this.#core, account, requirePosition(account, positionId), amount);
    });
  }

  submit(request: OrderRequest, atMs: number): OrderOutcome {
    const refused = (rejection: Rejection) => this.#core.emit({ type: 'order-rejected', rejection, request });
    return this.#runOrder(atMs, refused, () => {
      requireAccount(this.#core, request.accountId);
      const market = requireMarket(this.#core, request.instrumentId);
      const draft = draftOrder(this.#core, request);
      const order = draft.status === 'untriggered' ? draft : admit(this.#core, draft);
      this.#core.emit({ type: 'order-accepted', order });
      if (order.status !== 'untriggered') carryOut(this.#core, market, order.orderId);
      fireUnseenPrices(this.#core, market);
      return order.orderId;
    });
  }

  amend(request: AmendRequest, atMs: number): OrderOutcome {
    return this.#runOrder(atMs, undefined, () => {
      const order = requireOpenOrder(this.#core, request);
      const market = requireMarket(this.#core, order.instrumentId);
      amendOrder(this.#core, market, order, request);
      fireUnseenPrices(this.#core, market);
      return order.orderId;
    });
  }

  cancel(reference: OrderReference, atMs: number): OrderOutcome {
    return this.#runOrder(atMs, undefined, () => {
      const order = requireOpenOrder(this.#core, reference);
      this.#core.cancel(order, 'requested');
      return order.orderId;
    });
  }

  cancelAll(accountId: string, filter: { readonly instrumentId?: string }, atMs: number): Outcome {
    return this.#run(atMs, () => {
      for (const order of this.#core.openOrders(requireAccount(this.#core, accountId))) {
        if (filter.instrumentId === undefined || filter.instrumentId === order.instrumentId) {
          this.#core.cancel(order, 'requested');
        }
      }
    });
  }

  /** Sets, replaces or removes stop loss, take profit and trailing stop of a whole position. */
  setProtection(accountId: string, positionId: string, protection: ProtectionRequest, atMs: number): Outcome {
    return this.#run(atMs, () => {
      const position = requirePosition(requireAccount(this.#core, accountId), positionId);
      const terms = parseProtection(requireMarket(this.#core, position.instrumentId), protection);
      checkProtection(this.#core, position, terms);
      protect(this.#core, position, terms);
    });
  }

  /** Replaces the liquidity of others, best level first; resting orders that it crosses are filled from it. */
  setBook(
    instrumentId: string,
    book: { readonly bids: readonly Level[]; readonly asks: readonly Level[] },
    atMs: number,
  ): readonly EngineEvent[] {
    return this.#runMarket(instrumentId, atMs, (market) => {
      market.book.buy.setOutside(book.bids);
      market.book.sell.setOutside(book.asks);
      matchCrossed(this.#core, market);
    });
  }

  /** A public trade: moves the last price and fills the resting orders that it reaches. */
  applyTrade(instrumentId: string, trade: PublicTrade, atMs: number): readonly EngineEvent[] {
    return this.#runMarket(instrumentId, atMs, (market) => {
      assertCount('A trade price', trade.ticks);
      assertCount('A trade quantity', trade.lots);
      matchPublicTrade(this.#core, market, trade);
    });
  }

  setMarkPrice(instrumentId: string, ticks: number, atMs: number): readonly EngineEvent[] {
    return this.#runMarket(instrumentId, atMs, (market) => {
      assertCount('A mark price', ticks);
      market.book.markTicks = ticks;
      liquidateUncovered(this.#core, market);
      firePrice(this.#core, market, 'mark', ticks);
    });
  }

  /** A positive rate is paid by longs to shorts, on the position value at this price. */
  applyFunding(instrumentId: string, rate: Decimal, ticks: number, atMs: number): readonly EngineEvent[] {
    return this.#runMarket(instrumentId, atMs, (market) => {
      assertCount('A funding price', ticks);
      exchangeFunding(this.#core, market, rate, ticks);
      liquidateUncovered(this.#core, market);
    });
  }

  scale(instrumentId: string): InstrumentScale {
    return this.#core.market(instrumentId).scale;
  }

  market(instrumentId: string): MarketView {
    const { book } = this.#core.market(instrumentId);
    return {
      lastTicks: book.lastTicks,
      markTicks: book.markTicks,
      bids: mergeLevels(this.#core, book.buy.offers()),
      asks: mergeLevels(this.#core, book.sell.offers()),
    };
  }

  openOrders(accountId: string, instrumentId?: string): readonly EngineOrder[] {
    const orders = this.#core.openOrders(this.#core.account(accountId));
    return instrumentId === undefined ? orders : orders.filter((order) => order.instrumentId === instrumentId);
  }

  /** An open order, or a finished one while it is remembered. */
  order(reference: OrderReference): EngineOrder | undefined {
    return findOrder(this.#core, reference);
  }

  positions(accountId: string): readonly EnginePosition[] {
    return [...this.#core.account(accountId).positions.values()];
  }

  settings(accountId: string, instrumentId: string): InstrumentSettings {
    return this.#core.settings(this.#core.account(accountId), this.#core.market(instrumentId));
  }

  accountSettings(accountId: string): AccountSettings {
    return this.#core.account(accountId).settings;
  }

  balances(accountId: string): readonly Balance[] {
    const account = this.#core.account(accountId);
    return [...account.balances].map(([currency, total]) =>
      createBalance({
        currency,
        total: formatMoney(total),
        locked: formatMoney(lockedBalance(readMargin(this.#core, account, currency))),
      }),
    );
  }

  figures(accountId: string, currency: string): AccountFigures {
    return toAccountFigures(readMargin(this.#core, this.#core.account(accountId), currency));
  }

  describeOrder(order: EngineOrder): OrderView {
    return viewOrder(this.#core.market(order.instrumentId), order);
  }

  describePosition(position: EnginePosition): Position {
    return viewPosition(this.#core, position);
  }

  describeExecution(execution: Execution): ExecutionView {
    return viewExecution(this.#core.market(execution.instrumentId), execution);
  }

  /** Carries a request out, or turns its rejection into an outcome. A rejected request has changed nothing. */
  #run(atMs: number, act: () => void): Outcome {
    this.#core.begin(atMs);
    try {
      act();
      return { ok: true, events: this.#core.batch() };
    } catch (error) {
      if (!(error instanceof RejectionError)) throw error;
      return { ok: false, ...error.rejection, events: this.#core.batch() };
    }
  }

  #runOrder(atMs: number, onRejection: ((rejection: Rejection) => void) | undefined, act: () => number): OrderOutcome {
    this.#core.begin(atMs);
    try {
      const orderId = act();
      return { ok: true, order: this.#asItBecame(orderId), events: this.#core.batch() };
    } catch (error) {
      if (!(error instanceof RejectionError)) throw error;
      onRejection?.(error.rejection);
      return { ok: false, ...error.rejection, events: this.#core.batch() };
    }
  }

  /** The order in the last event about it: it may be finished and forgotten by now. */
  #asItBecame(orderId: number): EngineOrder {
    for (const event of this.#core.batch().toReversed()) {
      if ('order' in event && event.order?.orderId === orderId) return event.order;
    }
    throw new AppError('internal', `Order ${orderId} left no event.`);
  }

  #runMarket(instrumentId: string, atMs: number, act: (market: EngineMarket) => void): readonly EngineEvent[] {
    const market = this.#core.market(instrumentId);
    this.#core.begin(atMs);
    act(market);
    fireUnseenPrices(this.#core, market);
    return this.#core.batch();
  }
}
