import { Big } from 'big.js';
import type { Quote } from '../model/instrument-terms.ts';
import { defaultTimeInForce } from './order-fields.ts';
import type { OrderIntent } from './order-intent.ts';

/**
 * Whether an order is expected to take liquidity and pay the taker fee. A limit order does when it crosses the book; a
 * conditional one is taken to, since what it meets when it fires is not known.
 */
export function takesLiquidity(
  order: Pick<OrderIntent, 'side' | 'type' | 'limitPrice' | 'timeInForce'>,
  quote: Quote | undefined,
): boolean {
  const timeInForce = order.timeInForce ?? defaultTimeInForce(order.type);
  if (timeInForce === 'post-only') return false;
  if (timeInForce !== 'GTC' || order.type !== 'limit' || order.limitPrice === undefined) return true;
  if (order.side === 'buy') return quote?.askPrice === undefined || new Big(order.limitPrice).gte(quote.askPrice);
  return quote?.bidPrice === undefined || new Big(order.limitPrice).lte(quote.bidPrice);
}
