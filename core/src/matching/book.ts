import { AppError } from '../app-error.ts';
import type { OrderSide } from '../model/order.ts';
import type { EngineOrder } from './order-types.ts';

/** A price in ticks and the quantity there in lots. */
export type Level = readonly [ticks: number, lots: number];

/** An account's order in the book; its quantity stands in the order. */
export interface RestingOrder {
  readonly orderId: number;
  readonly ticks: number;
  readonly priority: number;
  /** Lots of others that were at this price before it. */
  queueAhead: number;
}

/** The liquidity of others on one side. Taking goes from the best level on, so a cursor is enough. */
interface OutsideSide {
  levels: readonly Level[];
  head: number;
  takenAtHead: number;
}

export interface BookSideSnapshot {
  readonly outside: readonly Level[];
  readonly resting: readonly RestingOrder[];
}

/** What a taker meets next. */
export type Offer =
  | { readonly kind: 'outside'; readonly ticks: number; readonly lots: number }
  | { readonly kind: 'resting'; readonly ticks: number; readonly orderId: number };

export function oppositeSide(side: OrderSide): OrderSide {
  return side === 'buy' ? 'sell' : 'buy';
}

/** True when price `a` is better than `b` for whoever trades against that side: higher bids, lower asks. */
function isBetter(side: OrderSide, a: number, b: number): boolean {
  return side === 'buy' ? a > b : a < b;
}

/** One side of the book: outside levels and our resting orders, by price and then time. */
export class BookSide {
  readonly side: OrderSide;
  readonly resting: RestingOrder[] = [];
  readonly #outside: OutsideSide = { levels: [], head: 0, takenAtHead: 0 };

  constructor(side: OrderSide) {
    this.side = side;
  }

  /** Replaces the liquidity of others; `levels` are best first and stay the caller's, unchanged. */
  setOutside(levels: readonly Level[]): void {
    for (let index = 1; index < levels.length; index += 1) {
      if (!isBetter(this.side, levels[index - 1]?.[0] ?? 0, levels[index]?.[0] ?? 0)) {
        throw new AppError('invalid-input', `The ${this.side} levels of a book do not stand best first.`);
      }
    }
    this.#outside.levels = levels;
    this.#outside.head = 0;
    this.#outside.takenAtHead = 0;
    for (const order of this.resting) {
      if (order.queueAhead > 0) order.queueAhead = Math.min(order.queueAhead, this.outsideLotsAt(order.ticks));
    }
  }

  outsideBest(): Level | undefined {
    const outside = this.#outside;
    for (;;) {
      const level = outside.levels[outside.head];
      if (!level) return undefined;
      if (level[1] > outside.takenAtHead) return [level[0], level[1] - outside.takenAtHead];
      outside.head += 1;
      outside.takenAtHead = 0;
    }
  }

  outsideLotsAt(ticks: number): number {
    const { levels, head, takenAtHead } = this.#outside;
    for (let index = head; index < levels.length; index += 1) {
      const level = levels[index];
      if (level?.[0] === ticks) return level[1] - (index === head ? takenAtHead : 0);
    }
    return 0;
  }

  /** Takes lots of others at the best outside price; `lots` is at most what stands there. */
  takeOutside(lots: number): void {
    const best = this.outsideBest();
    this.#outside.takenAtHead += lots;
    if (best) this.advanceQueue(best[0], lots);
  }

  /** Others at a price traded: our orders behind them move forward. */
  advanceQueue(ticks: number, lots: number): void {
    for (const order of this.resting) {
      if (order.ticks === ticks) order.queueAhead = Math.max(0, order.queueAhead - lots);
    }
  }

  /** Puts an order behind everything that already stands at its price. */
  rest(order: EngineOrder, ticks: number): void {
    const index = this.resting.findIndex(
      (other) => isBetter(this.side, ticks, other.ticks) || (ticks === other.ticks && order.priority < other.priority),
    );
    const resting = {
      orderId: order.orderId,
      ticks,
      priority: order.priority,
      queueAhead: this.outsideLotsAt(ticks),
    };
    this.resting.splice(index === -1 ? this.resting.length : index, 0, resting);
  }

  remove(orderId: number): void {
    const index = this.resting.findIndex((order) => order.orderId === orderId);
    if (index !== -1) this.resting.splice(index, 1);
  }

  best(): Offer | undefined {
    const outside = this.outsideBest();
    const resting = this.resting[0];
    if (!resting) return outside && { kind: 'outside', ticks: outside[0], lots: outside[1] };
    if (!outside || isBetter(this.side, resting.ticks, outside[0])) {
      return { kind: 'resting', ticks: resting.ticks, orderId: resting.orderId };
    }
    if (outside[0] !== resting.ticks) return { kind: 'outside', ticks: outside[0], lots: outside[1] };
    return resting.queueAhead > 0
      ? { kind: 'outside', ticks: outside[0], lots: Math.min(outside[1], resting.queueAhead) }
      : { kind: 'resting', ticks: resting.ticks, orderId: resting.orderId };
  }

  /** Everything on this side, best price first; at one price the liquidity of others comes first. */
  *offers(): Generator<Offer> {
    let next = 0;
    for (const [ticks, lots] of this.outsideLevels()) {
      for (; next < this.resting.length; next += 1) {
        const resting = this.resting[next];
        if (!resting || !isBetter(this.side, resting.ticks, ticks)) break;
        yield { kind: 'resting', ticks: resting.ticks, orderId: resting.orderId };
      }
      yield { kind: 'outside', ticks, lots };
    }
    for (const { ticks, orderId } of this.resting.slice(next)) yield { kind: 'resting', ticks, orderId };
  }

  /** What is left of the levels of others, best first. */
  outsideLevels(): readonly Level[] {
    const best = this.outsideBest();
    return best ? [best, ...this.#outside.levels.slice(this.#outside.head + 1)] : [];
  }

  snapshot(): BookSideSnapshot {
    return { outside: this.outsideLevels(), resting: this.resting.map((order) => ({ ...order })) };
  }

  restore(snapshot: BookSideSnapshot): void {
    this.#outside.levels = snapshot.outside;
    this.resting.push(...snapshot.resting.map((order) => ({ ...order })));
  }
}

/** The order book of one instrument with the prices that triggers and margin look at. */
export class OrderBook {
  readonly buy = new BookSide('buy');
  readonly sell = new BookSide('sell');
  lastTicks: number | undefined;
  markTicks: number | undefined;

  /** The side that an order of `side` trades against. */
  against(side: OrderSide): BookSide {
    return side === 'buy' ? this.sell : this.buy;
  }
}

/** True when a taker of `side` with this limit accepts the price. */
export function acceptsPrice(side: OrderSide, limitTicks: number | undefined, ticks: number): boolean {
  return limitTicks === undefined || !isBetter(side, ticks, limitTicks);
}
