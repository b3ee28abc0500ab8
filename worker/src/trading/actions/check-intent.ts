import {
  AppError,
  checkOrder,
  sayMoney,
  type Decimal,
  type Denial,
  type OrderCheck,
  type OrderIntent,
} from '@tapedeck/core';
import type { AccountTrading } from '../account-trading.ts';
import { ApprovalNeeded, type CommandTicket } from '../command-ticket.ts';
import type { VenueAct } from '../venue-guard.ts';

export interface CheckedOrder {
  readonly check: OrderCheck;
  /** In steps of the instrument. */
  readonly quantity: Decimal;
  readonly act: VenueAct;
}

/**
 * Lets an order through every gate, on what is known at this moment; throws `rejected` with the denials, or
 * `ApprovalNeeded`. Waits for nothing, so that an order that is put into the register right after it counts for the next.
 */
export function checkIntent(
  trading: AccountTrading,
  intent: OrderIntent,
  ticket: CommandTicket,
  amended?: string,
): CheckedOrder {
  const { rules, basis, sender } = trading;
  // Agreed to later than it was asked for: what was cancelled in between is not meant.
  if (!ticket.approved) sender.checkWanted(intent, ticket.createdAtMs);
  const role = rules.roleOf(ticket.actor.uid);
  const context = basis.contextOf(intent.instrumentId, { role, ...(amended !== undefined && { amended }) });
  const check = checkOrder(intent, context);
  if (check.denials.length > 0) {
    // While HALTED nothing was asked for, so that nothing else was found out.
    const halted = check.denials.filter(({ code }) => code === 'trading-halted');
    throw new DeniedError(halted.length > 0 ? halted : check.denials, check.quantity);
  }
  if (check.quantity === undefined)
    throw new AppError('internal', 'The quantity of the order could not be worked out. Nothing was sent.');
  if (check.needsApproval && !ticket.approved)
    throw new ApprovalNeeded(toReason(check, context.currency, context.limits.approvalNotional));
  const kind = check.isExit ? 'exit' : 'entry';
  return { check, quantity: check.quantity, act: { kind, stamp: rules.stamp, expiresAtMs: ticket.expiresAtMs } };
}

/** A gate refused it. The first sentence says why; all of them stand in the details. */
export class DeniedError extends AppError {
  readonly denials: readonly Denial[];
  /** Of the order, in steps of the instrument; absent when it could not be worked out. */
  readonly quantity: Decimal | undefined;

  constructor(denials: readonly Denial[], quantity?: Decimal) {
    super('rejected', denials[0]?.message ?? 'The order was refused. Nothing was sent.', { details: { denials } });
    this.denials = denials;
    this.quantity = quantity;
  }
}

function toReason({ estimate }: OrderCheck, currency: string, threshold: Decimal | undefined): string {
  const value = estimate?.inAccount?.value;
  const worth = value === undefined ? 'more' : `about ${sayMoney(value, currency)}`;
  return `The order is worth ${worth}; above ${sayMoney(threshold ?? '0', currency)} another member has to approve it. Nothing has been sent yet.`;
}
