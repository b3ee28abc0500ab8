import { characterOf } from './coins.ts';
import type { VenueInstrument } from './instruments.ts';
import type { MarketPrices } from './market-prices.ts';
import { tickMs } from './minute-path.ts';
import { hash32, hashNumbers } from './random.ts';

/** Price in ticks and quantity in lots. */
export type BookLevel = readonly [ticks: number, lots: number];

export interface OutsideBook {
  /** Best first. */
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export interface OutsideTrade {
  readonly takerSide: 'buy' | 'sell';
  readonly ticks: number;
  readonly lots: number;
}

/** A level's quantity is drawn anew after so many price ticks of time. */
const levelLifeTicks = 10;

/** The other participants: what they have resting in the book and what they trade, computed from seed and time. */
export class OutsideMarket {
  readonly #prices: MarketPrices;
  readonly #spreadKey: number;
  readonly #sizeKey: number;
  readonly #levelKey: number;
  readonly #takerKey: number;

  constructor(prices: MarketPrices, seed: number) {
    this.#prices = prices;
    this.#spreadKey = hash32(seed, 'spread');
    this.#sizeKey = hash32(seed, 'size');
    this.#levelKey = hash32(seed, 'level');
    this.#takerKey = hash32(seed, 'taker');
  }

  bookAt(instrument: VenueInstrument, venueMs: number, depth: number): OutsideBook {
    const { last } = this.#prices.at(instrument, venueMs);
    const tickIndex = this.#tickIndex(venueMs);
    const spread = 1 + (hashNumbers(this.#spreadKey, instrument.symbolId, Math.floor(tickIndex / 5)) % 8 === 0 ? 1 : 0);
    const lastWasBuy = this.#lastWasBuy(instrument, tickIndex);
    const bestBid = Math.max(1, lastWasBuy ? last - spread : last);
    const bestAsk = bestBid + spread;
    return {
      bids: this.#side(instrument, bestBid, -1, depth, tickIndex),
      asks: this.#side(instrument, bestAsk, 1, depth, tickIndex),
    };
  }

  /** What trades at this moment: at the last price, in the direction that made it. */
  tradeAt(instrument: VenueInstrument, venueMs: number): OutsideTrade {
    const tickIndex = this.#tickIndex(venueMs);
    const { last } = this.#prices.at(instrument, venueMs);
    const price = last * instrument.tick.size;
    const mean = characterOf(instrument.base).dailyTurnover / (86_400_000 / tickMs) / price;
    const size =
      mean * Math.exp(1.2 * ((hashNumbers(this.#sizeKey, instrument.symbolId, tickIndex) / 0x100000000) * 4 - 2.6));
    return {
      takerSide: this.#lastWasBuy(instrument, tickIndex) ? 'buy' : 'sell',
      ticks: last,
      lots: instrument.step.nearest(size),
    };
  }

  #side(instrument: VenueInstrument, best: number, direction: 1 | -1, depth: number, tickIndex: number): BookLevel[] {
    const price = best * instrument.tick.size;
    const usual = (characterOf(instrument.base).dailyTurnover * 2e-5) / price;
    const levels: BookLevel[] = [];
    for (let i = 0; i < depth; i += 1) {
      const ticks = best + direction * i;
      if (ticks < 1) break;
      const age = Math.floor((tickIndex + (ticks % levelLifeTicks)) / levelLifeTicks);
      const draw = hashNumbers(this.#levelKey, instrument.symbolId, ticks, age) / 0x100000000;
      const size = usual * (0.05 + draw * draw * draw * 3) * (1 + i / 25);
      levels.push([ticks, instrument.step.nearest(size)]);
    }
    return levels;
  }

  #lastWasBuy(instrument: VenueInstrument, tickIndex: number): boolean {
    return (hashNumbers(this.#takerKey, instrument.symbolId, tickIndex) & 1) === 0;
  }

  #tickIndex(venueMs: number): number {
    return Math.floor(this.#prices.timeline.toMarketMs(venueMs) / tickMs);
  }
}
