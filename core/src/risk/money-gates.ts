import { Big } from 'big.js';
import type { OrderEstimate } from '../orders/estimate.ts';
import { deny, sayMoney, type Denial } from './denial.ts';
import { availableFor, type OrderDraft } from './order-draft.ts';
import type { TradingContext } from './trading-context.ts';

/** An entry is not sent on a price that is missing or old. */
export function checkPriceAge({ intent }: OrderDraft, { quote, limits, nowMs }: TradingContext): Denial | undefined {
  if (!quote) {
    return deny(
      'price-unknown',
      `There is no price of ${intent.instrumentId} yet, so the order's value and limits cannot be checked. Nothing was sent. Wait for the first price.`,
    );
  }
  const ageMs = nowMs - quote.readMs;
  if (limits.maxPriceAgeMs === undefined || ageMs <= limits.maxPriceAgeMs) return undefined;
  return deny(
    'price-stale',
    `The price ${quote.markPrice} of ${intent.instrumentId} is ${(ageMs / 1000).toFixed(1)} s old; entries need one of the last ${limits.maxPriceAgeMs / 1000} s. Nothing was sent. Wait for a new price; orders that reduce a position go through.`,
  );
}

/** Nor on positions and margin of which nobody knows whether they are still so. */
export function checkAccountAge(_draft: OrderDraft, { staleForMs }: TradingContext): Denial | undefined {
  if (staleForMs === undefined) return undefined;
  return deny(
    'account-stale',
    `This account was last read ${Math.round(staleForMs / 1000)} s ago, so its positions and margin may be others by now. Nothing was sent. Wait until its venue answers again; orders that reduce a position go through.`,
  );
}

/** A limit whose figure is unknown denies: missing is not zero. */
export function checkFiguresKnown({ intent }: OrderDraft, context: TradingContext): Denial | undefined {
  const { instrument, limits } = context;
  if (!instrument) return undefined;
  const capsValue = limits.maxOrderNotional !== undefined || limits.maxPositionNotional !== undefined;
  const isPerpetual = instrument.kind === 'perpetual';
  const missing = [
    (capsValue || isPerpetual) &&
      context.quoteRate === undefined &&
      `the price of ${instrument.quote} in ${context.currency}`,
    limits.maxDailyLoss !== undefined && context.dayPnl === undefined && `today's result`,
    isPerpetual && context.leverage === undefined && 'the leverage',
    isPerpetual && context.figures.freeMargin === undefined && 'the free margin',
    !isPerpetual && availableFor(intent, instrument, context) === undefined && 'the free balance',
  ].filter((part) => part !== false);
  if (missing.length === 0) return undefined;
  return deny(
    'figure-unknown',
    `Not known yet for this account: ${missing.join(', ')}. An entry is not sent without. Nothing was sent. Wait for the next sync or press "Force sync".`,
  );
}

/** Whether what the order holds back is free, by the estimate; the venue has the last word. */
export function checkFunds(
  { intent, quantity }: OrderDraft,
  context: TradingContext,
  estimate: OrderEstimate | undefined,
): Denial | undefined {
  const { instrument } = context;
  if (!instrument || !estimate || quantity === undefined) return undefined;
  const available = availableFor(intent, instrument, context);
  if (available === undefined) return undefined;
  const isSpot = instrument.kind === 'spot';
  const sellsSpot = isSpot && intent.side === 'sell';
  const needed = sellsSpot ? new Big(quantity).times(instrument.contractSize) : new Big(estimate.inQuote.cost ?? '0');
  if (needed.eq(0) || needed.lte(available)) return undefined;
  const currency = sellsSpot ? instrument.base : isSpot ? instrument.quote : instrument.settle;
  const short = sayMoney(needed.minus(available), currency);
  const [code, what] = isSpot
    ? (['insufficient-balance', 'balance'] as const)
    : (['insufficient-margin', 'margin'] as const);
  return deny(
    code,
    `${what === 'margin' ? 'Margin' : 'Balance'} ${short} short: the order needs about ${sayMoney(needed, currency)}, ${sayMoney(available, currency)} is free. Nothing was sent. Lower the quantity or add funds.`,
    'quantity',
  );
}
