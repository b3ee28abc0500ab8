import type { FillDocument, LedgerDocument, OrderDocument } from '@tapedeck/core';
import { TradingBench, btc } from '../testing/trading-bench.ts';

const exit = {
  clientOrderId: '',
  instrumentId: btc,
  side: 'sell',
  type: 'market',
  timeInForce: 'IOC',
  quantity: '0.1',
  reduceOnly: true,
  slot: 'net',
} as const;

describe('fills while the worker was away, at a venue that tells them by instrument', () => {
  it('of an order whose position has closed since are booked all the same', async () => {
    const bench = await new TradingBench().ready();
    bench.broker.tellsByInstrument = true;
    bench.limit();
    await bench.advance(1_000);
    const [order] = bench.store.of('orders') as OrderDocument[];
    bench.venue.pushes = false;
    bench.venue.fill(order?.clientOrderId ?? '');
    await bench.venue.placeOrder({ ...exit, clientOrderId: 'made-elsewhere' });
    expect(bench.broker.positions).toEqual([]);
    bench.restart();
    await bench.advance(3_000);
    expect((bench.store.of('orders') as OrderDocument[]).find(({ side }) => side === 'buy')?.status).toBe('filled');
    const fills = bench.store.of('fills') as FillDocument[];
    expect(fills.map(({ side, quantity }) => [side, quantity])).toEqual([
      ['buy', '0.1'],
      ['sell', '0.1'],
    ]);
    const entries = bench.store.of('ledger') as LedgerDocument[];
    expect(entries.map(({ kind }) => kind)).toEqual(['fee', 'fill', 'fee']);
  });

  it('of a position that the books remember, closed since, are booked all the same', async () => {
    const bench = await new TradingBench().ready();
    bench.broker.tellsByInstrument = true;
    bench.market();
    await bench.advance(2_000);
    await bench.advance(600_000, 2_000);
    bench.venue.pushes = false;
    await bench.venue.placeOrder({ ...exit, clientOrderId: 'made-elsewhere' });
    bench.restart();
    await bench.advance(3_000);
    const fills = bench.store.of('fills') as FillDocument[];
    expect(fills.map(({ side }) => side)).toEqual(['buy', 'sell']);
  });
});

describe('fills that come to light with the end of their order', () => {
  it('are asked for once more', async () => {
    const bench = await new TradingBench().ready();
    bench.limit();
    await bench.advance(1_000);
    const [order] = bench.store.of('orders') as OrderDocument[];
    bench.venue.pushes = false;
    bench.venue.fill(order?.clientOrderId ?? '');
    const told = bench.broker.executions.splice(0);
    const fetchOrder = bench.venue.fetchOrder.bind(bench.venue);
    bench.venue.fetchOrder = async (reference) => {
      bench.broker.executions.push(...told.splice(0));
      return fetchOrder(reference);
    };
    bench.restart();
    await bench.advance(1_500);
    expect(bench.store.of('fills')).toHaveLength(1);
  });
});
