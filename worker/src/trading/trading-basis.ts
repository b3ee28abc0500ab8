import {
  addDecimals,
  divideDecimals,
  subtractDecimals,
  type AccountReading,
  type Decimal,
  type EquityDayDocument,
  type InstrumentTerms,
  type OpenOrder,
  type PositionMode,
  type Quote,
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
  /** Balance that came in (or went out, negative) from then on without a trade, in the account currency. */
  readonly movedSince: (sinceMs: number) => Decimal;
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
/** Settings may be changed elsewhere, so they are asked for again after a while. */
const freshSettingsMs = 30_000;
const ratePlaces = 12;

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
      this.#readQuote(this.#rateInstrument(instrument)?.id),
    ]);
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
    const quoteRate = instrument && this.#quoteRate(instrument);
    const leverage = this.leverage.get(instrumentId);
    const dayPnl = this.#dayPnl();
    const notReconciled = unreconciled(instrumentId);
    const rate = entryRate();
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
      ...(dayPnl !== undefined && { dayPnl }),
      ...(notReconciled && { unreconciled: notReconciled }),
      ...(rate && { rate }),
    };
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

  /** Where the price of the quote currency in the account currency is to be had. */
  #rateInstrument({ quote }: InstrumentTerms): InstrumentTerms | undefined {
    const { currency } = this.#options.rules.account;
    if (quote === currency) return undefined;
    return this.terms(`${quote}-${currency}-SPOT`) ?? this.terms(`${currency}-${quote}-SPOT`);
  }

  #quoteRate(instrument: InstrumentTerms): Decimal | undefined {
    if (instrument.quote === this.#options.rules.account.currency) return '1';
    const pair = this.#rateInstrument(instrument);
    const price = pair && this.#quotes.get(pair.id)?.markPrice;
    if (price === undefined) return undefined;
    return pair?.base === instrument.quote ? price : divideDecimals('1', price, ratePlaces);
  }

  #dayPnl(): Decimal | undefined {
    const { reading, equityDay, movedSince } = this.#options;
    const equity = reading()?.figures.equity;
    const day = equityDay();
    const [first, firstMs] = [day?.equity[0], day?.atMs[0]];
    if (equity === undefined || first === undefined || firstMs === undefined) return undefined;
    // The day's first point holds what had come in before it.
    return subtractDecimals(equity, addDecimals(first, movedSince(firstMs)));
  }
}
