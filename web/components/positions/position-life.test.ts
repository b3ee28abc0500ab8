import type { FillDocument } from '@tapedeck/core/documents/trading-documents';
import { orderDocument } from '@/components/orders/order-document-fixture.ts';
import { toPositionLife } from './position-life.ts';

const fill: FillDocument = {
  id: 'f-1',
  accountId: 'main',
  slot: 'net',
  venueOrderId: 'v-1',
  instrumentId: 'BTC-USDT-PERP',
  side: 'buy',
  price: '100',
  quantity: '1',
  fee: '0.02',
  feeCurrency: 'USDT',
  liquidity: 'taker',
  venueMs: 500_000,
};
const opened = {
  id: 'a-1',
  atMs: 500_100,
  kind: 'trade' as const,
  type: 'position-opened',
  actor: { kind: 'user' as const, name: 'Olivia Owner' },
  summary: 'Main: Long BTC-USDT-PERP opened at 100.',
};
const order = orderDocument({ status: 'filled', filledQuantity: '1', createdAtMs: 400_000, updatedAtMs: 500_000 });
const sources = { activity: [opened], orders: [order], fills: [fill], slot: 'net', openedAtMs: 500_000 };

describe('toPositionLife', () => {
  it('tells events, orders and fills as one, newest first', () => {
    expect(toPositionLife(sources).map(({ text, by }) => [text, by])).toEqual([
      ['Main: Long BTC-USDT perpetual opened at 100.', 'Olivia Owner'],
      ['Bought 1 at 100', 'fee 0.02 USDT, taker'],
      ['Buy 1, limit: filled, 1 filled', 'Olivia Owner'],
    ]);
  });

  it('leaves out the other side of a hedge and what belongs to an earlier position', () => {
    expect(toPositionLife({ ...sources, slot: 'long' })).toHaveLength(1);
    expect(toPositionLife({ ...sources, openedAtMs: 900_000 })).toEqual([]);
  });
});
