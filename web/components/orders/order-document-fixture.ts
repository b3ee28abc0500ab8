import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';

/** A limit buy of 1 BTC at 100, working, made by Olivia at 1000 ms. For tests. */
export function orderDocument(parts: Partial<OrderDocument> = {}): OrderDocument {
  const { evidence, ...rest } = parts;
  return {
    accountId: 'main',
    clientOrderId: 'td-1',
    venueOrderId: 'v-1',
    commandId: 'command-1',
    instrumentId: 'BTC-USDT-PERP',
    side: 'buy',
    type: 'limit',
    timeInForce: 'GTC',
    status: 'working',
    quantity: '1',
    filledQuantity: '0',
    limitPrice: '100',
    reduceOnly: false,
    slot: 'net',
    external: false,
    actor: { uid: 'u-1', name: 'Olivia Owner' },
    open: true,
    epoch: 1,
    createdAtMs: 1_000,
    updatedAtMs: 1_000,
    ...rest,
    evidence: {
      terms: { quantity: '1', limitPrice: '100', venueMs: 0 },
      filled: { quantity: '0' },
      fills: {},
      moments: { created: 1_000, sent: 1_010, accepted: 1_040, triggered: 1_040 },
      newestMs: 1_000,
      ...evidence,
    },
  };
}
