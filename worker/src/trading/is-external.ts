import { isOwnClientOrderId, type ExecutionCause, type OrderRecord } from '@tapedeck/core';

/** Whether no command of this desk made an execution; `undefined` where nobody knows. */
export function isExternal(
  execution: {
    readonly cause: ExecutionCause;
    readonly clientOrderId?: string | undefined;
    readonly withoutClientOrderId?: true | undefined;
  },
  order: Pick<OrderRecord, 'external'> | undefined,
): boolean | undefined {
  const { cause, clientOrderId, withoutClientOrderId } = execution;
  if (order && !order.external) return false;
  if (cause === 'liquidation' || cause === 'auto-deleverage') return true;
  // The venue does not say who set a stop of a position.
  if (cause !== 'order') return undefined;
  if (order) return true;
  // An id of our form that this desk does not know may be of another desk on the same venue account.
  if (clientOrderId !== undefined) return isOwnClientOrderId(clientOrderId) ? undefined : true;
  return withoutClientOrderId;
}
