import type { LiveTradingDocument, OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { everyCapability } from '@tapedeck/core/orders/trading-capabilities';
import { amendOffReason } from './order-access.ts';

const order = { status: 'working', instrumentId: 'BTC-USDT-SPOT', type: 'limit', reduceOnly: false } as OrderDocument;
const capabilities = { ...everyCapability, amends: { spot: [], perpetual: ['limit' as const] } };
const offOf = (parts: Partial<OrderDocument>, trading: Partial<LiveTradingDocument>) =>
  amendOffReason(
    { ...order, ...parts },
    {
      commandOff: undefined,
      mode: 'ACTIVE',
      trading: { state: 'ready', blocked: {}, ...trading } as LiveTradingDocument,
      prices: 'live',
    },
    undefined,
  );

it('an order is changed where the exchange changes its kind', () => {
  expect(offOf({}, {})).toBeUndefined();
  expect(offOf({}, { capabilities: everyCapability })).toBeUndefined();
  expect(offOf({}, { capabilities })).toMatch(/Cancel it and place a new one/);
  expect(offOf({ instrumentId: 'BTC-USDT-PERP' }, { capabilities })).toBeUndefined();
  expect(offOf({ instrumentId: 'BTC-USDT-PERP', type: 'stop' }, { capabilities })).toMatch(/Cancel it/);
});
