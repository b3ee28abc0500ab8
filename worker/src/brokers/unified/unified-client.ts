import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError, type AccountEnvironment, type BrokerKey } from '@tapedeck/core';
import { isClockError, toBrokerError } from '../broker-errors.ts';
import { ClockSkew } from '../clock-skew.ts';
import { HttpFetch } from '../http-fetch.ts';
import { loadExchangeClass } from '../load-exchange.ts';
import type { RequestBudget } from '../request-budget.ts';
import type { CcxtBybit } from '../ccxt-exchange.ts';
import { applyEnvironment } from '../venue-environment.ts';
import { UnifiedBook } from './unified-book.ts';
import type { UnifiedExchange } from './unified-exchange.ts';
import { profileOf } from './venue-profile.ts';

export interface UnifiedClientOptions {
  /** The exchange's id in ccxt. */
  readonly exchangeId: string;
  readonly environment: AccountEnvironment;
  readonly credentials: BrokerKey;
  /** Where the simulated exchange is, for the environment `simulated`. */
  readonly simulatorUrl?: string | undefined;
  /** Shared by all accounts that are asked for from this address. */
  readonly requestBudget?: RequestBudget | undefined;
  /** Longest wait for an answer. */
  readonly timeoutMs?: number | undefined;
  /** Stands for the network, without the venue's limits; Node's own client where absent. */
  readonly fetch?: HttpFetch['fetch'] | undefined;
}

/** ccxt's mode in which a precision is the size of a tick. */
const tickSizeMode = 4;

/** Any exchange of ccxt through its unified interface: environment, clock, and errors as AppErrors. */
export class UnifiedClient {
  readonly exchange: UnifiedExchange;
  readonly #options: UnifiedClientOptions;
  readonly #http: HttpFetch;
  readonly #skew = new ClockSkew();
  /** Set within a request that changes the account: those overtake the readings that wait for ccxt's own limit. */
  readonly #acting = new AsyncLocalStorage<true>();
  #pointed: Promise<void> | undefined;

  constructor(options: UnifiedClientOptions) {
    this.#options = options;
    this.#http = new HttpFetch(options.requestBudget);
    const { apiKey, secret, passphrase } = options.credentials;
    const profile = profileOf(options.exchangeId);
    const Exchange = loadExchangeClass(options.exchangeId);
    this.exchange = new Exchange({
      apiKey,
      secret,
      ...(passphrase === undefined ? {} : { password: passphrase }),
      number: String,
      fetchImplementation: options.fetch ?? this.#http.fetch,
      enableRateLimit: options.fetch === undefined,
      timeout: options.timeoutMs ?? 10_000,
      rateLimiterAlgorithm: 'rollingWindow',
      // A change of the account is sent once; what only reads is asked again by whoever wants to know.
      maxRetriesOnFailure: 0,
      options: {
        warnOnFetchOpenOrdersWithoutSymbol: false,
        ...(profile?.marketTypes && { fetchMarkets: { types: profile.marketTypes } }),
      },
    }) as UnifiedExchange;
    // Networks and withdrawal fees of every coin: large, private at some venues, and nothing of it is read here.
    this.exchange.has['fetchCurrencies'] = false;
    profile?.expire(this.exchange);
    const throttle = this.exchange.throttle.bind(this.exchange);
    this.exchange.throttle = (cost) => (this.#acting.getStore() ? Promise.resolve() : throttle(cost));
  }

  /** Points ccxt at the environment and compares the clocks. */
  async open(): Promise<void> {
    this.#checkCredentials();
    this.#pointed ??= this.#applyEnvironment();
    await this.#pointed;
    if (this.exchange.has['fetchTime'] === true) await this.ask(() => this.#measureSkew());
  }

  async loadBook(): Promise<UnifiedBook> {
    const { exchange } = this;
    if (exchange.precisionMode !== tickSizeMode) {
      throw new AppError(
        'unsupported',
        `${exchange.id} counts decimals in a way that is not spoken here, so nothing of the account is read.`,
      );
    }
    return new UnifiedBook(Object.values(await this.ask(() => exchange.loadMarkets(true))));
  }

  /** A key that could move funds away has no place in a program that only trades. */
  async checkKey(): Promise<void> {
    const profile = profileOf(this.exchange.id);
    if ((await this.ask(async () => profile?.mayWithdraw(this.exchange))) !== true) return;
    throw new AppError(
      'unauthorized-at-broker',
      'This API key may withdraw funds, so it is not used. Make one without that permission and enter it instead.',
    );
  }

  skewMs(): number | undefined {
    return this.#skew.skewMs();
  }

  /** Asks; a question refused because the clocks differ is asked once more with the clocks compared anew. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question().catch(async (thrown: unknown) => {
        if (!isClockError(thrown) || this.exchange.has['fetchTime'] !== true) throw thrown;
        await this.#measureSkew();
        return question();
      });
    } catch (thrown) {
      throw this.#toError(thrown, 'read');
    }
  }

  /** Sends what changes the account, once, whatever becomes of it. */
  async act<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await this.#acting.run(true, request);
    } catch (thrown) {
      throw this.#toError(thrown, 'write');
    }
  }

  async close(): Promise<void> {
    await this.exchange.close();
    this.#http.close();
  }

  #toError(thrown: unknown, kind: 'read' | 'write'): AppError {
    const { apiKey, secret, passphrase = '' } = this.#options.credentials;
    return toBrokerError(thrown, { venue: this.exchange.id, kind, secrets: [apiKey, secret, passphrase] });
  }

  #checkCredentials(): void {
    const { requiredCredentials, id } = this.exchange;
    const needed = Object.keys(requiredCredentials).filter((name) => requiredCredentials[name] === true);
    const unknown = needed.filter((name) => !['apiKey', 'secret', 'password'].includes(name));
    if (unknown.length > 0) {
      throw new AppError(
        'unsupported',
        `${id} signs in with ${unknown.join(' and ')}, which cannot be entered here. Nothing of the account is read.`,
      );
    }
    if (needed.includes('password') && this.#options.credentials.passphrase === undefined) {
      const message = `${id} gives each key a passphrase. Nothing of the account is read. Enter the key with it.`;
      throw new AppError('unauthorized-at-broker', message);
    }
  }

  async #applyEnvironment(): Promise<void> {
    const { exchange } = this;
    const { environment, simulatorUrl } = this.#options;
    if (environment === 'live') return;
    if (environment === 'simulated' && exchange.id === 'bybit') {
      await applyEnvironment(exchange as unknown as CcxtBybit, environment, simulatorUrl);
      return;
    }
    const missing = new AppError(
      'unsupported',
      `${exchange.id} has no ${environment} environment that ccxt can reach, so nothing of the account is read. Remove it, and connect it with a key of another environment.`,
    );
    if (environment === 'demo' && exchange.urls.demo !== undefined) exchange.enableDemoTrading(true);
    // OKX keeps demo trading where others keep their test network.
    else if (environment === 'demo' && exchange.id !== 'okx') throw missing;
    else if ((environment === 'testnet' || environment === 'demo') && exchange.urls.test !== undefined) {
      exchange.setSandboxMode(true);
    } else throw missing;
  }

  async #measureSkew(): Promise<void> {
    const sentMs = Date.now();
    const venueMs = await this.exchange.fetchTime();
    if (typeof venueMs !== 'number') return;
    this.#skew.observe({ sentMs, receivedMs: Date.now(), venueMs });
    this.exchange.options['timeDifference'] = -(this.#skew.skewMs() ?? 0);
  }
}
