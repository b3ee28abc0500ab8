import type { InstrumentTerms, Quote } from '@tapedeck/core/model/instrument-terms';
import type { OrderIntent } from '@tapedeck/core/orders/order-intent';
import { checkOrder, type OrderCheck } from '@tapedeck/core/risk/check-order';
import { rateAt, type RatePair } from '@tapedeck/core/risk/currency-rate';
import type { Denial } from '@tapedeck/core/risk/denial';
import type { TradingContext } from '@tapedeck/core/risk/trading-context';
import { quoteStateOf } from '@/live/quotes.ts';
import type { TicketField } from './ticket-draft.ts';

/** What the gates say of an order before it is sent, told apart by where it is shown. */
export interface GateReport {
  /** Each stops the review; beside the field that would have to change. */
  readonly byField: Partial<Record<TicketField, string>>;
  /** Each stops the review; no field mends it. */
  readonly general: readonly string[];
  /** What this browser cannot judge: the worker decides, with its own figures. */
  readonly notes: readonly string[];
  readonly check: OrderCheck;
}

/**
 * Runs every gate with what the browser knows. Where a figure is missing here alone, or a price is old that a limit order
 * bounds by its own, the order may be sent: the worker runs the same gates on its own figures, and it decides.
 */
export function reportGates(intent: OrderIntent, context: TradingContext): GateReport {
  const check = checkOrder(intent, context);
  const byField: Partial<Record<TicketField, string>> = {};
  const general: string[] = [];
  const notes: string[] = [];
  for (const denial of check.denials) {
    const note = noteInstead(denial, intent);
    if (note !== undefined) notes.push(note);
    else if (denial.field) byField[denial.field] = [byField[denial.field], sayBefore(denial)].filter(Boolean).join(' ');
    else general.push(sayBefore(denial));
  }
  return { byField, general, notes, check };
}

function noteInstead({ code, field }: Denial, intent: OrderIntent): string | undefined {
  const isBounded = intent.limitPrice !== undefined;
  if (code === 'figure-unknown' && field === undefined) {
    return 'Not every figure of this account is known on this page yet; the worker checks them before it sends.';
  }
  if (code === 'price-stale' && isBounded) {
    return 'The price on this page is old. Your limit price bounds what you pay; the worker checks it against a new one.';
  }
  if (code === 'price-unknown' && field === undefined && isBounded) {
    return 'There is no price on this page yet. Your limit price bounds what you pay; the worker checks it against its own.';
  }
  return undefined;
}

/** The sentence of a gate without what can only be meant after an attempt. */
function sayBefore({ message }: Denial): string {
  return message.replace(/ Nothing was sent(?: and nothing changed)?\./, '');
}

/** Whether somebody may go on to the review. */
export function passes(report: GateReport): boolean {
  return report.general.length === 0 && Object.keys(report.byField).length === 0;
}

/** What a quote is worth in the account currency: the pair that tells, and its newest price here. */
export interface QuoteRateSource {
  readonly pair: RatePair | undefined;
  readonly price: Quote | undefined;
}

/** Account currency for one unit of the quote currency; unknown without a price of the two that is not stale. */
export function quoteRateOf(
  instrument: InstrumentTerms | undefined,
  currency: string,
  { pair, price }: QuoteRateSource,
  nowMs: number,
): string | undefined {
  if (!instrument) return undefined;
  if (instrument.quote === currency) return '1';
  const isUsable = price !== undefined && quoteStateOf(price, nowMs) !== 'stale';
  return pair && isUsable ? rateAt(pair, price.markPrice) : undefined;
}
