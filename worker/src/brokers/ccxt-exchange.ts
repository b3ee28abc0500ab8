/** The part of a ccxt exchange that we build on; ccxt is loaded by path, so its types are stated here. */
export interface CcxtExchange {
  readonly id: string;
  has: Record<string, unknown>;
  urls: { api: Record<string, unknown> & { ws?: unknown } };
  options: Record<string, unknown>;
  enableRateLimit: boolean;
  clients: Record<string, CcxtStreamClient | undefined>;

  loadMarkets(reload?: boolean): Promise<Readonly<Record<string, CcxtMarket>>>;
  /** Lets go of the markets loaded and of the last answer. */
  cleanRestData(): void;
  loadHttpProxyAgent(): Promise<unknown>;
  setSandboxMode(enabled: boolean): void;
  implodeHostname(url: string): string;
  /** What a request costs of the limit that ccxt keeps by itself. */
  calculateRateLimiterCost(api: unknown, method: string, path: string, params: unknown, config?: RateConfig): number;
  /** Waits for its turn in that limit. */
  throttle(cost?: number): Promise<void>;
  close(): Promise<void>;

  /** Receives every frame of every stream, decoded. */
  handleMessage(client: CcxtStreamClient, message: unknown): void;
}

export interface RateConfig {
  readonly cost?: number;
}

/** One WebSocket connection of ccxt. */
export interface CcxtStreamClient {
  readonly url: string;
  readonly connection?: { terminate?(): void };
}

/** ccxt's unified market; amounts are strings because the exchange is made with `number: String`. */
export interface CcxtMarket {
  readonly id: string;
  readonly type: string;
  readonly base: string;
  readonly quote: string;
  readonly settle?: string | undefined;
  readonly linear?: boolean | undefined;
  readonly contractSize?: string | undefined;
  /** False while the venue takes no orders for it. */
  readonly active?: boolean | undefined;
  /** The venue's own row. */
  readonly info?: unknown;
  readonly precision: { readonly amount?: string | undefined; readonly price?: string | undefined };
  readonly limits: {
    readonly amount?: CcxtRange | undefined;
    readonly cost?: CcxtRange | undefined;
    readonly leverage?: CcxtRange | undefined;
  };
}

export interface CcxtRange {
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

type Query = Readonly<Record<string, string | number>>;
type Body = Readonly<Record<string, string | number | boolean>>;

/** ccxt's `bybit`: its raw v5 endpoints are signed, throttled and error-mapped by ccxt, and leave every field in. */
export interface CcxtBybit extends CcxtExchange {
  publicGetV5MarketTime(query?: Query): Promise<unknown>;
  privateGetV5AccountInfo(query?: Query): Promise<unknown>;
  privateGetV5AccountWalletBalance(query: Query): Promise<unknown>;
  privateGetV5PositionList(query: Query): Promise<unknown>;
  privateGetV5ExecutionList(query: Query): Promise<unknown>;
  privateGetV5UserQueryApi(query?: Query): Promise<unknown>;
  publicGetV5MarketTickers(query: Query): Promise<unknown>;
  publicGetV5MarketOrderbook(query: Query): Promise<unknown>;
  publicGetV5MarketRecentTrade(query: Query): Promise<unknown>;
  publicGetV5MarketFundingHistory(query: Query): Promise<unknown>;
  publicGetV5MarketRiskLimit(query: Query): Promise<unknown>;
  privateGetV5AccountFeeRate(query: Query): Promise<unknown>;
  privateGetV5AccountTransactionLog(query: Query): Promise<unknown>;
  privateGetV5OrderRealtime(query: Query): Promise<unknown>;
  privateGetV5OrderHistory(query: Query): Promise<unknown>;
  privateGetV5PositionClosedPnl(query: Query): Promise<unknown>;
  privatePostV5OrderCreate(body: Body): Promise<unknown>;
  privatePostV5OrderAmend(body: Body): Promise<unknown>;
  privatePostV5OrderCancel(body: Body): Promise<unknown>;
  privatePostV5OrderCancelAll(body: Body): Promise<unknown>;
  privatePostV5PositionTradingStop(body: Body): Promise<unknown>;
  privatePostV5PositionSetLeverage(body: Body): Promise<unknown>;
  privatePostV5PositionSwitchMode(body: Body): Promise<unknown>;
  enableDemoTrading(enable: boolean): void;
  /** Opens the stream and signs in on it; `params` replace fields of the request. */
  authenticate(url: string, params?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Subscribes; the promise is rejected when the subscription is refused or the connection ends. */
  watchTopics(url: string, messageHashes: readonly string[], topics: readonly string[]): Promise<unknown>;
}
