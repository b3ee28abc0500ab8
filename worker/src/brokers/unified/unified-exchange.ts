import type { CcxtExchange, CcxtMarket } from '../ccxt-exchange.ts';

type Params = Readonly<Record<string, unknown>>;

/** A market with what ccxt's unified interface says of it beyond the instrument. */
export interface UnifiedMarket extends CcxtMarket {
  /** ccxt's own name, such as `BTC/USDT:USDT`. */
  readonly symbol: string;
  /** Fee rates of the venue's lowest tier. */
  readonly maker?: string | undefined;
  readonly taker?: string | undefined;
}

/** ccxt's unified interface, which means the same at every exchange; answers are read by schemas, so they are `unknown`. */
export interface UnifiedExchange extends CcxtExchange {
  readonly requiredCredentials: Readonly<Record<string, boolean>>;
  /** How `precision` is meant; 4 is as the size of a tick. */
  readonly precisionMode: number;
  readonly features?: Readonly<Record<string, unknown>> | undefined;
  urls: CcxtExchange['urls'] & { readonly test?: unknown; readonly demo?: unknown };
  checkRequiredCredentials(): unknown;
  /** The venue's clock as far as ccxt knows it, in milliseconds. */
  nonce(): number;
  /** Makes a request of an endpoint; what ccxt sends. */
  sign(
    path: string,
    api?: string,
    method?: string,
    params?: Params,
    ...more: readonly unknown[]
  ): { readonly headers?: Readonly<Record<string, string>> | undefined };
  enableDemoTrading(enable: boolean): void;
  loadMarkets(reload?: boolean): Promise<Readonly<Record<string, UnifiedMarket>>>;
  fetchTime(): Promise<unknown>;
  fetchBalance(params?: Params): Promise<unknown>;
  fetchPositions(symbols?: readonly string[], params?: Params): Promise<unknown>;
  fetchMyTrades(symbol?: string, since?: number, limit?: number, params?: Params): Promise<unknown>;
  fetchOrder(id: string | undefined, symbol: string, params?: Params): Promise<unknown>;
  fetchOpenOrders(symbol?: string, since?: number, limit?: number, params?: Params): Promise<unknown>;
  fetchClosedOrders(symbol?: string, since?: number, limit?: number, params?: Params): Promise<unknown>;
  fetchCanceledOrders(symbol?: string, since?: number, limit?: number, params?: Params): Promise<unknown>;
  fetchOrders(symbol?: string, since?: number, limit?: number, params?: Params): Promise<unknown>;
  fetchTicker(symbol: string): Promise<unknown>;
  fetchTickers(symbols: readonly string[]): Promise<unknown>;
  fetchFundingHistory(symbol?: string, since?: number, limit?: number, params?: Params): Promise<unknown>;
  fetchLeverage(symbol: string): Promise<unknown>;
  fetchPositionMode(symbol?: string): Promise<unknown>;
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: string,
    price?: string,
    params?: Params,
  ): Promise<unknown>;
  editOrder(
    id: string,
    symbol: string,
    type: string,
    side: string,
    amount?: string,
    price?: string,
    params?: Params,
  ): Promise<unknown>;
  cancelOrder(id: string, symbol: string, params?: Params): Promise<unknown>;
  setLeverage(leverage: number, symbol: string, params?: Params): Promise<unknown>;
  setPositionMode(hedged: boolean, symbol?: string, params?: Params): Promise<unknown>;
  watchOrders(symbol?: string, since?: number, limit?: number, params?: Params): Promise<unknown>;
}
