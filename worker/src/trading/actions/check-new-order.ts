import {
  applyOrderUpdate,
  createOrderRecord,
  isZero,
  type Decimal,
  type OrderIntent,
  type OrderRecord,
} from '@tapedeck/core';
import type { AccountTrading } from '../account-trading.ts';
import type { CommandTicket } from '../command-ticket.ts';
import type { VenueAct } from '../venue-guard.ts';
import { checkIntent, DeniedError } from './check-intent.ts';

export interface NewOrder {
  readonly record: OrderRecord;
  readonly act: VenueAct;
}

/**
 * As `checkIntent`, for an order that stands nowhere yet. One that a gate denies is kept as a rejected order with the
 * gate's sentence, so that failed orders, their pages and the statistics of rejects are one list, whether the venue
 * refused an order or we did; commands, which hold the denials too, are not kept by account and know no quantity in steps.
 */
export function checkNewOrder(
  trading: AccountTrading,
  intent: OrderIntent,
  ticket: CommandTicket,
  clientOrderId: string,
): NewOrder {
  const { commandId } = ticket;
  const toRecord = (quantity: Decimal) =>
    createOrderRecord(intent, { clientOrderId, commandId, quantity, createdAtMs: trading.clock.nowMs() });
  try {
    const { quantity, act } = checkIntent(trading, intent, ticket);
    return { record: toRecord(quantity), act };
  } catch (error) {
    if (error instanceof DeniedError) {
      const quantity = quantityOf(intent, error);
      if (quantity !== undefined) keepDenied(trading, toRecord(quantity), error, ticket);
    }
    throw error;
  }
}

/** As it was asked for where it comes to nothing; undefined where nobody can tell how much it would have been. */
function quantityOf({ quantity: { unit, value } }: OrderIntent, { quantity }: DeniedError): Decimal | undefined {
  if (quantity !== undefined && !isZero(quantity)) return quantity;
  return unit === 'base' ? value : undefined;
}

function keepDenied(
  { register }: AccountTrading,
  record: OrderRecord,
  { denials, message }: DeniedError,
  { actor: { uid, name } }: CommandTicket,
): void {
  const reason = { code: denials[0]?.code ?? 'rejected', message: message.slice(0, 500) };
  // Denied as it came to be: whether a gate or the venue refused an order is told by these two times.
  register.add(applyOrderUpdate(record, { kind: 'refused', reason, atMs: record.createdAtMs }), { uid, name });
}
