import { acceptsPrice, oppositeSide } from './book.ts';
import { openLots, type EngineCore } from './engine-core.ts';
import { bandTicks, recordLastPrice, type EngineMarket } from './engine-market.ts';
import type { CancelReason } from './events.ts';
import { bookFill } from './fills.ts';
import type { EngineOrder } from './order-types.ts';
import { upkeepPosition } from './position-upkeep.ts';

/** Carries a pending order out: it takes what the book offers at its price, then rests or is cancelled. */
export function carryOut(core: EngineCore, market: EngineMarket, orderId: number): void {
  const stopReason = takeFromBook(core, market, orderId);
  const order = core.openOrder(orderId);
  if (!order) return;
  if (order.limitTicks === undefined || order.timeInForce === 'IOC' || order.timeInForce === 'FOK') {
    core.cancel(order, stopReason);
    return;
  }
  const status = order.filledLots > 0 ? 'partly-filled' : 'working';
  core.emit({ type: 'order-working', order: core.changed(order, { status }) });
}

function takeFromBook(core: EngineCore, market: EngineMarket, orderId: number): CancelReason {
  const worstTicks = bandTicks(market, core.requireOpen(orderId).side);
  for (;;) {
    const order = core.openOrder(orderId);
    if (!order) return 'no-liquidity';
    const offer = market.book.against(order.side).best();
    if (!offer || !acceptsPrice(order.side, order.limitTicks, offer.ticks)) return 'no-liquidity';
    if (!acceptsPrice(order.side, worstTicks, offer.ticks)) return 'price-band';
    if (offer.kind === 'outside') {
      const lots = Math.min(offer.lots, openLots(order));
      market.book.against(order.side).takeOutside(lots);
      match(core, market, { taker: order, ticks: offer.ticks, lots });
      continue;
    }
    const maker = core.requireOpen(offer.orderId);
    if (maker.accountId === order.accountId) {
      core.cancel(maker, 'self-trade');
    } else {
      const lots = Math.min(openLots(maker), openLots(order));
      match(core, market, { taker: order, maker, ticks: offer.ticks, lots });
    }
  }
}

interface Match {
  /** An absent side is somebody outside the engine. */
  readonly taker?: EngineOrder;
  readonly maker?: EngineOrder;
  readonly ticks: number;
  readonly lots: number;
}

function match(core: EngineCore, market: EngineMarket, { taker, maker, ticks, lots }: Match): void {
  const matchId = core.state.lastMatchId + 1;
  const internal = taker !== undefined && maker !== undefined;
  recordLastPrice(market, ticks);
  if (maker) bookFill(core, { order: maker, ticks, lots, matchId, internal, liquidity: 'maker' });
  if (taker) bookFill(core, { order: taker, ticks, lots, matchId, internal, liquidity: 'taker' });
  if (maker) upkeepPosition(core, market, maker);
  if (taker) upkeepPosition(core, market, taker);
}

/** Books a fill at a price that the market did not make: a liquidation. */
export function fillOutsideBook(core: EngineCore, market: EngineMarket, order: EngineOrder, ticks: number): void {
  const matchId = core.state.lastMatchId + 1;
  bookFill(core, { order, ticks, lots: openLots(order), matchId, internal: false, liquidity: 'taker' });
  upkeepPosition(core, market, order);
}

/** Fills resting orders that the liquidity of others has come to cross, at the orders' own prices. */
export function matchCrossed(core: EngineCore, market: EngineMarket): void {
  for (const side of ['buy', 'sell'] as const) {
    const ours = market.book[side];
    const others = market.book[oppositeSide(side)];
    for (;;) {
      const resting = ours.resting[0];
      const outside = others.outsideBest();
      if (!resting || !outside || !acceptsPrice(side, resting.ticks, outside[0])) break;
      const maker = core.requireOpen(resting.orderId);
      const lots = Math.min(openLots(maker), outside[1]);
      others.takeOutside(lots);
      match(core, market, { maker, ticks: resting.ticks, lots });
    }
  }
}

export interface PublicTrade {
  /** Who came to the book and took. */
  readonly takerSide: EngineOrder['side'];
  readonly ticks: number;
  readonly lots: number;
}

/** A trade between others: it would have met our orders at better prices first, and those at its price in their turn. */
export function matchPublicTrade(core: EngineCore, market: EngineMarket, trade: PublicTrade): void {
  const ours = market.book.against(trade.takerSide);
  let left = trade.lots;
  while (left > 0) {
    const resting = ours.resting[0];
    if (!resting || !acceptsPrice(trade.takerSide, trade.ticks, resting.ticks)) break;
    if (resting.ticks === trade.ticks && resting.queueAhead > 0) {
      const ahead = Math.min(resting.queueAhead, left);
      ours.advanceQueue(resting.ticks, ahead);
      left -= ahead;
      continue;
    }
    const maker = core.requireOpen(resting.orderId);
    const lots = Math.min(openLots(maker), left);
    match(core, market, { maker, ticks: resting.ticks, lots });
    left -= lots;
  }
  recordLastPrice(market, trade.ticks);
}
