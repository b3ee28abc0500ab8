import { createHmac } from 'node:crypto';
import { type AccountEnvironment, type AppError } from '@tapedeck/core';
import { isClockError, toBrokerError } from './broker-errors.ts';
import { readPage, type Page } from './bybit-messages.ts';
import { answerSchema, readWire } from './bybit-wire.ts';
import type { CcxtBybit, CcxtMarket } from './ccxt-exchange.ts';
import { ClockSkew } from './clock-skew.ts';
import { HttpFetch } from './http-fetch.ts';
import { loadExchangeClass } from './load-exchange.ts';
import { OrderRate } from './order-rate.ts';
import type { RequestBudget } from './request-budget.ts';
import { applyEnvironment } from './venue-environment.ts';

export interface BrokerCredentials {
  readonly apiKey: string;
  readonly secret: string;
}

export interface BybitClientOptions {
  readonly environment: AccountEnvironment;
  readonly credentials: BrokerCredentials;
  /** Where the simulated exchange is, for the environment `simulated`. */
  readonly simulatorUrl?: string | undefined;
  /** Shared by all accounts that are asked for from this address. */
  readonly requestBudget?: RequestBudget | undefined;
  /** Longest wait for an answer. */
  readonly timeoutMs?: number | undefined;
}

export type Query = Readonly<Record<string, string | number>>;

/** Longest span that one question for executions may cover. */
const windowMs = 7 * 24 * 3_600_000;
/** How far back Bybit keeps executions. */
const historyMs = 730 * 24 * 3_600_000;
const positionsPerPage = 200;
const executionsPerPage = 100;

/**
 * Bybit's v5 interface through ccxt's own `bybit` class, which signs, throttles and sorts errors. Adds what every
 * question needs: errors as AppErrors, signed times on the venue's clock, and pages followed to the end.
 */
export class BybitClient {
  readonly exchange: CcxtBybit;
  readonly orderRate = new OrderRate();
  private readonly options: BybitClientOptions;
  private readonly skew = new ClockSkew();
  private readonly http: HttpFetch;
  private environmentApplied: Promise<void> | undefined;

  constructor(options: BybitClientOptions) {
    this.options = options;
    this.http = new HttpFetch(options.requestBudget, this.orderRate.learn);
    const Exchange = loadExchangeClass('bybit');
    this.exchange = new Exchange({
      ...options.credentials,
      number: String,
      fetchImplementation: this.http.fetch,
      timeout: options.timeoutMs ?? 5_000,
      // The default limiter spins a timer between requests and delays those of one reading by 200 ms.
      rateLimiterAlgorithm: 'rollingWindow',
      // A ping well within the silence that counts as a dead stream.
      streaming: { keepAlive: 8_000 },
      options: {
        enableUnifiedAccount: true,
        enableUnifiedMargin: false,
        fetchMarkets: { types: ['spot', 'linear'] },
        // PrivateStream waits between attempts by itself.
        ws: { backoff: { base: 0, max: 0 } },
      },
    }) as CcxtBybit;
    // Networks and withdrawal fees of every coin: large, and nothing of it is read here.
    this.exchange.has['fetchCurrencies'] = false;
    sendOrdersAtOnce(this.exchange);
  }

  /** Points ccxt at the environment and compares the clocks. */
  async open(): Promise<void> {
    this.environmentApplied ??= applyEnvironment(this.exchange, this.options.environment, this.options.simulatorUrl);
    await this.environmentApplied;
    // The first answer comes over a connection that has yet to be made, so it says little about the clocks.
    await this.ask(() => this.measureSkew());
    await this.ask(() => this.measureSkew());
  }

  /** Venue clock minus this machine's. */
  skewMs(): number | undefined {
    return this.skew.skewMs();
  }

  /** Handed over, not kept: ccxt's copy takes some 10 MB an account, and raw endpoints do not use it. */
  async loadMarkets(): Promise<readonly CcxtMarket[]> {
    const markets = Object.values(await this.ask(() => this.exchange.loadMarkets(true)));
    this.exchange.cleanRestData();
    return markets;
  }

  keyInfo(): Promise<unknown> {
    return this.ask(() => this.exchange.privateGetV5UserQueryApi());
  }

  accountInfo(): Promise<unknown> {
    return this.ask(() => this.exchange.privateGetV5AccountInfo());
  }

  /** The wallet; its answer also keeps the clocks compared. */
  async wallet(): Promise<Page> {
    const answer = await this.ask(() =>
      this.timed(() => this.exchange.privateGetV5AccountWalletBalance({ accountType: 'UNIFIED' })),
    );
    return readPage(answer, 'Wallet');
  }

  /** Linear positions: all open ones of a settle coin, or those of one symbol, closed ones included. */
  positions(of: { readonly settleCoin: string } | { readonly symbol: string }): Promise<Page[]> {
    return this.allPages(
      (query) => this.exchange.privateGetV5PositionList(query),
      { category: 'linear', ...of, limit: positionsPerPage },
      'Positions',
    );
  }

  /** Executions of one category from `sinceMs` (the venue's clock) until now, in no particular order. */
  executions(category: string, sinceMs: number): Promise<Page[]> {
    return this.allWindows(
      (query) => this.exchange.privateGetV5ExecutionList(query),
      { category, limit: executionsPerPage },
      sinceMs,
      'Executions',
    );
  }

  /** A list of history from `sinceMs` (the venue's clock) until now, asked for week by week, in no particular order. */
  async allWindows(
    list: (query: Query) => Promise<unknown>,
    query: Query & { readonly limit: number },
    sinceMs: number,
    what: string,
  ): Promise<Page[]> {
    const pages: Page[] = [];
    for (const window of toWindows(sinceMs, Date.now() + (this.skewMs() ?? 0) + 1_000)) {
      pages.push(...(await this.allPages(list, { ...query, ...window }, what)));
    }
    return pages;
  }

  publicUrl(): string {
    return this.exchange.implodeHostname(String(this.exchange.urls.api['public']));
  }

  privateStreamUrl(): string {
    const { private: streams } = this.exchange.urls.api.ws as { private: { contract: string } };
    return this.exchange.implodeHostname(streams.contract);
  }

  /** ccxt signs the stream's sign-in with this machine's clock; this is the same on the venue's. */
  signIn(): { readonly args: readonly [string, string, string] } {
    const { apiKey, secret } = this.options.credentials;
    const expires = String(Date.now() + (this.skewMs() ?? 0) + 10_000);
    return { args: [apiKey, expires, createHmac('sha256', secret).update(`GET/realtime${expires}`).digest('hex')] };
  }

  toError(thrown: unknown, kind: 'read' | 'write' = 'read'): AppError {
    const { apiKey, secret } = this.options.credentials;
    return toBrokerError(thrown, { venue: 'bybit', kind, secrets: [apiKey, secret] });
  }

  async close(): Promise<void> {
    await this.exchange.close();
    this.http.close();
  }

  /**
   * Sends something that changes the account, once, whatever becomes of it. Refused because the clocks differ, it leaves
   * them compared anew for the next.
   */
  async act(request: () => Promise<unknown>): Promise<unknown> {
    try {
      return await request();
    } catch (thrown) {
      if (isClockError(thrown)) await this.measureSkew().catch(() => undefined);
      throw this.toError(thrown, 'write');
    }
  }

  /** A question refused because the clocks differ is asked once more with the clocks compared anew. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question().catch(async (thrown: unknown) => {
        if (!isClockError(thrown)) throw thrown;
        await this.measureSkew();
        return question();
      });
    } catch (thrown) {
      throw this.toError(thrown);
    }
  }

  private async measureSkew(): Promise<void> {
    await this.timed(() => this.exchange.publicGetV5MarketTime());
  }

  private async timed(question: () => Promise<unknown>): Promise<unknown> {
    const sentMs = Date.now();
    const answer = await question();
    this.skew.observe({ sentMs, receivedMs: Date.now(), venueMs: readWire(answerSchema, answer, 'Answer').time });
    this.exchange.options['timeDifference'] = -(this.skew.skewMs() ?? 0);
    return answer;
  }

  /** A page short of the limit, where one is named, is the last: Bybit gives a cursor even then. */
  async allPages(
    list: (query: Query) => Promise<unknown>,
    query: Query & { readonly limit?: number },
    what: string,
  ): Promise<Page[]> {
    const pages: Page[] = [];
    let cursor = '';
    do {
      const next = cursor === '' ? query : { ...query, cursor };
      const page = readPage(await this.ask(() => list(next)), what);
      pages.push(page);
      cursor = page.rows.length < (query.limit ?? 1) ? '' : page.cursor;
    } while (cursor !== '');
    return pages;
  }
}

/**
 * Takes what changes the account out of ccxt's limiter: its one queue would hold a cancel back behind readings, and it
 * counts a cancel of all as a fifth of five seconds. The venue counts by endpoint and answers `rate-limited` itself.
 */
function sendOrdersAtOnce(exchange: CcxtBybit): void {
  const [costOf, throttle] = [exchange.calculateRateLimiterCost.bind(exchange), exchange.throttle.bind(exchange)];
  exchange.calculateRateLimiterCost = (api, method, ...rest) => (method === 'POST' ? 0 : costOf(api, method, ...rest));
  exchange.throttle = (cost) => (cost === 0 ? Promise.resolve() : throttle(cost));
}

/** Spans of at most seven days that cover `sinceMs` to `untilMs`, oldest first. */
export function toWindows(sinceMs: number, untilMs: number): readonly { startTime: number; endTime: number }[] {
  const windows: { startTime: number; endTime: number }[] = [];
  let startTime = Math.max(sinceMs, untilMs - historyMs);
  while (startTime <= untilMs) {
    const endTime = Math.min(startTime + windowMs, untilMs);
    windows.push({ startTime, endTime });
    startTime = endTime + 1;
  }
  return windows;
}
