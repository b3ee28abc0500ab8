import { AppError } from '../app-error.ts';
import type { AccountSettings, EnginePosition, InstrumentSettings } from './account-types.ts';
import type { EngineEvent } from './events.ts';
import type { EngineOrder } from './order-types.ts';

export interface AccountState {
  readonly accountId: string;
  settings: AccountSettings;
  readonly instrumentSettings: Map<string, InstrumentSettings>;
  readonly balances: Map<string, bigint>;
  readonly openOrderIds: Set<number>;
  /** Oldest first; no more than the state keeps. */
  readonly finishedOrders: Map<number, EngineOrder>;
  readonly orderIdsByClientId: Map<string, number>;
  readonly positions: Map<string, EnginePosition>;
}

/** All that events can rebuild: the accounts. What the market did (book, prices, queues) is the host's input. */
export interface EngineState {
  readonly finishedOrdersKept: number;
  seq: number;
  lastOrderId: number;
  lastExecutionId: number;
  lastMatchId: number;
  lastEntryId: number;
  readonly accounts: Map<string, AccountState>;
  /** Open orders of all accounts. */
  readonly orders: Map<number, EngineOrder>;
}

const openStatuses = new Set<EngineOrder['status']>(['pending', 'untriggered', 'working', 'partly-filled']);

export function isOpen(order: EngineOrder): boolean {
  return openStatuses.has(order.status);
}

export function createState(finishedOrdersKept: number): EngineState {
  return {
    finishedOrdersKept,
    seq: 0,
    lastOrderId: 0,
    lastExecutionId: 0,
    lastMatchId: 0,
    lastEntryId: 0,
    accounts: new Map(),
    orders: new Map(),
  };
}

export function createAccountState(accountId: string, settings: AccountSettings): AccountState {
  return {
    accountId,
    settings,
    instrumentSettings: new Map(),
    balances: new Map(),
    openOrderIds: new Set(),
    finishedOrders: new Map(),
    orderIdsByClientId: new Map(),
    positions: new Map(),
  };
}

export function accountOf(state: EngineState, accountId: string): AccountState {
  const account = state.accounts.get(accountId);
  if (!account) throw new AppError('internal', `The engine has no account ${accountId}.`);
  return account;
}

/** Carries one event into the state. The only way in which the state changes. */
export function applyEvent(state: EngineState, event: EngineEvent): void {
  if (event.seq !== state.seq + 1) {
    throw new AppError('internal', `Event ${event.seq} does not follow event ${state.seq}.`);
  }
  state.seq = event.seq;
  switch (event.type) {
    case 'account-opened':
      state.accounts.set(event.accountId, createAccountState(event.accountId, event.settings));
      return;
    case 'account-changed':
      accountOf(state, event.accountId).settings = event.settings;
      return;
    case 'instrument-settings-changed':
      accountOf(state, event.accountId).instrumentSettings.set(event.instrumentId, event.settings);
      return;
    case 'execution':
      state.lastExecutionId = event.execution.executionId;
      state.lastMatchId = event.execution.matchId;
      return;
    case 'balance-changed':
      state.lastEntryId = event.entry.entryId;
      accountOf(state, event.entry.accountId).balances.set(event.entry.currency, event.entry.balanceAfter);
      return;
    case 'position-changed': {
      const { positions } = accountOf(state, event.accountId);
      if (event.position) positions.set(event.positionId, event.position);
      else positions.delete(event.positionId);
      return;
    }
    case 'liquidation':
    case 'funding':
      return;
    case 'order-accepted':
    case 'order-triggered':
    case 'order-working':
    case 'order-partly-filled':
    case 'order-filled':
    case 'order-amended':
    case 'order-trailed':
    case 'order-cancelled':
    case 'order-rejected':
      if (event.order) storeOrder(state, event.order);
  }
}

function storeOrder(state: EngineState, order: EngineOrder): void {
  const account = accountOf(state, order.accountId);
  if (order.orderId > state.lastOrderId) {
    state.lastOrderId = order.orderId;
    if (order.clientOrderId !== undefined) account.orderIdsByClientId.set(order.clientOrderId, order.orderId);
  }
  if (isOpen(order)) {
    state.orders.set(order.orderId, order);
    account.openOrderIds.add(order.orderId);
    return;
  }
  state.orders.delete(order.orderId);
  account.openOrderIds.delete(order.orderId);
  account.finishedOrders.set(order.orderId, order);
  if (account.finishedOrders.size > state.finishedOrdersKept) forgetOldest(account);
}

function forgetOldest(account: AccountState): void {
  for (const [orderId, order] of account.finishedOrders) {
    account.finishedOrders.delete(orderId);
    if (order.clientOrderId !== undefined) account.orderIdsByClientId.delete(order.clientOrderId);
    return;
  }
}

/** Rebuilds the accounts from all events since the beginning. */
export function replayEvents(events: Iterable<EngineEvent>, finishedOrdersKept: number): EngineState {
  const state = createState(finishedOrdersKept);
  for (const event of events) applyEvent(state, event);
  return state;
}
