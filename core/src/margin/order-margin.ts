import { multiplyByRate } from './money.ts';
import type { OrderSide } from '../model/order.ts';
import type { PositionSide, PositionSlot } from '../model/position.ts';
import { openingMargin } from './position-margin.ts';

/** The unfilled part of an order that may open or increase a position. */
export interface OpenQuantity {
  readonly side: OrderSide;
  readonly slot: PositionSlot;
  readonly lots: number;
  /** Value of a number of lots at the price the order may have to pay. */
  readonly valueOf: (lots: number) => bigint;
}

export interface HeldQuantity {
  readonly slot: PositionSlot;
  readonly side: PositionSide;
  readonly lots: number;
}

interface OrderMarginTerms {
  readonly leverageHundredths: number;
  readonly takerRate: bigint;
}

function marginOf(quantity: OpenQuantity, lots: number, terms: OrderMarginTerms): bigint {
  const value = quantity.valueOf(lots);
  const side = quantity.side === 'buy' ? 'long' : 'short';
  return openingMargin({ side, value, ...terms }) + multiplyByRate(value, terms.takerRate);
}

/**
 * Margin that the open orders of one instrument hold, opening and closing fee at the taker rate included. What closes a
 * position holds none, the oldest orders first. When netting, buys and sells cannot both open, so that the dearer side
 * counts, as in Bybit Help Center, "Order Cost (USDT Contract)"; in hedge mode both count.
 */
export function orderMargin(
  orders: Iterable<OpenQuantity>,
  positions: readonly HeldQuantity[],
  terms: OrderMarginTerms,
): bigint {
  const net = positions.find((position) => position.slot === 'net');
  let closable = net?.lots ?? 0;
  let buys = 0n;
  let sells = 0n;
  let hedged = 0n;
  for (const order of orders) {
    if (order.slot !== 'net') {
      if ((order.slot === 'long') === (order.side === 'buy')) hedged += marginOf(order, order.lots, terms);
      continue;
    }
    const closes = net !== undefined && (net.side === 'long') === (order.side === 'sell');
    const closing = closes ? Math.min(closable, order.lots) : 0;
    closable -= closing;
    if (order.lots === closing) continue;
    const margin = marginOf(order, order.lots - closing, terms);
    if (order.side === 'buy') buys += margin;
    else sells += margin;
  }
  return hedged + (buys > sells ? buys : sells);
}
