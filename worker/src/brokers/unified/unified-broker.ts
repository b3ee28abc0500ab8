import {
  AppError,
  addDecimals,
  type AccountFigures,
  type AccountSnapshot,
  type Balance,
  type Decimal,
  type Instrument,
  type Position,
} from '@tapedeck/core';
import type { Broker, Execution, StreamEvent } from '../broker.ts';
import { readEach, type OnRefused } from '../bybit-messages.ts';
import type { TradingPort } from '../trading-port.ts';
import { CoinPrices } from './coin-prices.ts';
import { PolledStream } from './polled-stream.ts';
import { UnifiedBook } from './unified-book.ts';
import { UnifiedClient, type UnifiedClientOptions } from './unified-client.ts';
import {
  currenciesHeld,
  sumBalances,
  sumPnl,
  toBalances,
  toFigures,
  toFree,
  toPositionReading,
  toRows,
  withoutPnl,
} from './unified-account-mapper.ts';
import { UnifiedOrders } from './unified-orders.ts';
import { toExecution } from './unified-trade-mapper.ts';
import { UnifiedTrading } from './unified-trading.ts';
import { profileOf, scopesOf, type FillPages, type VenueProfile, type VenueScope } from './venue-profile.ts';

export interface UnifiedBrokerOptions extends UnifiedClientOptions {
  /** In which its figures are counted. */
  readonly currency: string;
  /** Told, once each, of rows that were left out. */
  readonly onRefused?: OnRefused | undefined;
}

/** Of a venue that nobody has made sure of. */
const unknownPages: FillPages = { size: 100, first: 'oldest' };
const mostPages = 20;

/** An account at any exchange of ccxt, through what ccxt unifies; traded on where the venue has a profile. */
export class UnifiedBroker implements Broker {
  readonly trading: TradingPort | undefined;
  readonly #options: UnifiedBrokerOptions;
  readonly #client: UnifiedClient;
  readonly #orders: UnifiedOrders;
  readonly #profile: VenueProfile | undefined;
  readonly #stream: PolledStream;
  readonly #prices: CoinPrices;
  readonly #told = new Set<string>();
  #book = new UnifiedBook([]);
  #positions: readonly Position[] = [];
  #hedged = false;

  constructor(options: UnifiedBrokerOptions) {
    this.#options = options;
    this.#client = new UnifiedClient(options);
    this.#profile = profileOf(options.exchangeId);
    const onRefused = (refused: AppError) => this.#refuse(refused);
    const access = { client: this.#client, book: () => this.#book, onRefused };
    this.#orders = new UnifiedOrders(access);
    this.#prices = new CoinPrices({ ...access, currency: options.currency });
    if (this.#profile) {
      const symbols = () => this.#symbols();
      this.trading = new UnifiedTrading({ ...access, profile: this.#profile, orders: this.#orders, symbols });
    }
    this.#stream = new PolledStream({
      exchange: this.#client.exchange,
      fetchOrders: (sinceMs) => this.#orders.fetchSince(sinceMs, this.#knownSymbols()),
      fetchExecutions: (sinceMs) => this.fetchExecutions(sinceMs),
      venueNowMs: () => Date.now() + (this.#client.skewMs() ?? 0),
    });
  }

  async connect(): Promise<void> {
    await this.#client.open();
    await this.#client.checkKey();
    this.#book = await this.#client.loadBook();
    this.#stream.open();
  }

  instruments(): ReadonlyMap<string, Instrument> {
    return this.#book.byId;
  }

  clockSkewMs(): number | undefined {
    return this.#client.skewMs();
  }

  /** Refused as a whole when one position contradicts itself: left out, it would look closed. */
  async fetchSnapshot(): Promise<AccountSnapshot> {
    const [wallets, positions] = await Promise.all([this.#fetchWallets(), this.#fetchPositions()]);
    this.#positions = positions;
    const pnl = sumPnl(positions, this.#book);
    const held = sumBalances(wallets.map(({ balances }) => balances));
    const holdsPnl = this.#profile?.pnlInTotals;
    const balances = holdsPnl === true && pnl ? withoutPnl(held, pnl) : held;
    // Where nobody has made sure what a total means, an account with positions has no figures.
    const knows = holdsPnl !== undefined || positions.length === 0;
    const figures = { ...(knows && (await this.#toFigures(balances, pnl))), ...toFreeMargin(wallets) };
    const readMs = Date.now();
    return {
      figures,
      balances,
      positions: [...positions],
      venueMs: readMs + Math.round(this.#client.skewMs() ?? 0),
      readMs,
    };
  }

  async fetchExecutions(sinceMs: number, instrumentIds: Iterable<string> = []): Promise<readonly Execution[]> {
    for (const id of instrumentIds) if (this.#book.byId.has(id)) this.#orders.touched.add(id);
    const found = new Map<string, Execution>();
    for (const { symbol, scope } of await this.#fillScopes()) {
      for (const execution of await this.#fetchFills(sinceMs, symbol, scope)) {
        found.set(`${execution.fill.instrumentId}/${execution.fill.id}`, execution);
      }
    }
    return [...found.values()].toSorted((a, b) => a.fill.venueMs - b.fill.venueMs);
  }

  watch(listener: (event: StreamEvent) => void): () => void {
    return this.#stream.watch(listener);
  }

  async close(): Promise<void> {
    this.#stream.close();
    await this.#client.close();
  }

  #fetchWallets(): Promise<readonly Wallet[]> {
    const { exchange } = this.#client;
    return Promise.all(
      (this.#profile?.wallets ?? scopesOf(exchange)).map(async ({ kind, params }) => {
        const answer = await this.#client.ask(() => exchange.fetchBalance({ ...params }));
        // Of a venue without a profile nobody has made sure what its free amount means.
        const isMargin = this.#profile !== undefined && kind !== 'spot';
        const freeMargin = isMargin ? toFree(answer, this.#options.currency) : undefined;
        return { balances: toBalances(answer), freeMargin };
      }),
    );
  }

  async #toFigures(balances: readonly Balance[], pnl: ReturnType<typeof sumPnl>): Promise<AccountFigures> {
    const { currency, exchangeId } = this.#options;
    const held = currenciesHeld(balances, pnl);
    const prices = await this.#prices.fetch(held.filter((coin) => coin !== currency));
    const unpriced = held.filter((coin) => !prices.has(coin));
    if (unpriced.length > 0) {
      const told = `${exchangeId} tells no price of ${unpriced.join(', ')} in ${currency}, so the equity of the account is not known and no limit on the day's loss can let an entry through.`;
      this.#refuse(new AppError('unsupported', told));
    }
    return toFigures(balances, pnl, prices);
  }

  async #fetchPositions(): Promise<readonly Position[]> {
    const { exchange } = this.#client;
    const perpetuals = scopesOf(exchange).some(({ kind }) => kind !== 'spot');
    if (!perpetuals || exchange.has['fetchPositions'] !== true) return [];
    const broken: AppError[] = [];
    const rows = toRows(await this.#client.ask(() => exchange.fetchPositions()), 'Positions');
    const readings = readEach(
      rows,
      (row) => toPositionReading(row, this.#book),
      (refused) => {
        this.#refuse(refused);
        if (refused.code !== 'unsupported') broken.push(refused);
      },
    ).filter((reading) => reading !== undefined);
    if (broken[0]) throw broken[0];
    this.#hedged = readings.some(({ hedged }) => hedged);
    return readings.map(({ position }) => position);
  }

  /** What fills are asked for: each place of the venue, or each symbol where it tells them by symbol alone. */
  async #fillScopes(): Promise<readonly { readonly symbol?: string; readonly scope?: VenueScope }[]> {
    const { exchange } = this.#client;
    if (exchange.has['fetchMyTrades'] !== true) return [];
    if (needsSymbol(exchange.features)) return (await this.#symbols()).map((symbol) => ({ symbol }));
    return scopesOf(exchange).flatMap((scope) =>
      scope.kind === 'both'
        ? ['spot', 'swap'].map((type) => ({ scope: { kind: scope.kind, params: { type } } }))
        : [{ scope }],
    );
  }

  /** Follows the venue's pages by their times until one brings nothing new, in each of its windows until now. */
  async #fetchFills(sinceMs: number, symbol?: string, scope?: VenueScope): Promise<readonly Execution[]> {
    const { size, first, windowMs = Number.POSITIVE_INFINITY } = this.#profile?.fillPages ?? unknownPages;
    const fills = new Map<string, Execution>();
    const nowMs = Date.now() + (this.#client.skewMs() ?? 0);
    let startMs = sinceMs;
    do {
      let [fromMs, untilMs]: [number, number | undefined] = [startMs, undefined];
      for (let page = 0; page < mostPages; page += 1) {
        const range = { fromMs, untilMs, size };
        const { rows, read } = await this.#fetchFillPage(range, symbol, scope);
        const before = fills.size;
        for (const execution of read) fills.set(execution.fill.id, execution);
        if (fills.size === before || rows < size) break;
        const times = read.map(({ fill }) => fill.venueMs);
        // Others of the same millisecond may stand on the next page.
        if (first === 'oldest') fromMs = Math.max(...times);
        else untilMs = Math.min(...times) + 1;
      }
      startMs += windowMs;
    } while (startMs < nowMs);
    return [...fills.values()];
  }

  async #fetchFillPage({ fromMs, untilMs, size }: FillRange, symbol?: string, scope?: VenueScope) {
    const { exchange } = this.#client;
    const params = { ...scope?.params, ...(untilMs !== undefined && { until: untilMs }) };
    const answer = await this.#client.ask(() => exchange.fetchMyTrades(symbol, fromMs, size, params));
    const rows = toRows(answer, 'Fills');
    const read = readEach(
      rows,
      (row) => toExecution(row, this.#book, this.#hedged),
      (refused) => this.#refuse(refused),
    );
    return { rows: rows.length, read };
  }

  /** Of positions, open orders and what was traded here: those that something may have happened to. */
  async #symbols(): Promise<readonly string[]> {
    for (const { order } of await this.#orders.fetchOpen()) this.#orders.touched.add(order.instrumentId);
    return this.#knownSymbols();
  }

  #knownSymbols(): readonly string[] {
    const ids = new Set([...this.#orders.touched, ...this.#positions.map(({ instrumentId }) => instrumentId)]);
    return [...ids].map((id) => this.#book.find(id, this.#options.exchangeId).symbol);
  }

  #refuse(refused: AppError): void {
    if (this.#told.has(refused.message) || this.#told.size >= 1_000) return;
    this.#told.add(refused.message);
    this.#options.onRefused?.(refused);
  }
}

interface FillRange {
  readonly fromMs: number;
  readonly untilMs: number | undefined;
  readonly size: number;
}

interface Wallet {
  readonly balances: readonly Balance[];
  /** In the account currency; absent where the wallet holds no positions. */
  readonly freeMargin: Decimal | undefined;
}

/** Absent where no wallet holds positions. */
function toFreeMargin(wallets: readonly Wallet[]): Pick<AccountFigures, 'freeMargin'> {
  const free = wallets.map(({ freeMargin }) => freeMargin).filter((each) => each !== undefined);
  return free.length === 0 ? {} : { freeMargin: addDecimals('0', ...free) };
}

/** Whether ccxt asks for a symbol with every question for fills. */
function needsSymbol(features: unknown): boolean {
  const spot: unknown = typeof features === 'object' && features !== null ? Reflect.get(features, 'spot') : undefined;
  const fills: unknown = typeof spot === 'object' && spot !== null ? Reflect.get(spot, 'fetchMyTrades') : undefined;
  return typeof fills === 'object' && fills !== null && Reflect.get(fills, 'symbolRequired') === true;
}
