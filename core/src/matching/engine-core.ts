import { AppError } from '../app-error.ts';
import type { EnginePosition, InstrumentSettings } from './account-types.ts';
import type { EngineMarket } from './engine-market.ts';
import type { CancelReason, EngineEvent, EngineEventBody, EngineLedgerEntry } from './events.ts';
import type { EngineOrder } from './order-types.ts';
import { toPositionId } from '../model/position.ts';
import { accountOf, applyEvent, createState, isOpen, type AccountState, type EngineState } from './state.ts';

/**
 * The state, the markets and the one way to change an account: `emit`, which applies an event, keeps what is derived
 * from it (queues, triggers, holders) in step and adds it to the running batch.
 */
export class EngineCore {
  readonly state: EngineState;
  readonly markets = new Map<string, EngineMarket>();
  #nowMs = 0;
  #batch: EngineEvent[] = [];

  constructor(state: EngineState | number) {
    this.state = typeof state === 'number' ? createState(state) : state;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Starts a request; throws an AppError when time would run backwards. */
  begin(atMs: number): void {
    if (atMs < this.#nowMs) {
      throw new AppError('invalid-input', `Time ${atMs} lies before ${this.#nowMs}, which the engine has seen.`);
    }
    this.#nowMs = atMs;
    this.#batch = [];
  }

  /** Everything that happened since `begin`. */
  batch(): readonly EngineEvent[] {
    return this.#batch;
  }

  emit(body: EngineEventBody): void {
    const event: EngineEvent = { ...body, seq: this.state.seq + 1, atMs: this.#nowMs };
    applyEvent(this.state, event);
    this.#batch.push(event);
    if (event.type === 'position-changed') {
      this.#indexHolder(event.accountId, event.instrumentId);
    } else if ('order' in event && event.order) {
      this.#indexOrder(event.order, event.type);
    }
  }

  market(instrumentId: string): EngineMarket {
    const market = this.markets.get(instrumentId);
    if (!market) throw new AppError('not-found', `The engine has no instrument ${instrumentId}.`);
    return market;
  }

  account(accountId: string): AccountState {
    return accountOf(this.state, accountId);
  }

  openOrder(orderId: number): EngineOrder | undefined {
    return this.state.orders.get(orderId);
  }

  /** An order that the book or the caller knows to be open; throws an AppError when it is not. */
  requireOpen(orderId: number): EngineOrder {
    const order = this.state.orders.get(orderId);
    if (!order) throw new AppError('internal', `Order ${orderId} stands in the book and is not open.`);
    return order;
  }

  /** A list of its own: orders may come and go while it is walked. */
  openOrders(account: AccountState): EngineOrder[] {
    const orders: EngineOrder[] = [];
    for (const orderId of account.openOrderIds) {
      const order = this.state.orders.get(orderId);
      if (order) orders.push(order);
    }
    return orders;
  }

  settings(account: AccountState, market: EngineMarket): InstrumentSettings {
    return account.instrumentSettings.get(market.id) ?? market.defaultSettings;
  }

  position(account: AccountState, order: Pick<EngineOrder, 'instrumentId' | 'slot'>): EnginePosition | undefined {
    return account.positions.get(toPositionId(order.instrumentId, order.slot));
  }

  changeBalance(entry: Omit<EngineLedgerEntry, 'entryId' | 'balanceAfter' | 'atMs'>): void {
    if (entry.amount === 0n) return;
    const before = this.account(entry.accountId).balances.get(entry.currency) ?? 0n;
    const entryId = this.state.lastEntryId + 1;
    this.emit({
      type: 'balance-changed',
      entry: { ...entry, entryId, balanceAfter: before + entry.amount, atMs: this.#nowMs },
    });
  }

  changePosition(position: EnginePosition): void {
    const { id: positionId, accountId, instrumentId } = position;
    this.emit({ type: 'position-changed', positionId, accountId, instrumentId, position });
  }

  cancel(order: EngineOrder, reason: CancelReason): void {
    this.emit({ type: 'order-cancelled', order: this.changed(order, { status: 'cancelled' }), reason });
  }

  /** The order as it becomes now. */
  changed(order: EngineOrder, patch: Partial<EngineOrder>): EngineOrder {
    return { ...order, ...patch, updatedAtMs: this.#nowMs };
  }

  #indexHolder(accountId: string, instrumentId: string): void {
    const { holders } = this.market(instrumentId);
    for (const position of this.account(accountId).positions.values()) {
      if (position.instrumentId === instrumentId) {
        holders.add(accountId);
        return;
      }
    }
    holders.delete(accountId);
  }

  #indexOrder(order: EngineOrder, type: EngineEvent['type']): void {
    const market = this.market(order.instrumentId);
    if (order.status === 'untriggered' && order.trigger) {
      market.watches[order.trigger.by].add(order.orderId);
      return;
    }
    if (order.trigger) market.watches[order.trigger.by].remove(order.orderId);
    if (type === 'order-working' && order.limitTicks !== undefined) {
      market.book[order.side].rest(order, order.limitTicks);
    } else if (!isOpen(order)) {
      market.book[order.side].remove(order.orderId);
    }
  }
}

/** How much of the position an order could close. */
export function reducibleLots(position: EnginePosition | undefined, side: EngineOrder['side']): number {
  return position && (position.side === 'long') === (side === 'sell') ? position.lots : 0;
}

/** True when the order may only close: reduce-only, or the closing side of a hedge slot. */
export function onlyReduces(order: Pick<EngineOrder, 'reduceOnly' | 'slot' | 'side'>): boolean {
  return order.reduceOnly || (order.slot !== 'net' && (order.slot === 'long') !== (order.side === 'buy'));
}

export function openLots(order: EngineOrder): number {
  return order.lots - order.filledLots;
}
