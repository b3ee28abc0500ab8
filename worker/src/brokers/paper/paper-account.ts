import {
  AppError,
  isZero,
  subtractDecimals,
  type AccountSnapshot,
  type Decimal,
  type PaperSettings,
} from '@tapedeck/core';
import { MatchingEngine, type EngineEvent, type EnginePosition, type Outcome } from '@tapedeck/core/matching/index';
import type { InstrumentSpec } from '@tapedeck/core/matching/instrument-spec';
import type { StreamEvent } from '../broker.ts';
import { withoutAbsent } from '../ccxt-mapper.ts';
import type { PaperTerms } from './paper-market.ts';
import { paperAccountId } from './paper-mapper.ts';
import { bookEvents, type PaperNews } from './paper-news.ts';
import { readAccount } from './paper-reading.ts';
import { PaperRecords } from './paper-records.ts';
import type { PaperState, PaperVault } from './paper-store.ts';

export interface PaperAccountSettings extends Pick<PaperSettings, 'startBalance' | 'generation'> {
  /** Of the account: what was kept for another one of the same id is not taken up. */
  readonly createdAtMs: number;
}

export interface PaperAccountOptions {
  readonly vault: PaperVault;
  readonly settings: PaperAccountSettings;
  readonly currency: string;
  readonly terms: () => ReadonlyMap<string, PaperTerms>;
  /** The venue's clock. */
  readonly venueNowMs: () => number;
  /** Told once what happened has been kept. */
  readonly onEvents: (events: readonly StreamEvent[]) => void;
}

/** What the state holds besides the engine; see `PaperState`. */
interface Opened {
  generation: number;
  readonly engine: MatchingEngine;
  readonly specs: Map<string, InstrumentSpec>;
  readonly records: PaperRecords;
  readonly fundingDueMs: Map<string, number>;
  readonly tradesSeen: Map<string, PaperState['tradesSeen'][string]>;
}

/** Finished orders stand in the records; the engine need not remember them. */
const engineOptions = { finishedOrdersKept: 0 };

/**
 * One paper account: a matching engine of its own, and its past. Acts change it in memory; `commit` keeps the change and
 * only then tells of it, so nothing is ever told that a restart could lose. After a write that failed, the account is
 * read again before it goes on, and what was not kept did not happen.
 */
export class PaperAccount {
  readonly #options: PaperAccountOptions;
  #opened: Opened | undefined;
  #opening: Promise<void> | undefined;
  #news: StreamEvent[] = [];
  #isDirty = false;
  #saving: Promise<void> | undefined;
  #lastMs = 0;

  constructor(options: PaperAccountOptions) {
    this.#options = options;
  }

  /** Reads the account where it is not open, and takes it over from whoever had it open before. */
  async open(): Promise<void> {
    if (this.#opened) return;
    this.#opening ??= this.#load().finally(() => (this.#opening = undefined));
    await this.#opening;
  }

  get engine(): MatchingEngine {
    return this.#need().engine;
  }

  get records(): PaperRecords {
    return this.#need().records;
  }

  get fundingDueMs(): Map<string, number> {
    return this.#need().fundingDueMs;
  }

  get tradesSeen(): Opened['tradesSeen'] {
    return this.#need().tradesSeen;
  }

  /** Makes the instrument known to the engine; throws `rejected` for one that the market does not list. */
  need(instrumentId: string): InstrumentSpec {
    const { engine, specs } = this.#need();
    const known = specs.get(instrumentId);
    if (known) return known;
    const terms = this.#options.terms().get(instrumentId);
    if (!terms) {
      const message = `The venue lists no ${instrumentId}. Nothing was done.`;
      throw new AppError('rejected', message, { details: { venueCode: 'unknown-instrument', venueMessage: message } });
    }
    const spec = toSpec(terms);
    engine.addInstrument(spec);
    specs.set(instrumentId, spec);
    return spec;
  }

  /** Has the engine do something; what is refused throws `rejected`. */
  request<O extends Outcome>(act: (engine: MatchingEngine, atMs: number) => O): O & { readonly ok: true } {
    const { engine } = this.#need();
    const outcome = act(engine, this.#nowMs());
    this.#take(outcome.events);
    if (outcome.ok) return outcome as O & { readonly ok: true };
    const { code, message } = outcome;
    throw new AppError('rejected', `The order desk refused it: ${message} Nothing was changed.`, {
      details: { venueCode: code, venueMessage: message },
    });
  }

  /** Has the market do something to the account. */
  apply(act: (engine: MatchingEngine, atMs: number) => readonly EngineEvent[]): void {
    const { engine } = this.#need();
    this.#take(act(engine, this.#nowMs()));
  }

  read(): AccountSnapshot {
    const { engine } = this.#need();
    const reading = readAccount(engine, this.#options.currency, (id) => this.#lastPrice(id));
    return { ...reading, venueMs: this.#nowMs(), readMs: Date.now() };
  }

  /** Whether the account was reset since this state was kept. */
  get isOutdated(): boolean {
    return this.#need().generation < this.#options.settings.generation;
  }

  /** Carries a reset out: orders and positions end, and the starting balance is left alone. */
  startOver(): void {
    const opened = this.#need();
    const { engine, fundingDueMs } = opened;
    const { settings } = this.#options;
    this.request((_, atMs) => engine.cancelAll(paperAccountId, {}, atMs));
    for (const position of engine.positions(paperAccountId)) this.#close(position);
    this.#balanceTo(settings.startBalance);
    fundingDueMs.clear();
    opened.generation = settings.generation;
    this.#isDirty = true;
  }

  /** Resolves when everything so far is kept and has been told. */
  async commit(): Promise<void> {
    while (this.#saving || this.#isDirty) {
      this.#saving ??= this.#save().finally(() => (this.#saving = undefined));
      await this.#saving;
    }
  }

  async #load(): Promise<void> {
    const { vault, settings, terms } = this.#options;
    const stored = await vault.load();
    const state = stored?.createdAtMs === settings.createdAtMs ? stored : undefined;
    if (state && state.generation > settings.generation) {
      throw new AppError('retryable', 'The paper account was reset meanwhile. It is opened again.');
    }
    const opened = state ? restore(state, terms()) : create(settings.generation);
    this.#opened = opened;
    this.#lastMs = state?.engine.nowMs ?? 0;
    if (!state) this.#begin();
    // Also where nothing changed: whoever had the account open before can no longer save.
    this.#isDirty = true;
    await this.commit();
  }

  /** It begins with the account, whenever a worker first comes to open it: what it starts with is no result of a day. */
  #begin(): void {
    const { currency, settings } = this.#options;
    const { createdAtMs, startBalance } = settings;
    this.request((engine) => engine.openAccount(paperAccountId, { positionMode: 'netting' }, createdAtMs));
    this.request((engine) => engine.transfer(paperAccountId, currency, startBalance, createdAtMs));
  }

  #balanceTo(startBalance: Decimal): void {
    const { engine } = this.#need();
    const { currency } = this.#options;
    const balances = new Map(engine.balances(paperAccountId).map(({ currency: coin, total }) => [coin, total]));
    for (const coin of new Set([...balances.keys(), currency])) {
      const wanted = coin === currency ? startBalance : '0';
      const amount = subtractDecimals(wanted, balances.get(coin) ?? '0');
      if (!isZero(amount)) this.request((_, atMs) => engine.transfer(paperAccountId, coin, amount, atMs));
    }
  }

  /** At the mark price, whatever the book holds. */
  #close({ instrumentId, lots, side, slot }: EnginePosition): void {
    const { engine } = this.#need();
    const { markTicks = 1 } = engine.market(instrumentId);
    const offers = [[markTicks, lots]] as const;
    const book = side === 'long' ? { bids: offers, asks: [] } : { bids: [], asks: offers };
    this.apply((_, atMs) => engine.setBook(instrumentId, book, atMs));
    this.request((_, atMs) =>
      engine.submit(
        {
          accountId: paperAccountId,
          instrumentId,
          slot,
          side: side === 'long' ? 'sell' : 'buy',
          type: 'market',
          quantity: engine.scale(instrumentId).quantity(lots),
          reduceOnly: true,
        },
        atMs,
      ),
    );
  }

  async #save(): Promise<void> {
    const { vault, settings, onEvents } = this.#options;
    const { generation, engine, specs, records, fundingDueMs, tradesSeen } = this.#need();
    const news = this.#news;
    this.#news = [];
    this.#isDirty = false;
    try {
      await vault.save({
        version: 1,
        createdAtMs: settings.createdAtMs,
        generation,
        engine: engine.exportState(),
        specs: [...specs.values()],
        history: records.toHistory(),
        fundingDueMs: Object.fromEntries(fundingDueMs),
        tradesSeen: Object.fromEntries(tradesSeen),
      });
    } catch (error) {
      this.#opened = undefined;
      this.#news = [];
      this.#isDirty = false;
      throw error;
    }
    if (news.length > 0) onEvents(news);
  }

  #take(events: readonly EngineEvent[]): void {
    if (events.length === 0) return;
    const { engine, records } = this.#need();
    const news = bookEvents(events, { engine, records, specOf: (id) => this.need(id) });
    this.#news.push(...this.#toStreamEvents(news));
    this.#isDirty = true;
  }

  #toStreamEvents({ orders, executions, positionIds, walletChanged }: PaperNews): StreamEvent[] {
    const { positions, balances, figures, venueMs, readMs } = this.read();
    const byId = new Map(positions.map((position) => [position.id, position]));
    const changed = new Map([...positionIds].map((id) => [id, byId.get(id)]));
    return [
      ...(orders.length > 0 ? [{ kind: 'orders' as const, orders, readMs }] : []),
      ...(executions.length > 0 ? [{ kind: 'executions' as const, executions, readMs }] : []),
      ...(changed.size > 0 ? [{ kind: 'positions' as const, positions: changed, venueMs, readMs }] : []),
      ...(walletChanged ? [{ kind: 'wallet' as const, balances, figures, venueMs, readMs }] : []),
    ];
  }

  #lastPrice(instrumentId: string): Decimal | undefined {
    const { engine, specs } = this.#need();
    if (!specs.has(instrumentId)) return undefined;
    const { lastTicks } = engine.market(instrumentId);
    return lastTicks === undefined ? undefined : engine.scale(instrumentId).price(lastTicks);
  }

  /** The engine's time never runs back, whatever becomes of the venue's clock. */
  #nowMs(): number {
    this.#lastMs = Math.max(this.#lastMs, Math.round(this.#options.venueNowMs()));
    return this.#lastMs;
  }

  #need(): Opened {
    if (this.#opened) return this.#opened;
    throw new AppError(
      'retryable',
      'The paper account could not be kept and is being read again. Nothing was changed.',
    );
  }
}

function create(generation: number): Opened {
  return {
    generation,
    engine: new MatchingEngine(engineOptions),
    specs: new Map(),
    records: new PaperRecords(),
    fundingDueMs: new Map(),
    tradesSeen: new Map(),
  };
}

function restore(state: PaperState, terms: ReadonlyMap<string, PaperTerms>): Opened {
  const specs = state.specs.map((spec) => renewed(spec, terms.get(spec.id)));
  return {
    generation: state.generation,
    engine: MatchingEngine.restore(state.engine, specs),
    specs: new Map(specs.map((spec) => [spec.id, spec])),
    records: new PaperRecords(state.history),
    fundingDueMs: new Map(Object.entries(state.fundingDueMs)),
    tradesSeen: new Map(Object.entries(state.tradesSeen)),
  };
}

/** What the venue says now, unless it counts in other units than the orders and positions that stand. */
function renewed(spec: InstrumentSpec, terms: PaperTerms | undefined): InstrumentSpec {
  const isSame =
    terms?.tickSize === spec.tickSize && terms.stepSize === spec.stepSize && terms.contractSize === spec.contractSize;
  return isSame ? toSpec(terms) : spec;
}

function toSpec({ trading: _trading, maxMarketQuantity: _maxMarketQuantity, ...spec }: PaperTerms): InstrumentSpec {
  return withoutAbsent(spec);
}
