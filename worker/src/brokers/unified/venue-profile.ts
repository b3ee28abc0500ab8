import { createHash } from 'node:crypto';
import type { TradingCapabilities } from '@tapedeck/core';
import type { UnifiedExchange } from './unified-exchange.ts';

/** One of the places where a venue keeps balances, orders and fills apart from the others. */
export interface VenueScope {
  readonly kind: 'spot' | 'perpetual' | 'both';
  /** Tells ccxt which place is meant. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** How a venue answers a question for fills from a time on. */
export interface FillPages {
  readonly size: number;
  /** Which of them a page holds when there are more. */
  readonly first: 'oldest' | 'newest';
  /** How far ahead of the time it looks; as far as there is where absent. */
  readonly windowMs?: number;
}

/**
 * What has to be known of a venue beyond ccxt's unified interface. A venue that stands here is traded on; any other is
 * only followed, because nobody has made sure that it knows an order again by our id, without which an order whose
 * answer is lost could be made twice.
 */
export interface VenueProfile {
  /** Where orders and fills stand. */
  readonly scopes: readonly VenueScope[];
  /** Where balances stand; as `scopes` where absent. */
  readonly wallets?: readonly VenueScope[];
  /** Lists of markets to load, in ccxt's words for this venue; all of them where absent. */
  readonly marketTypes?: readonly string[];
  /** Whether ccxt's totals of a currency hold the unrealised P&L of its positions. */
  readonly pnlInTotals: boolean;
  /** Our client order id in the form that the venue takes. */
  readonly toVenueOrderId: (clientOrderId: string) => string;
  /** By which ids an order can be asked for; by others it is looked for among open and ended ones. */
  readonly lookUp: 'either-id' | 'venue-id' | 'none';
  readonly capabilities: TradingCapabilities;
  readonly fillPages: FillPages;
  /** Makes the venue refuse what reaches it more than `requestExpiryMs` after it was sent. */
  readonly expire: (exchange: UnifiedExchange) => void;
  /** Whether the key may withdraw; `undefined` where the environment does not say. */
  readonly mayWithdraw: (exchange: UnifiedExchange) => Promise<boolean | undefined>;
}

/** Age at which a venue refuses a request for an order. */
export const requestExpiryMs = 5_000;
/**
 * The expiry, and as long again: nobody has seen how exactly these venues keep it, nor how late they list what they took.
 */
export const settleMs = 2 * requestExpiryMs;

const weekMs = 7 * 86_400_000;
const same = (id: string) => id;
const typed = (kind: 'spot' | 'perpetual', type: string): VenueScope => ({ kind, params: { type } });

/** 32 hexadecimal digits, which is one of the forms that Kraken takes; the others are too short for ours. */
function toHexId(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 32);
}

/** Market and limit orders; what a market order's time in force comes to is known, so that none is sent with it. */
const plainOrders: TradingCapabilities = {
  orders: { market: ['IOC'], limit: ['GTC', 'IOC', 'FOK', 'post-only'] },
  // ccxt has one way to change an order, which is made sure of for limit orders alone.
  amends: { spot: ['limit'], perpetual: ['limit'] },
  triggerBy: [],
  attachedStops: false,
  positionStops: false,
  trailingStop: false,
  leverage: true,
  positionMode: true,
  reads: ['funding', 'margin'],
};

/** Sets ccxt's own option of this name, which Binance and Bybit send with every signed request. */
function sendReceiveWindow(exchange: UnifiedExchange): void {
  exchange.options['recvWindow'] = requestExpiryMs;
}

/** https://www.okx.com/docs-v5/en/#overview-general-info-order-deadline: a header, which OKX does not sign. */
function sendExpiryHeader(exchange: UnifiedExchange): void {
  const sign = exchange.sign.bind(exchange);
  exchange.sign = (...request) => {
    const signed = sign(...request);
    const [path, , method] = request;
    if (method !== 'POST' || !path.startsWith('trade/')) return signed;
    return { ...signed, headers: { ...signed.headers, expTime: String(exchange.nonce() + requestExpiryMs) } };
  };
}

/** https://docs.kraken.com/api-reference/trading/add-order: `deadline`, between 2 s and 60 s from now. */
function sendDeadline(exchange: UnifiedExchange): void {
  const sign = exchange.sign.bind(exchange);
  exchange.sign = (path, api, method, params = {}, ...more) => {
    const deadline = () => new Date(exchange.nonce() + requestExpiryMs).toISOString();
    return sign(path, api, method, path === 'AddOrder' ? { ...params, deadline: deadline() } : params, ...more);
  };
}

/** Asks one of the venue's own endpoints, which ccxt offers as a method of this name. */
async function askEndpoint(exchange: UnifiedExchange, name: string): Promise<unknown> {
  const method: unknown = Reflect.get(exchange, name);
  return typeof method === 'function' ? await (method.call(exchange) as Promise<unknown>) : undefined;
}

function fieldOf(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    value,
  );
}

const profiles: Readonly<Record<string, VenueProfile>> = {
  // Has a broker of its own, which does more; here the simulator can show that the unified way works.
  bybit: {
    scopes: [typed('spot', 'spot'), typed('perpetual', 'swap')],
    wallets: [{ kind: 'both', params: {} }],
    marketTypes: ['spot', 'linear'],
    pnlInTotals: false,
    toVenueOrderId: same,
    lookUp: 'none',
    fillPages: { size: 100, first: 'newest', windowMs: weekMs },
    capabilities: plainOrders,
    expire: sendReceiveWindow,
    mayWithdraw: async (exchange) => {
      const granted = fieldOf(
        await askEndpoint(exchange, 'privateGetV5UserQueryApi'),
        'result',
        'permissions',
        'Wallet',
      );
      return Array.isArray(granted) ? granted.includes('Withdraw') : undefined;
    },
  },
  binance: {
    scopes: [typed('spot', 'spot'), typed('perpetual', 'swap')],
    marketTypes: ['spot', 'linear'],
    pnlInTotals: true,
    toVenueOrderId: same,
    lookUp: 'either-id',
    fillPages: { size: 100, first: 'oldest', windowMs: weekMs },
    // A changed spot order is another one there.
    capabilities: { ...plainOrders, amends: { spot: [], perpetual: ['limit'] } },
    expire: sendReceiveWindow,
    // https://developers.binance.com/docs/wallet/account/api-key-permission
    mayWithdraw: async (exchange) => {
      if (exchange.options['enableDemoTrading'] === true || exchange.options['sandboxMode'] === true) return undefined;
      return fieldOf(await askEndpoint(exchange, 'sapiGetAccountApiRestrictions'), 'enableWithdrawals') === true;
    },
  },
  okx: {
    scopes: [{ kind: 'both', params: {} }],
    marketTypes: ['spot', 'swap'],
    pnlInTotals: true,
    toVenueOrderId: same,
    lookUp: 'either-id',
    fillPages: { size: 100, first: 'newest' },
    capabilities: plainOrders,
    expire: sendExpiryHeader,
    // https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-account-configuration: "read_only,withdraw,trade"
    mayWithdraw: async (exchange) => {
      const granted = fieldOf(await askEndpoint(exchange, 'privateGetAccountConfig'), 'data', 0, 'perm');
      return typeof granted === 'string' ? granted.split(',').includes('withdraw') : undefined;
    },
  },
  kraken: {
    scopes: [{ kind: 'spot', params: {} }],
    pnlInTotals: false,
    toVenueOrderId: toHexId,
    lookUp: 'venue-id',
    fillPages: { size: 50, first: 'newest' },
    capabilities: {
      ...plainOrders,
      orders: { ...plainOrders.orders, stop: ['IOC'], 'stop-limit': ['GTC'], 'take-profit': ['IOC'] },
      triggerBy: ['last'],
      leverage: false,
      positionMode: false,
      reads: [],
    },
    expire: sendDeadline,
    // https://docs.kraken.com/api-reference/account-data/get-api-key-info
    mayWithdraw: async (exchange) => {
      const granted = fieldOf(await askEndpoint(exchange, 'privatePostGetApiKeyInfo'), 'result', 'permissions');
      return granted === undefined ? undefined : /withdraw/i.test(JSON.stringify(granted));
    },
  },
};

export function profileOf(exchangeId: string): VenueProfile | undefined {
  return Object.hasOwn(profiles, exchangeId) ? profiles[exchangeId] : undefined;
}

/** Where an exchange without a profile keeps things, as far as ccxt's unified interface can be asked. */
export function scopesOf(exchange: UnifiedExchange): readonly VenueScope[] {
  const profile = profileOf(exchange.id);
  if (profile) return profile.scopes;
  const scopes: VenueScope[] = [];
  if (exchange.has['spot'] === true) scopes.push(typed('spot', 'spot'));
  if (exchange.has['swap'] === true) scopes.push(typed('perpetual', 'swap'));
  return scopes;
}
