import { toAppError, type AccountSnapshot, type AppError, type Instrument } from '@tapedeck/core';
import type { Broker, Execution, StreamEvent, StreamLink } from './broker.ts';
import { MarketFeed } from './paper/market-feed.ts';
import { PaperAccount, type PaperAccountSettings } from './paper/paper-account.ts';
import type { PaperMarket } from './paper/paper-market.ts';
import { paperAccountId } from './paper/paper-mapper.ts';
import { coinsHeld, toValuationPair } from './paper/paper-reading.ts';
import type { PaperVault } from './paper/paper-store.ts';
import { PaperTrading } from './paper/paper-trading.ts';

export interface PaperBrokerOptions {
  readonly market: PaperMarket;
  readonly vault: PaperVault;
  readonly settings: PaperAccountSettings;
  readonly currency: string;
  readonly onError: (error: AppError) => void;
}

/** How often orders meet the market, whether or not somebody reads the account. */
const roundMs = 1_000;
/** A reading counts as the round when it began this short a while ago. */
const fresh = 0.9 * roundMs;

/** An account on paper: core's matching engine on the public prices of a venue. */
export class PaperBroker implements Broker {
  readonly trading: PaperTrading;
  readonly #options: PaperBrokerOptions;
  readonly #account: PaperAccount;
  readonly #feed: MarketFeed;
  readonly #listeners = new Set<(event: StreamEvent) => void>();
  #link: StreamLink = 'connecting';
  #connected = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #roundStartedMs = 0;

  constructor(options: PaperBrokerOptions) {
    const { market, vault, settings, currency } = options;
    this.#options = options;
    this.#account = new PaperAccount({
      vault,
      settings,
      currency,
      terms: () => market.terms(),
      venueNowMs: () => Date.now() + (market.skewMs() ?? 0),
      onEvents: (events) => this.#tell(events),
    });
    this.#feed = new MarketFeed(market, this.#account);
    this.trading = new PaperTrading({ account: this.#account, market, feed: this.#feed });
  }

  async connect(): Promise<void> {
    if (!this.#connected) await this.#options.market.open();
    this.#connected = true;
    await this.#round();
    this.#schedule();
  }

  instruments(): ReadonlyMap<string, Instrument> {
    return this.#options.market.instruments();
  }

  clockSkewMs(): number | undefined {
    return this.#options.market.skewMs();
  }

  async fetchSnapshot(): Promise<AccountSnapshot> {
    await this.#round();
    return this.#account.read();
  }

  async fetchExecutions(sinceMs: number): Promise<readonly Execution[]> {
    await this.#account.open();
    await this.#account.commit();
    return this.#account.records.executions.filter(({ fill }) => fill.venueMs >= sinceMs);
  }

  watch(listener: (event: StreamEvent) => void): () => void {
    this.#listeners.add(listener);
    listener({ kind: 'link', state: 'connecting' });
    if (this.#link === 'live') listener({ kind: 'link', state: 'live' });
    return () => {
      if (this.#listeners.delete(listener)) listener({ kind: 'link', state: 'off' });
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
    await this.#options.market.close();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      const isRead = Date.now() - this.#roundStartedMs < fresh;
      const round = isRead ? Promise.resolve() : this.#round();
      round
        .catch((error: unknown) => {
          if (!this.#closed) this.#options.onError(toAppError(error));
        })
        .finally(() => this.#schedule());
    }, roundMs);
  }

  /** Reads the market for all that the account has in it. While that fails, the link counts as broken. */
  async #round(): Promise<void> {
    this.#roundStartedMs = Date.now();
    try {
      await this.#account.open();
      const wanted = this.#wanted();
      if (wanted.size === 0) await this.#options.market.ping();
      await Promise.all([...wanted].map(([instrumentId, depth]) => this.#feed.refresh(instrumentId, { depth })));
      // Only now, because positions are closed at the price that they have.
      if (this.#account.isOutdated) this.#account.startOver();
      await this.#account.commit();
    } catch (error) {
      this.#setLink('connecting');
      throw error;
    }
    this.#setLink('live');
  }

  /** By instrument: whether the book is needed, because orders wait there. */
  #wanted(): ReadonlyMap<string, boolean> {
    const { engine } = this.#account;
    const { currency, market } = this.#options;
    const wanted = new Map<string, boolean>();
    for (const { instrumentId } of engine.positions(paperAccountId)) wanted.set(instrumentId, false);
    for (const coin of coinsHeld(engine, currency)) {
      const pair = toValuationPair(coin.currency, currency);
      if (market.terms().has(pair)) wanted.set(pair, false);
    }
    for (const { instrumentId } of engine.openOrders(paperAccountId)) wanted.set(instrumentId, true);
    return wanted;
  }

  #setLink(state: 'connecting' | 'live'): void {
    if (this.#link === state || this.#closed) return;
    this.#link = state;
    this.#tell([{ kind: 'link', state }]);
  }

  #tell(events: readonly StreamEvent[]): void {
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }
}
