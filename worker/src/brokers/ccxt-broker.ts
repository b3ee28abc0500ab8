import { AppError, toAppError, type AccountSnapshot, type Instrument } from '@tapedeck/core';
import type { Broker, Execution, StreamEvent } from './broker.ts';
import { BybitClient, type BybitClientOptions } from './bybit-client.ts';
import { BybitTrading } from './bybit-trading.ts';
import { readExecutions, readPositions, readWallet, type OnRefused, type Page } from './bybit-messages.ts';
import { accountInfoSchema, answerSchema, apiKeyInfoSchema, eventSchema, readWire } from './bybit-wire.ts';
import { toMarginMode, type AccountMarginMode, type PositionReading } from './ccxt-mapper.ts';
import { HedgeModes } from './hedge-modes.ts';
import { InstrumentBook } from './instrument-book.ts';
import { PrivateStream } from './private-stream.ts';

export interface CcxtBrokerOptions extends BybitClientOptions {
  /** Told, once each, of positions and executions that were left out. */
  readonly onRefused?: OnRefused | undefined;
}

const settleCoins = ['USDT', 'USDC'];
const executionCategories = ['linear', 'spot'];
/** How long news of orders lets news of positions go first; a venue sends both at once. */
const restMs = 5;
const topics = ['order', 'execution', 'position', 'wallet'];

/** Bybit's unified account as a broker: asks through `BybitClient`, listens through `PrivateStream`. */
export class CcxtBroker implements Broker {
  readonly trading: BybitTrading;
  private readonly options: CcxtBrokerOptions;
  private readonly client: BybitClient;
  private readonly hedgeModes = new HedgeModes();
  private readonly listeners = new Set<(event: StreamEvent) => void>();
  /** Messages of what was left out and told of already. */
  private readonly told = new Set<string>();
  /** Symbols that are no instrument even by a fresh list. */
  private readonly foreign = new Set<string>();
  private book = new InstrumentBook([]);
  private marginMode: AccountMarginMode;
  private connected = false;
  private stream: PrivateStream | undefined;
  /** Orders and executions are told in the order in which they came, also when one waits for its symbol's mode. */
  private toldLater: Promise<void> = Promise.resolve();
  private rest: Promise<void> | undefined;

  constructor(options: CcxtBrokerOptions) {
    this.options = options;
    this.client = new BybitClient(options);
    this.trading = new BybitTrading({
      client: this.client,
      instruments: () => this.book,
      onRefused: (refused) => this.refuse(refused),
      isHedged: this.hedgeModes.isHedged,
      onPositionMode: () => this.hedgeModes.forget(),
    });
  }

  async connect(): Promise<void> {
    await this.client.open();
    await Promise.all([this.checkKey(), this.readAccountMode(), this.loadInstruments()]);
    await this.trading.instrumentTerms.read();
    this.connected = true;
    this.startStream();
  }

  instruments(): ReadonlyMap<string, Instrument> {
    return this.book.byId;
  }

  clockSkewMs(): number | undefined {
    return this.client.skewMs();
  }

  /** Refused as a whole when one position contradicts itself: left out, it would look closed. */
  async fetchSnapshot(): Promise<AccountSnapshot> {
    const [wallet, ...positionPages] = await Promise.all([
      this.client.wallet(),
      ...settleCoins.map((settleCoin) => this.client.positions({ settleCoin })),
    ]);
    const readMs = Date.now();
    const pages = positionPages.flat();
    await this.reloadForUnknown(pages);
    const positions = pages.flatMap((page) => this.readWholePage(page));
    return {
      ...readWallet(wallet.rows),
      positions: positions.map((reading) => reading.position).filter((position) => position !== undefined),
      venueMs: Math.min(wallet.venueMs, ...pages.map((page) => page.venueMs)),
      readMs,
    };
  }

  async fetchExecutions(sinceMs: number): Promise<readonly Execution[]> {
    const pages = await Promise.all(executionCategories.map((category) => this.client.executions(category, sinceMs)));
    const executions = new Map<string, Execution>();
    for (const page of pages.flat()) {
      for (const execution of await this.toExecutions(page)) executions.set(execution.fill.id, execution);
    }
    return [...executions.values()].toSorted(
      (a, b) => a.fill.venueMs - b.fill.venueMs || (a.sequence ?? 0) - (b.sequence ?? 0),
    );
  }

  watch(listener: (event: StreamEvent) => void): () => void {
    this.listeners.add(listener);
    this.startStream();
    return () => {
      if (!this.listeners.has(listener)) return;
      if (this.listeners.size === 1) this.stopStream();
      this.listeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    this.stopStream();
    this.listeners.clear();
    await this.client.close();
  }

  /** A key that could move funds away has no place in a program that only trades. */
  private async checkKey(): Promise<void> {
    if (this.options.environment === 'demo') return; // Bybit does not offer the question there.
    const { result } = readWire(answerSchema, await this.client.keyInfo(), 'API key');
    const { permissions } = readWire(apiKeyInfoSchema, result, 'API key');
    if (permissions['Wallet']?.includes('Withdraw') !== true) return;
    throw new AppError(
      'unauthorized-at-broker',
      'This API key may withdraw funds, so it is not used. Make one without that permission and enter it instead.',
    );
  }

  private async readAccountMode(): Promise<void> {
    const { result } = readWire(answerSchema, await this.client.accountInfo(), 'Account');
    const account = readWire(accountInfoSchema, result, 'Account');
    if (account.unifiedMarginStatus === 1) {
      throw new AppError('unsupported', 'This is a classic Bybit account. Upgrade it to a unified account to use it.');
    }
    this.marginMode = toMarginMode(account);
  }

  private async loadInstruments(): Promise<void> {
    const markets = await this.client.loadMarkets();
    this.book = InstrumentBook.ofMarkets(markets);
    this.trading.instrumentTerms.takeMarkets(markets);
  }

  /** A symbol listed since the instruments were loaded is looked up, once. */
  private async reloadForUnknown(pages: readonly Page[]): Promise<void> {
    const symbols = pages.flatMap((page) => symbolsOf(page.rows));
    const unknown = symbols.filter((symbol) => !this.book.find('perpetual', symbol) && !this.foreign.has(symbol));
    if (unknown.length === 0) return;
    await this.loadInstruments();
    for (const symbol of unknown) if (!this.book.find('perpetual', symbol)) this.foreign.add(symbol);
  }

  private readWholePage(page: Page): readonly PositionReading[] {
    const { readings, broken } = this.readPositionRows(page.rows, page.category);
    const [first, ...others] = broken;
    if (!first) return readings;
    const more = others.length === 0 ? '' : ` ${others.length} more are wrong.`;
    throw new AppError('invalid-venue-data', `${first.message}${more} The whole reading is not used.`, {
      details: first.details,
    });
  }

  private readPositionRows(rows: readonly unknown[], category?: string) {
    const context = { instruments: this.book, marginMode: this.marginMode, category };
    const read = readPositions(rows, context, (refused) => this.refuse(refused));
    for (const reading of read.readings) this.hedgeModes.learn(reading);
    return read;
  }

  private async toExecutions(page: Pick<Page, 'rows' | 'category'>): Promise<readonly Execution[]> {
    await this.learnModes(page);
    const context = { instruments: this.book, category: page.category, isHedged: this.hedgeModes.isHedged };
    return readExecutions(page.rows, context, (refused) => this.refuse(refused));
  }

  /** Without an answer the execution still counts; only which position it moved stays open. */
  private async learnModes({ rows, category }: Pick<Page, 'rows' | 'category'>): Promise<void> {
    if (category === 'spot') return;
    const symbols = new Set(symbolsOf(rows).filter((symbol) => this.book.find('perpetual', symbol)));
    for (const symbol of symbols) {
      if (this.hedgeModes.isHedged(symbol) !== undefined) continue;
      const pages = await this.client.positions({ symbol }).catch(() => []);
      for (const page of pages) this.readPositionRows(page.rows, page.category);
    }
  }

  private startStream(): void {
    if (this.stream || !this.connected || this.listeners.size === 0) return;
    this.stream = new PrivateStream({
      exchange: this.client.exchange,
      url: () => this.client.privateStreamUrl(),
      topics,
      signIn: () => this.client.signIn(),
      onEvent: (message, readMs) => this.takeEvent(message, readMs),
      onLink: (state, error) => this.emit({ kind: 'link', state, ...(error && { error }) }),
      toError: (thrown) => this.client.toError(thrown),
    });
  }

  private stopStream(): void {
    this.stream?.stop();
    this.stream = undefined;
  }

  /** What cannot be read is told and left to the next poll; it must not end the stream. */
  private takeEvent(message: unknown, readMs: number): void {
    try {
      const { topic, creationTime: venueMs, data } = readWire(eventSchema, message, 'Stream event');
      if (topic === 'execution') this.takeExecutions(data, readMs);
      if (topic === 'order') this.takeOrders(data, readMs);
      if (topic === 'wallet') this.emit({ kind: 'wallet', ...readWallet(data), venueMs, readMs });
      if (topic !== 'position') return;
      const { readings } = this.readPositionRows(data);
      const positions = new Map(readings.map(({ id, position }) => [id, position]));
      if (positions.size > 0)
        this.emit({ kind: 'positions', positions, sequences: toSequences(readings), venueMs, readMs });
    } catch (error) {
      this.refuse(toAppError(error));
    }
  }

  private takeOrders(rows: readonly unknown[], readMs: number): void {
    this.tellLater(() => {
      const orders = this.trading.orders.read(rows);
      if (orders.length > 0) this.emit({ kind: 'orders', orders, readMs });
    });
  }

  private takeExecutions(rows: readonly unknown[], readMs: number): void {
    this.tellLater(async () => {
      const executions = await this.toExecutions({ rows, category: undefined });
      if (executions.length > 0) this.emit({ kind: 'executions', executions, readMs });
    });
  }

  /** A trade comes as order, execution, position and wallet at once: what is looked at, the last two, goes first. */
  private tellLater(tell: () => Promise<void> | void): void {
    this.rest ??= new Promise<void>((resolve) => setTimeout(resolve, restMs)).finally(() => (this.rest = undefined));
    const { rest } = this;
    this.toldLater = this.toldLater
      .then(() => rest)
      .then(tell)
      .catch((error: unknown) => this.refuse(toAppError(error)));
  }

  private emit(event: StreamEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  private refuse(refused: AppError): void {
    if (this.told.has(refused.message)) return;
    if (this.told.size >= 1_000) this.told.clear();
    this.told.add(refused.message);
    this.options.onRefused?.(refused);
  }
}

function toSequences(readings: readonly PositionReading[]): ReadonlyMap<string, number> {
  return new Map(readings.flatMap(({ id, sequence }) => (sequence === undefined ? [] : [[id, sequence]])));
}

function symbolsOf(rows: readonly unknown[]): string[] {
  return rows
    .map((row): unknown => (typeof row === 'object' && row !== null ? Reflect.get(row, 'symbol') : undefined))
    .filter((symbol) => typeof symbol === 'string');
}
