import { AppError } from '../app-error.ts';
import type { BookSideSnapshot } from './book.ts';
import type { EngineCore } from './engine-core.ts';
import { createAccountState, createState, type AccountState, type EngineState } from './state.ts';

const snapshotVersion = 1;

/** The whole engine as plain JSON. Money is `{"$money": "123"}` in 10^-18. */
export interface EngineSnapshot {
  readonly version: number;
  readonly nowMs: number;
  readonly state: JsonValue;
  readonly markets: JsonValue;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

interface MarketSnapshot {
  readonly instrumentId: string;
  readonly buy: BookSideSnapshot;
  readonly sell: BookSideSnapshot;
  readonly lastTicks?: number;
  readonly markTicks?: number;
  /** Accounts that hold a position, in the order in which the engine visits them. */
  readonly holders: readonly string[];
}

type PlainAccount = Omit<
  AccountState,
  'instrumentSettings' | 'balances' | 'openOrderIds' | 'finishedOrders' | 'orderIdsByClientId' | 'positions'
> & {
  readonly instrumentSettings: MapEntries<AccountState['instrumentSettings']>;
  readonly balances: MapEntries<AccountState['balances']>;
  readonly openOrderIds: readonly number[];
  readonly finishedOrders: MapEntries<AccountState['finishedOrders']>;
  readonly orderIdsByClientId: MapEntries<AccountState['orderIdsByClientId']>;
  readonly positions: MapEntries<AccountState['positions']>;
};

type MapEntries<M> = M extends Map<infer K, infer V> ? readonly (readonly [K, V])[] : never;

type PlainState = Omit<EngineState, 'accounts' | 'orders'> & {
  readonly accounts: readonly PlainAccount[];
  readonly orders: MapEntries<EngineState['orders']>;
};

/** Writes bigints so that JSON can hold them. */
function encode(value: unknown): JsonValue {
  if (typeof value === 'bigint') return { $money: value.toString() };
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, field]) => field !== undefined)
        .map(([key, field]) => [key, encode(field)]),
    );
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) {
    return value;
  }
  throw new AppError('internal', `A ${typeof value} cannot stand in a snapshot.`);
}

function decode(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== 'object' || value === null) return value;
  if ('$money' in value && typeof value['$money'] === 'string') return BigInt(value['$money']);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, decode(field)]));
}

/** The state as plain JSON; equal states give equal JSON. */
export function encodeState(state: EngineState): JsonValue {
  const plain: PlainState = {
    ...state,
    accounts: [...state.accounts.values()].map((account) => ({
      ...account,
      instrumentSettings: [...account.instrumentSettings],
      balances: [...account.balances],
      openOrderIds: [...account.openOrderIds],
      finishedOrders: [...account.finishedOrders],
      orderIdsByClientId: [...account.orderIdsByClientId],
      positions: [...account.positions],
    })),
    orders: [...state.orders],
  };
  return encode(plain);
}

/** Trusts that `encodeState` wrote the value: the version was checked before. */
function decodeState(value: JsonValue): EngineState {
  const { accounts, orders, ...counters } = decode(value) as PlainState;
  const state = Object.assign(createState(counters.finishedOrdersKept), counters);
  for (const plain of accounts) {
    const account = createAccountState(plain.accountId, plain.settings);
    for (const [key, settings] of plain.instrumentSettings) account.instrumentSettings.set(key, settings);
    for (const [currency, balance] of plain.balances) account.balances.set(currency, balance);
    for (const orderId of plain.openOrderIds) account.openOrderIds.add(orderId);
    for (const [orderId, order] of plain.finishedOrders) account.finishedOrders.set(orderId, order);
    for (const [clientId, orderId] of plain.orderIdsByClientId) account.orderIdsByClientId.set(clientId, orderId);
    for (const [positionId, position] of plain.positions) account.positions.set(positionId, position);
    state.accounts.set(plain.accountId, account);
  }
  for (const [orderId, order] of orders) state.orders.set(orderId, order);
  return state;
}

export function takeSnapshot(core: EngineCore): EngineSnapshot {
  const markets = [...core.markets.values()].map(({ id, book, holders }) => ({
    instrumentId: id,
    buy: book.buy.snapshot(),
    sell: book.sell.snapshot(),
    lastTicks: book.lastTicks,
    markTicks: book.markTicks,
    holders: [...holders],
  }));
  return {
    version: snapshotVersion,
    nowMs: core.nowMs,
    state: encodeState(core.state),
    markets: encode(markets),
  };
}

export function readState(snapshot: EngineSnapshot): EngineState {
  if (snapshot.version !== snapshotVersion) {
    throw new AppError('unsupported', `An engine snapshot of version ${snapshot.version} cannot be read.`);
  }
  return decodeState(snapshot.state);
}

/** Fills the markets of a core whose state was restored: books, prices, and what is derived from orders. */
export function restoreMarkets(core: EngineCore, snapshot: EngineSnapshot): void {
  for (const saved of decode(snapshot.markets) as readonly MarketSnapshot[]) {
    const market = core.market(saved.instrumentId);
    market.book.buy.restore(saved.buy);
    market.book.sell.restore(saved.sell);
    market.book.lastTicks = saved.lastTicks;
    market.book.markTicks = saved.markTicks;
    for (const accountId of saved.holders) market.holders.add(accountId);
  }
  for (const order of core.state.orders.values()) {
    if (order.status === 'untriggered' && order.trigger) {
      core.market(order.instrumentId).watches[order.trigger.by].add(order.orderId);
    }
  }
}
