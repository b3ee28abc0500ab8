import { AppError, toClientOrderId, type OrderRecord } from '@tapedeck/core';
import type { AccountTrading } from '../account-trading.ts';
import type { CommandTicket } from '../command-ticket.ts';
import { orderOutcome } from './order-outcome.ts';
import { reversalPart, toHalfReversedError } from './position-orders.ts';

type RecoveryTicket = Pick<CommandTicket, 'commandId' | 'unknown'>;

/**
 * What became of the order of a command that a worker before this one had begun. It was stored before it was sent, so one
 * that is not in the store was never sent; of the others the venue says whether they stand. Nothing is sent again.
 */
export async function recoverOrder(
  trading: AccountTrading,
  ticket: RecoveryTicket,
): Promise<{ readonly clientOrderId: string }> {
  const order = await find(trading, ticket.commandId, 0);
  if (!order) throw toNeverSentError();
  await orderOutcome(trading, order.clientOrderId, ticket);
  return { clientOrderId: order.clientOrderId };
}

/** The same for a command that may have made several orders. */
export async function recoverOrders(
  trading: AccountTrading,
  ticket: RecoveryTicket,
): Promise<{ readonly clientOrderIds: readonly string[] }> {
  const closes = await findAll(trading, ticket.commandId);
  if (closes.length === 0) throw toNeverSentError();
  await Promise.all(closes.map((order) => orderOutcome(trading, order.clientOrderId, ticket)));
  return { clientOrderIds: closes.map((order) => order.clientOrderId) };
}

/** A reversal that stopped half-way is said to be so: the other side is not opened by a worker that was not asked. */
export async function recoverReversal(
  trading: AccountTrading,
  ticket: RecoveryTicket,
): Promise<{ readonly clientOrderIds: readonly string[] }> {
  const { clientOrderIds: closes } = await recoverOrders(trading, ticket);
  const opened = await find(trading, ticket.commandId, reversalPart);
  if (!opened) {
    throw new AppError(
      'conflict',
      'The worker stopped after the close was sent: the position is closed or being closed, and the other side was not opened. Look at the position; open the other side yourself if you still want it.',
    );
  }
  await orderOutcome(trading, opened.clientOrderId, ticket).catch((error: unknown) => {
    throw toHalfReversedError(error);
  });
  return { clientOrderIds: [...closes, opened.clientOrderId] };
}

async function findAll(trading: AccountTrading, commandId: string): Promise<readonly OrderRecord[]> {
  const found: OrderRecord[] = [];
  for (;;) {
    const order = await find(trading, commandId, found.length);
    if (!order) return found;
    found.push(order);
  }
}

async function find(trading: AccountTrading, commandId: string, part: number): Promise<OrderRecord | undefined> {
  const { deskId, accountId } = trading.claim;
  return trading.register.find(await toClientOrderId({ deskId, accountId, commandId, part }));
}

function toNeverSentError(): AppError {
  return new AppError(
    'conflict',
    'The worker stopped before the order was sent. Nothing was sent and nothing was bought or sold. Send it again if you still want it.',
  );
}
