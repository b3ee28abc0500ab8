import { compareDecimals } from '../decimal-arithmetic.ts';
import type { Fill } from '../model/order.ts';
import type { OrderEvidence, OrderFill, OrderMoment } from './order-record.ts';
import { hasOrderEnded, orderStatusRank } from './order-status.ts';
import type { FillReport, OrderReport, OrderUpdate, RequestReport } from './order-update.ts';

type Moments = OrderEvidence['moments'];
type Standing = NonNullable<OrderEvidence['venue']>;

/**
 * Evidence with an update taken in. Each part takes the higher of the two by a fixed order, so that any sequence of the
 * same updates, repeats included, ends in the same evidence. Returns the very same object when nothing is new.
 */
export function takeIn(evidence: OrderEvidence, update: OrderUpdate): OrderEvidence {
  if (update.kind === 'report') return takeReport(evidence, update);
  if (update.kind === 'fill') return takeFill(evidence, update);
  return takeRequest(evidence, update);
}

function takeReport(evidence: OrderEvidence, report: OrderReport): OrderEvidence {
  const standing: Standing = { status: report.status, ...(report.reason && { reason: report.reason }) };
  const filled = {
    quantity: report.filledQuantity,
    ...(report.averageFillPrice !== undefined && { averagePrice: report.averageFillPrice }),
  };
  const terms = report.terms && { ...report.terms, venueMs: report.venueMs };
  const { readMs, status } = report;
  return changed(evidence, {
    venue: evidence.venue ? higher(evidence.venue, standing, compareStandings) : standing,
    filled: higher(evidence.filled, filled, compareFilled),
    terms: terms ? higher(evidence.terms, terms, compareTerms) : evidence.terms,
    newestMs: Math.max(evidence.newestMs, report.venueMs),
    moments: withMoments(evidence.moments, {
      ...(status !== 'rejected' && { accepted: readMs }),
      ...(status !== 'rejected' && status !== 'untriggered' && !hasOrderEnded(status) && { triggered: readMs }),
      ...(hasOrderEnded(status) && { ended: readMs }),
    }),
  });
}

function takeFill(evidence: OrderEvidence, { fill, readMs }: FillReport): OrderEvidence {
  const known = evidence.fills[fill.id];
  const told = toOrderFill(fill, readMs);
  const taken = known ? mergeFills(known, told) : told;
  return changed(evidence, {
    fills: taken === known ? evidence.fills : { ...evidence.fills, [fill.id]: taken },
    moments: withMoments(evidence.moments, { accepted: readMs }),
    newestMs: Math.max(evidence.newestMs, fill.venueMs),
  });
}

function takeRequest(evidence: OrderEvidence, request: RequestReport): OrderEvidence {
  const status = ({ sent: 'pending', unconfirmed: 'unknown', refused: 'rejected', absent: 'rejected' } as const)[
    request.kind
  ];
  const standing = { status, ...(request.reason && { reason: request.reason }) };
  const moment = ({ sent: 'sent', unconfirmed: 'unconfirmed', refused: 'refused', absent: 'refused' } as const)[
    request.kind
  ];
  return changed(evidence, {
    own: evidence.own ? higher(evidence.own, standing, compareStandings) : standing,
    moments: withMoments(evidence.moments, { [moment]: request.atMs }),
    newestMs: Math.max(evidence.newestMs, request.atMs),
  });
}

function changed(evidence: OrderEvidence, parts: Partial<OrderEvidence>): OrderEvidence {
  const differs = (Object.keys(parts) as (keyof OrderEvidence)[]).some((name) => parts[name] !== evidence[name]);
  return differs ? { ...evidence, ...parts } : evidence;
}

/** The first of two equal ones, so that what is not new keeps its identity. */
function higher<T>(known: T, told: T, compare: (a: T, b: T) => number): T {
  return compare(told, known) > 0 ? told : known;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareStandings<T extends Standing>(a: T, b: T): number {
  const textOf = ({ reason }: T) => (reason ? `${reason.code}\n${reason.message}` : '');
  return orderStatusRank(a.status) - orderStatusRank(b.status) || compareText(textOf(a), textOf(b));
}

function compareFilled(a: OrderEvidence['filled'], b: OrderEvidence['filled']): number {
  return compareDecimals(a.quantity, b.quantity) || compareText(a.averagePrice ?? '', b.averagePrice ?? '');
}

/** Newest first; two of the same millisecond are told apart by their text, which is arbitrary but always the same. */
function compareTerms(a: OrderEvidence['terms'], b: OrderEvidence['terms']): number {
  const textOf = (terms: OrderEvidence['terms']) =>
    [terms.quantity, terms.limitPrice, terms.triggerPrice, terms.trailingDistance].join(' ');
  return a.venueMs - b.venueMs || compareText(textOf(a), textOf(b));
}

function compareFills(a: OrderFill, b: OrderFill): number {
  const textOf = (fill: OrderFill) =>
    [fill.venueMs, fill.price, fill.quantity, fill.feeCurrency, fill.fee, fill.liquidity].join(' ');
  return compareText(textOf(a), textOf(b));
}

function mergeFills(known: OrderFill, told: OrderFill): OrderFill {
  const fill = higher(known, told, compareFills);
  const readMs = Math.min(known.readMs, told.readMs);
  return fill === known && readMs === known.readMs ? known : { ...fill, readMs };
}

/** Of each moment the earliest time that it was heard of. */
function withMoments(known: Moments, told: Moments): Moments {
  const earlier = (Object.entries(told) as [OrderMoment, number][]).filter(
    ([name, atMs]) => atMs < (known[name] ?? Number.POSITIVE_INFINITY),
  );
  return earlier.length === 0 ? known : { ...known, ...Object.fromEntries(earlier) };
}

export function toOrderFill(fill: Fill, readMs: number): OrderFill {
  const { price, quantity, fee, feeCurrency, liquidity, venueMs } = fill;
  return { price, quantity, fee, feeCurrency, ...(liquidity && { liquidity }), venueMs, readMs };
}
