import { AppError, type OrderRecord } from '@tapedeck/core';
import type { AccountTrading } from '../account-trading.ts';
import type { CommandTicket } from '../command-ticket.ts';
import { describe } from '../order-news.ts';
import { isDecided } from '../order-register.ts';

/** The order once the venue has told of it; throws `rejected` when it does not stand. */
export async function orderOutcome(
  trading: AccountTrading,
  clientOrderId: string,
  ticket: Pick<CommandTicket, 'unknown'>,
): Promise<OrderRecord> {
  const { register } = trading;
  const first = await register.until(clientOrderId, (record) => isDecided(record) || record.status === 'unknown');
  if (!isDecided(first)) {
    await ticket.unknown(
      `${describe(first)}: the venue has not said whether it stands. No entry in ${first.instrumentId} is sent until it has; it is asked all the time.`,
    );
  }
  const record = await register.until(clientOrderId, isDecided);
  if (record.status !== 'rejected') return record;
  const reason = record.reason?.message ?? 'The venue gave no reason. Nothing was bought or sold.';
  throw new AppError('rejected', `${describe(record)} was not placed. ${reason}`, {
    details: { clientOrderId, ...(record.reason && { reason: record.reason }) },
  });
}
