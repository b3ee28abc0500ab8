import type { Fill } from '../model/order.ts';
import { createOrderRecord } from './apply-order-update.ts';
import type { OrderRecord } from './order-record.ts';
import type { FillReport, OrderReport } from './order-update.ts';

/** A limit buy of 1 at 100, made at 1000 and not sent yet. For tests. */
export const placed: OrderRecord = createOrderRecord(
  {
    accountId: 'main',
    instrumentId: 'BTC-USDT-PERP',
    side: 'buy',
    type: 'limit',
    quantity: { unit: 'base', value: '1' },
    limitPrice: '100',
    referencePrice: '100',
  },
  { clientOrderId: 'td-1', commandId: 'command-1', quantity: '1', createdAtMs: 1000 },
);

/** That the order works, nothing filled, heard 5 ms after the venue's time, unless told otherwise. */
export function reportOf(parts: Partial<OrderReport> & { readonly venueMs: number }): OrderReport {
  return {
    kind: 'report',
    venueOrderId: 'v-1',
    status: 'working',
    filledQuantity: '0',
    readMs: parts.venueMs + 5,
    ...parts,
  };
}

export function fillOf(parts: Partial<Fill> & { readonly id: string; readonly venueMs: number }): FillReport {
  return {
    kind: 'fill',
    fill: {
      venueOrderId: 'v-1',
      instrumentId: 'BTC-USDT-PERP',
      side: 'buy',
      price: '100',
      quantity: '0.5',
      fee: '0.01',
      feeCurrency: 'USDT',
      ...parts,
    },
    readMs: parts.venueMs + 5,
  };
}
