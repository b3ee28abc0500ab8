import { Big } from 'big.js';
import { AppError } from '../app-error.ts';
import { addDecimals, compareDecimals, divideDecimals, multiplyDecimals, type Decimal } from '../decimal-arithmetic.ts';
import type { Order, OrderStatus } from '../model/order.ts';
import { takeIn } from './order-evidence.ts';
import { defaultTimeInForce } from './order-fields.ts';
import type { OrderIntent } from './order-intent.ts';
import type { OrderEvidence, OrderReason, OrderRecord } from './order-record.ts';
import { hasOrderEnded } from './order-status.ts';
import { toOrderReport, toTerms, type OrderUpdate } from './order-update.ts';

/** Digits behind the point of an average of several fills. */
const averagePriceDigits = 12;

/** The record of an order that is about to be sent: made and stored before the venue hears of it. */
export function createOrderRecord(
  intent: OrderIntent,
  parts: {
    readonly clientOrderId: string;
    readonly commandId: string;
    readonly quantity: Decimal;
    readonly createdAtMs: number;
  },
): OrderRecord {
  const { clientOrderId, commandId, quantity, createdAtMs } = parts;
  const { limitPrice, triggerPrice, trailingDistance, triggerBy, referencePrice, stopLoss, takeProfit } = intent;
  const terms = toTerms({ quantity, limitPrice, triggerPrice, trailingDistance });
  return {
    clientOrderId,
    commandId,
    external: false,
    instrumentId: intent.instrumentId,
    side: intent.side,
    type: intent.type,
    timeInForce: intent.timeInForce ?? defaultTimeInForce(intent.type),
    reduceOnly: intent.reduceOnly ?? false,
    slot: intent.slot ?? 'net',
    status: 'pending',
    filledQuantity: '0',
    ...terms,
    ...(triggerBy !== undefined && { triggerBy }),
    ...(referencePrice !== undefined && { referencePrice }),
    ...(stopLoss !== undefined && { stopLoss }),
    ...(takeProfit !== undefined && { takeProfit }),
    createdAtMs,
    updatedAtMs: createdAtMs,
    evidence: {
      own: { status: 'pending' },
      terms: { ...terms, venueMs: 0 },
      filled: { quantity: '0' },
      fills: {},
      moments: { created: createdAtMs },
      newestMs: createdAtMs,
    },
  };
}

/** The record of an order that was made elsewhere and found at the venue. */
export function adoptOrder(order: Order, readMs: number): OrderRecord {
  const bare: OrderRecord = {
    ...order,
    external: true,
    evidence: {
      terms: { ...toTerms(order), venueMs: 0 },
      filled: { quantity: '0' },
      fills: {},
      moments: {},
      newestMs: 0,
    },
  };
  const report = toOrderReport(order, readMs);
  return report ? applyOrderUpdate(bare, report) : bare;
}

/**
 * The order after an update. Updates may come in any order, more than once, and from stream or query: the same set of
 * them always ends in the same order; what is filled never falls, and an order never goes back (`mayOrderFollow`). An end
 * is only ever the venue's word. Returns the very same record when nothing is new, so that nothing needs to be written.
 *
 * Throws `conflict` for an update of another order: two orders of one client order id are never merged into one.
 */
export function applyOrderUpdate(record: OrderRecord, update: OrderUpdate): OrderRecord {
  const venueOrderId = checkIdentity(record, update);
  const evidence = takeIn(record.evidence, update);
  if (evidence === record.evidence && venueOrderId === record.venueOrderId) return record;
  return derive({ ...record, ...(venueOrderId !== undefined && { venueOrderId }) }, evidence);
}

function checkIdentity(record: OrderRecord, update: OrderUpdate): string | undefined {
  const told =
    update.kind === 'report' ? update.venueOrderId : update.kind === 'fill' ? update.fill.venueOrderId : undefined;
  if (told !== undefined && record.venueOrderId !== undefined && told !== record.venueOrderId) {
    throw new AppError(
      'conflict',
      `The venue has two orders for ${record.clientOrderId}: ${record.venueOrderId} and ${told}. Both count. Look at the account and cancel the one that is too many.`,
      { details: { clientOrderId: record.clientOrderId, known: record.venueOrderId, told } },
    );
  }
  if (update.kind !== 'fill') return told ?? record.venueOrderId;
  const { fill } = update;
  if (fill.instrumentId !== record.instrumentId || fill.side !== record.side) {
    throw new AppError(
      'conflict',
      `Fill ${fill.id} (${fill.side} ${fill.instrumentId}) is not of the order ${record.clientOrderId} (${record.side} ${record.instrumentId}). Neither was changed. Compare the account with the venue.`,
      { details: { fillId: fill.id, clientOrderId: record.clientOrderId } },
    );
  }
  return told ?? record.venueOrderId;
}

function derive(record: OrderRecord, evidence: OrderEvidence): OrderRecord {
  const terms = toTerms(evidence.terms);
  const fills = Object.values(evidence.fills);
  const executed = addDecimals(...fills.map((fill) => fill.quantity));
  const reported = evidence.filled;
  const isTold = compareDecimals(reported.quantity, executed) > 0;
  const filledQuantity = isTold ? reported.quantity : executed;
  const average = isTold ? reported.averagePrice : averageOf(evidence, executed);
  const { status, reason } = standingOf(evidence, filledQuantity);
  return {
    ...withoutDerived(record),
    ...terms,
    // More than the known quantity means that news of an amendment is still on its way.
    quantity: compareDecimals(filledQuantity, terms.quantity) > 0 ? filledQuantity : terms.quantity,
    status,
    filledQuantity,
    ...(average !== undefined && { averageFillPrice: average }),
    ...(reason && { reason }),
    updatedAtMs: Math.max(record.createdAtMs, evidence.newestMs),
    evidence,
  };
}

const optionalDerived = new Set(['limitPrice', 'triggerPrice', 'trailingDistance', 'averageFillPrice', 'reason']);

/** The record without what may be absent after the next derivation. */
function withoutDerived(record: OrderRecord): OrderRecord {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !optionalDerived.has(name))) as OrderRecord;
}

function averageOf({ fills }: OrderEvidence, executed: Decimal): Decimal | undefined {
  if (new Big(executed).eq(0)) return undefined;
  const value = addDecimals(...Object.values(fills).map((fill) => multiplyDecimals(fill.price, fill.quantity)));
  return divideDecimals(value, executed, averagePriceDigits);
}

/** The venue's word comes first; without it a fill shows that the order stands; else what we know ourselves. */
function standingOf(
  { venue, own }: OrderEvidence,
  filledQuantity: Decimal,
): { readonly status: OrderStatus; readonly reason?: OrderReason | undefined } {
  const isFilling = compareDecimals(filledQuantity, '0') > 0;
  if (venue && hasOrderEnded(venue.status)) return venue;
  if (isFilling) return { status: 'partly-filled' };
  if (venue) return venue;
  return own ?? { status: 'pending' };
}
