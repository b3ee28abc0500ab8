import { Big } from 'big.js';
import type { Decimal } from '../decimal-arithmetic.ts';
import type { Quote } from '../model/instrument-terms.ts';
import type { Instrument } from '../model/instrument.ts';
import type { OrderIntent } from './order-intent.ts';

type Priced = Pick<OrderIntent, 'side' | 'limitPrice' | 'triggerPrice' | 'type'>;

/** The price that an order is expected to trade at; undefined for a market order without a quote. */
export function expectedPrice(order: Priced, quote: Quote | undefined): Decimal | undefined {
  const own = order.limitPrice ?? (order.type === 'trailing-stop' ? undefined : order.triggerPrice);
  if (own !== undefined) return own;
  const touch = order.side === 'buy' ? quote?.askPrice : quote?.bidPrice;
  return touch ?? quote?.markPrice;
}

/**
 * The price that bounds what an order may be worth when it trades. A sell with a low limit trades at the market, so
 * that its own price would understate it.
 */
export function boundingPrice(order: Priced, quote: Quote | undefined): Decimal | undefined {
  const expected = expectedPrice(order, quote);
  if (expected === undefined || (order.side === 'buy' && order.limitPrice !== undefined)) return expected;
  return quote !== undefined && new Big(quote.markPrice).gt(expected) ? quote.markPrice : expected;
}

/** Value in the quote currency. */
export function valueOf(instrument: Pick<Instrument, 'contractSize'>, quantity: Decimal, price: Decimal): Big {
  return new Big(quantity).times(price).times(instrument.contractSize);
}
