import {
  addDecimals,
  findRatePair,
  rateAt,
  subtractDecimals,
  type AccountReading,
  type Decimal,
  type EquityDayDocument,
  type InstrumentTerms,
  type LiveTradingDocument,
  type OpenOrder,
  type PositionMode,
  type Quote,
  type RatePair,
  type Role,
  type TradingContext,
} from '@tapedeck/core';
import type { TradingPort } from '../brokers/trading-port.ts';
import type { Clock } from '../clock.ts';
import type { TradingRules } from './trading-rules.ts';

/** What the session knows of the account besides its orders. */
export interface AccountFacts {
  readonly reading: () => AccountReading | undefined;
  /** Today's equity curve; absent until its first point. */
  readonly equityDay: () => EquityDayDocument | undefined;
  /** Balance that came in (or went out, negative) from then on without a trade, in the account currency; absent if unknown. */
  readonly movedSince: (sinceMs: number) => Decimal | undefined;
}

export interface TradingBasisOptions extends AccountFacts {
  readonly clock: Clock;
  readonly rules: TradingRules;
  readonly trading: () => TradingPort;
  readonly openOrders: () => readonly (OpenOrder & { readonly clientOrderId: string })[];
  readonly unreconciled: (instrumentId: string) => TradingContext['unreconciled'];
  readonly entryRate: () => TradingContext['rate'];
  readonly settingsChanged: () => void;
}

/** A price younger than this is not asked for again. */
const freshQuoteMs = 1_000;
/** Readings of an account come once a poll; one older than four, and than a slow answer takes, is stale. */
const stalePolls = 4;
const leastStaleMs = 10_000;
/** Settings may be changed elsewhere, so they are asked for again after a while. */
const freshSettingsMs = 30_000;

/** What an order is checked against: rules, account, prices and settings, as new as they have to be. */
export class TradingBasis {
  readonly #options: TradingBasisOptions;
  readonly #quotes = new Map<string, Quote>();
  readonly #settingsReadMs = new Map<string, number>();
  /** Readings on their way: orders that come together ask the venue once. */
  readonly #readings = new Map<string, Promise<void>>();
  readonly leverage = new Map<string, Decimal>();
  positionMode: PositionMode | undefined;

  constructor(options: TradingBasisOptions) {
    this.#options = options;
  }

  terms(instrumentId: string): InstrumentTerms | undefined {
    return this.#options.trading().terms().get(instrumentId);
  }

  /** Asks for what is missing or old; a figure that cannot be had is left out, and the gates say so. */
  async prepare(instrumentId: string): Promise<void> {
    const instrument = this.terms(instrumentId);
    // While HALTED no order passes, so that the venue is not kept busy with questions for it.
    if (!instrument || this.#options.rules.mode === 'HALTED') return;
    await Promise.all([
      this.#readQuote(instrumentId),
      this.#readSettings(instrument),
      this.#readQuote(this.#ratePair(instrument.quote)?.instrumentId),
    ]);
  }

  /** Account currency for one unit of a currency at a fresh price; undefined where none is to be had. */
  async rateOf(currency: string): Promise<Decimal | undefined> {
    await this.#readQuote(this.#ratePair(currency)?.instrumentId);
    return this.#rate(currency);
  }

  /** What is no result of today, since the first point of its equity curve; undefined before that point. */
  get movedToday(): LiveTradingDocument['movedToday'] {
    const day = this.#options.equityDay();
    const sinceMs = day?.atMs[0];
    if (day === undefined || sinceMs === undefined) return undefined;
    const amount = this.#options.movedSince(sinceMs);
    return { day: day.day, sinceMs, ...(amount !== undefined && { amount }) };
  }

  /** The context of an order, without waiting for anything; `amended` is the order that it would replace. */
  contextOf(
    instrumentId: string,
    sender: { readonly role: Role; readonly amended?: string; readonly flattening?: boolean },
  ): TradingContext {
    const { clock, rules, reading, openOrders, unreconciled, entryRate } = this.#options;
    const instrument = this.terms(instrumentId);
    const known = reading();
    const { account, desk } = rules;
    const quote = this.#quotes.get(instrumentId);
    const quoteRate = instrument && this.#rate(instrument.quote);
    const leverage = this.leverage.get(instrumentId);
    const dayPnl = this.#dayPnl();
    const notReconciled = unreconciled(instrumentId);
    const rate = entryRate();
    const staleForMs = this.#staleForMs(known);
    return {
      nowMs: clock.nowMs(),
      role: sender.role,
      deskState: desk.tradingState,
      accountState: account.tradingState,
      ...(sender.flattening && { flattening: true }),
      limits: rules.limits,
      currency: account.currency,
      instrument,
      ...(quote && { quote }),
      ...(quoteRate !== undefined && { quoteRate }),
      ...(leverage !== undefined && { leverage }),
      positions: [...(known?.positions.values() ?? [])],
      openOrders: openOrders().filter(({ clientOrderId }) => clientOrderId !== sender.amended),
      figures: known?.figures ?? {},
      balances: [...(known?.balances.values() ?? [])],
      ...(staleForMs !== undefined && { staleForMs }),
      ...(dayPnl !== undefined && { dayPnl }),
      ...(notReconciled && { unreconciled: notReconciled }),
      ...(rate && { rate }),
    };
  }

  /** Before the first reading nothing has been compared, which is denied for itself. */
  #staleForMs(known: AccountReading | undefined): number | undefined {
    const { clock, rules } = this.#options;
    if (!known) return undefined;
    const ageMs = clock.nowMs() - known.readMs;
    return ageMs > Math.max(leastStaleMs, stalePolls * rules.account.sync.pollMs) ? ageMs : undefined;
  }

  /** Reads leverage and position mode of an instrument afresh. */
  async readSettings(instrumentId: string): Promise<void> {
    const { leverage, positionMode } = await this.#options.trading().fetchSettings(instrumentId);
    this.#settingsReadMs.set(instrumentId, this.#options.clock.monotonicMs());
    const changed = leverage !== this.leverage.get(instrumentId) || positionMode !== this.positionMode;
    if (leverage !== undefined) this.leverage.set(instrumentId, leverage);
    if (positionMode !== undefined) this.positionMode = positionMode;
    if (changed) this.#options.settingsChanged();
  }

  async #readQuote(instrumentId: string | undefined): Promise<void> {
    if (instrumentId === undefined) return;
    const known = this.#quotes.get(instrumentId);
    if (known && this.#options.clock.nowMs() - known.readMs < freshQuoteMs) return;
    await this.#readOnce(`quote ${instrumentId}`, async () => {
      this.#quotes.set(instrumentId, await this.#options.trading().fetchQuote(instrumentId));
    });
  }

  async #readSettings({ id, kind }: InstrumentTerms): Promise<void> {
    if (kind === 'spot') return;
    const readMs = this.#settingsReadMs.get(id);
    if (readMs !== undefined && this.#options.clock.monotonicMs() - readMs < freshSettingsMs) return;
    await this.#readOnce(`settings ${id}`, () => this.readSettings(id));
  }

  /** One that fails leaves its figure as it was. */
  #readOnce(what: string, read: () => Promise<void>): Promise<void> {
    let reading = this.#readings.get(what);
    if (!reading) {
      reading = read()
        .catch(() => undefined)
        .finally(() => this.#readings.delete(what));
      this.#readings.set(what, reading);
    }
    return reading;
  }

  #ratePair(currency: string): RatePair | undefined {
    return findRatePair(currency, this.#options.rules.account.currency, (id) => this.terms(id) !== undefined);
  }

  #rate(currency: string): Decimal | undefined {
    if (currency === this.#options.rules.account.currency) return '1';
    const pair = this.#ratePair(currency);
    const price = pair && this.#quotes.get(pair.instrumentId)?.markPrice;
    return pair && price !== undefined ? rateAt(pair, price) : undefined;
  }

  #dayPnl(): Decimal | undefined {
    const { reading, equityDay, movedSince } = this.#options;
    const equity = reading()?.figures.equity;
    const day = equityDay();
    const [first, firstMs] = [day?.equity[0], day?.atMs[0]];
    if (equity === undefined || first === undefined || firstMs === undefined) return undefined;
    // The day's first point holds what had come in before it.
    const moved = movedSince(firstMs);
    return moved === undefined ? undefined : subtractDecimals(equity, addDecimals(first, moved));
  }
}
