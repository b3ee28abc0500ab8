import { AppError, toClientOrderId, type OrderIntent } from '@tapedeck/core';
import type { AccountTrading } from '../account-trading.ts';
import type { CommandTicket } from '../command-ticket.ts';
import { toPlacement } from '../placement.ts';
import { checkNewOrder } from './check-new-order.ts';
import { orderOutcome } from './order-outcome.ts';

/** Sends one order; resolves when the venue has taken it. */
export async function placeOrder(
  trading: AccountTrading,
  intent: OrderIntent,
  ticket: CommandTicket,
): Promise<{ readonly clientOrderId: string }> {
  const { claim, basis, sender } = trading;
  const { commandId, actor } = ticket;
  const { deskId, accountId } = claim;
  const clientOrderId = await toClientOrderId({ deskId, accountId, commandId, part: 0 });
  await basis.prepare(intent.instrumentId);
  if (trading.register.get(clientOrderId)) {
    throw new AppError('conflict', 'The order of this command exists already. Nothing more was sent.');
  }
  const { record, act } = checkNewOrder(trading, intent, ticket, clientOrderId);
  const { uid, name } = actor;
  await sender.send({
    record,
    placement: toPlacement(record),
    actor: { uid, name },
    act,
    before: () => ticket.begin(),
  });
  await orderOutcome(trading, clientOrderId, ticket);
  return { clientOrderId };
}
