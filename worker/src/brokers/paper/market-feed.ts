import { Big } from 'big.js';
import type { Decimal } from '@tapedeck/core';
import type { Level } from '@tapedeck/core/matching/index';
import type { InstrumentSpec } from '@tapedeck/core/matching/instrument-spec';
import type { PaperAccount } from './paper-account.ts';
import type { MarketDepth, PaperLevel, PaperMarket, PaperQuote, PublicTrade } from './paper-market.ts';
import { paperAccountId } from './paper-mapper.ts';

/** Brings the market as it is now to a paper account: book, mark price, the trades since, and funding. */
export class MarketFeed {
  readonly #market: PaperMarket;
  readonly #account: PaperAccount;
  /** Numbers the readings, so that of two under way the older never replaces the newer. */
  #readings = 0;
  readonly #applied = new Map<string, number>();

  constructor(market: PaperMarket, account: PaperAccount) {
    this.#market = market;
    this.#account = account;
  }

  /** `depth`: also what orders trade against; without it positions are valued. */
  async refresh(instrumentId: string, wants: { readonly depth: boolean }): Promise<void> {
    this.#account.need(instrumentId);
    this.#readings += 1;
    const reading = this.#readings;
    const seen = this.#account.tradesSeen.get(instrumentId);
    const [quote, depth] = await Promise.all([
      this.#market.fetchQuote(instrumentId),
      wants.depth ? this.#market.fetchDepth(instrumentId, seen?.venueMs) : undefined,
    ]);
    await this.#payFunding(instrumentId, quote);
    if (reading < (this.#applied.get(instrumentId) ?? 0)) return;
    this.#applied.set(instrumentId, reading);
    // Asked for again: meanwhile the account may have been read anew.
    this.#apply(this.#account.need(instrumentId), quote, depth);
  }

  /** The book comes first: what the trades set off meets the liquidity of now. */
  #apply(spec: InstrumentSpec, quote: PaperQuote, depth: MarketDepth | undefined): void {
    const { id } = spec;
    if (depth) {
      const book = { bids: toLevels(depth.bids, spec), asks: toLevels(depth.asks, spec) };
      this.#account.apply((engine, atMs) => engine.setBook(id, book, atMs));
    }
    if (spec.kind === 'perpetual') {
      const markTicks = toTicks(quote.markPrice, spec);
      this.#account.apply((engine, atMs) => engine.setMarkPrice(id, markTicks, atMs));
    }
    const trades = depth ? this.#takeUnseen(id, depth.trades) : this.#toLastTrade(quote, spec);
    for (const trade of trades) {
      const lots = toLots(trade.quantity, spec);
      if (lots === 0) continue;
      const publicTrade = { takerSide: trade.takerSide, ticks: toTicks(trade.price, spec), lots };
      this.#account.apply((engine, atMs) => engine.applyTrade(id, publicTrade, atMs));
    }
  }

  /** Those that orders have not met yet. The first time only the newest: it says where the market is. */
  #takeUnseen(instrumentId: string, trades: readonly PublicTrade[]): readonly PublicTrade[] {
    const newest = trades.at(-1);
    if (!newest) return [];
    const { tradesSeen } = this.#account;
    const seen = tradesSeen.get(instrumentId);
    const ids = trades.filter(({ venueMs }) => venueMs === newest.venueMs).map((trade) => trade.id);
    if (seen && newest.venueMs < seen.venueMs) return [];
    tradesSeen.set(instrumentId, { venueMs: newest.venueMs, ids });
    if (!seen) return [newest];
    return trades.filter(
      ({ id, venueMs }) => venueMs > seen.venueMs || (venueMs === seen.venueMs && !seen.ids.includes(id)),
    );
  }

  /** Coins on a spot account are valued at the last price; without orders no trade can fill anything. */
  #toLastTrade({ lastPrice, venueMs }: PaperQuote, spec: InstrumentSpec): readonly PublicTrade[] {
    if (lastPrice === undefined || spec.kind === 'perpetual') return [];
    return [{ id: '', takerSide: 'buy', price: lastPrice, quantity: spec.stepSize, venueMs }];
  }

  /** Pays what has fallen due since the last reading, also of the time in which no worker ran. */
  async #payFunding(id: string, { nextFundingMs }: PaperQuote): Promise<void> {
    if (nextFundingMs === undefined) return;
    const { engine, fundingDueMs } = this.#account;
    const dueMs = fundingDueMs.get(id);
    const isHeld = engine.positions(paperAccountId).some(({ instrumentId }) => instrumentId === id);
    if (dueMs === undefined || !isHeld) {
      fundingDueMs.set(id, nextFundingMs);
      return;
    }
    if (nextFundingMs <= dueMs) return;
    const payments = (await this.#market.fetchFunding(id, dueMs)).filter(({ venueMs }) => venueMs >= dueMs);
    const { markTicks } = engine.market(id);
    const isPaidMeanwhile = this.#account.fundingDueMs.get(id) !== dueMs;
    if (payments.length === 0 || markTicks === undefined || isPaidMeanwhile) return;
    this.#account.fundingDueMs.set(id, nextFundingMs);
    for (const { rate } of payments) {
      this.#account.apply((current, atMs) => current.applyFunding(id, rate, markTicks, atMs));
    }
  }
}

function toTicks(price: Decimal, spec: InstrumentSpec): number {
  return Math.max(1, Number(new Big(price).div(spec.tickSize).round(0, Big.roundHalfUp)));
}

function toLots(quantity: Decimal, spec: InstrumentSpec): number {
  return Number(new Big(quantity).div(spec.stepSize).round(0, Big.roundDown));
}

/** Levels that fall on one tick are one level; what is less than a step is none. */
function toLevels(levels: readonly PaperLevel[], spec: InstrumentSpec): readonly Level[] {
  const byTicks = new Map<number, number>();
  for (const [price, quantity] of levels) {
    const lots = toLots(quantity, spec);
    const ticks = toTicks(price, spec);
    if (lots > 0) byTicks.set(ticks, (byTicks.get(ticks) ?? 0) + lots);
  }
  return [...byTicks];
}
