import type { BooksDocument, ClosedPositionDocument, LedgerDocument } from '@tapedeck/core';
import { aPosition } from '@tapedeck/core/sync/testing/readings';
import { TradingBench, btc } from '../testing/trading-bench.ts';

async function closedOnce(bench: TradingBench): Promise<void> {
  bench.market();
  await bench.advance(2_000);
  bench.venue.markPrice = '51000';
  bench.send('closePosition', { positionId: `${btc}_net`, side: 'long' });
  await bench.advance(1_000);
}

/** A fill of an order that is none of ours, as the venue tells of it. */
function tradeElsewhere(
  bench: TradingBench,
  side: 'buy' | 'sell',
  { id, quantity = '0.1', ...told }: { id?: string; quantity?: string; withoutClientOrderId?: true; sequence?: number },
): void {
  const venueMs = bench.clock.nowMs();
  const execution = {
    fill: {
      id: id ?? `elsewhere-${venueMs}`,
      venueOrderId: `v-${venueMs}`,
      instrumentId: btc,
      side,
      price: '50000',
      quantity,
      fee: '0',
      feeCurrency: 'USDT',
      venueMs,
    },
    positionId: `${btc}_net`,
    cause: 'order' as const,
    ...told,
  };
  bench.broker.executions.push(execution);
  bench.broker.emit({ kind: 'executions', executions: [execution], readMs: venueMs });
}

function closedPositions(bench: TradingBench) {
  return bench.store.of('closedPositions') as ClosedPositionDocument[];
}

describe('the books of an account', () => {
  it('hold every fill and fee as an entry, and each closed position with its result', async () => {
    const bench = await new TradingBench().ready();
    await closedOnce(bench);
    const entries = bench.store.of('ledger') as LedgerDocument[];
    expect(entries.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['fee', '-0.01'],
      ['fill', '100'],
      ['fee', '-0.01'],
    ]);
    expect(closedPositions(bench)).toMatchObject([
      { side: 'long', quantity: '0.1', entryPrice: '50000', exitPrice: '51000', pnl: '100', netPnl: '99.98' },
    ]);
  });

  it('keep a fill once, though it is pushed and asked for', async () => {
    const bench = await new TradingBench().ready();
    await closedOnce(bench);
    bench.restart();
    await bench.advance(3_000);
    expect(bench.store.of('fills')).toHaveLength(2);
    expect(bench.store.of('ledger')).toHaveLength(3);
  });

  it('go on over a restart in the middle of a position', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(1_500);
    bench.restart();
    await bench.advance(3_000);
    bench.venue.markPrice = '49000';
    bench.send('closePosition', { positionId: `${btc}_net`, side: 'long' });
    await bench.advance(1_000);
    expect(closedPositions(bench)).toMatchObject([{ pnl: '-100', fillCount: 2 }]);
  });

  it('go on from a checkpoint, long after the fills of a position', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    await bench.advance(900_000, 2_000);
    const [books] = bench.store.of('books') as BooksDocument[];
    expect(books?.positions[`${btc}_net`]).toMatchObject({ quantity: '0.1', cost: '5000' });
    bench.restart();
    await bench.advance(3_000);
    bench.send('closePosition', { positionId: `${btc}_net`, side: 'long' });
    await bench.advance(1_000);
    expect(closedPositions(bench)).toMatchObject([{ pnl: '0', entryPrice: '50000', fillCount: 2 }]);
  });

  it('begin with the positions that the account has', async () => {
    const bench = new TradingBench();
    bench.broker.positions = [aPosition('BTC', '0.1', { entryPrice: '40000' })];
    await bench.ready();
    bench.send('closePosition', { positionId: `${btc}_net`, side: 'long' });
    await bench.advance(1_000);
    expect(closedPositions(bench)).toMatchObject([{ side: 'long', entryPrice: '40000', pnl: '1000' }]);
  });

  it('tell which open positions no command of this desk opened, also after a restart', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    expect(bench.live?.openedElsewhere).toEqual({});
    bench.send('closePosition', { positionId: `${btc}_net`, side: 'long' });
    await bench.advance(2_000);
    tradeElsewhere(bench, 'sell', { withoutClientOrderId: true });
    await bench.advance(2_000);
    expect(bench.live?.openedElsewhere).toEqual({ [`${btc}_net`]: 'short' });
    bench.restart();
    await bench.advance(3_000);
    expect(bench.live?.openedElsewhere).toEqual({ [`${btc}_net`]: 'short' });
    tradeElsewhere(bench, 'buy', { withoutClientOrderId: true });
    await bench.advance(2_000);
    expect(bench.live?.openedElsewhere).toEqual({});
  });

  it('take fills of one millisecond in the order of the venue, not of their ids', async () => {
    const bench = await new TradingBench().ready();
    await bench.advance(1_000);
    tradeElsewhere(bench, 'buy', { id: 'z', sequence: 1 });
    tradeElsewhere(bench, 'sell', { id: 'm', sequence: 2, quantity: '0.3' });
    tradeElsewhere(bench, 'buy', { id: 'a', sequence: 3, quantity: '0.2' });
    await bench.advance(2_000);
    expect(closedPositions(bench).map(({ side, quantity }) => [side, quantity])).toEqual([
      ['long', '0.1'],
      ['short', '0.2'],
    ]);
  });

  it('say nothing of a position that nobody knows who opened', async () => {
    const bench = new TradingBench();
    bench.broker.positions = [aPosition('BTC', '0.1', { entryPrice: '40000' })];
    await bench.ready();
    expect(bench.live?.openedElsewhere).toEqual({});
    tradeElsewhere(bench, 'sell', { quantity: '0.2' });
    await bench.advance(2_000);
    expect(bench.live?.openedElsewhere).toEqual({});
  });

  it('give funding to the position that it was for', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    const venueMs = bench.clock.nowMs();
    bench.venue.balanceChanges = [
      { id: 'funding-1', kind: 'funding', currency: 'USDT', amount: '-1.5', instrumentId: btc, venueMs },
    ];
    await bench.advance(310_000, 2_000);
    bench.send('closePosition', { positionId: `${btc}_net`, side: 'long' });
    await bench.advance(1_000);
    expect(closedPositions(bench)).toMatchObject([{ funding: '-1.5', netPnl: '-1.52' }]);
  });

  it("tell the venue's figure of the same closes, once it gives one, and the difference", async () => {
    const bench = await new TradingBench().ready();
    await closedOnce(bench);
    const [, exit] = [...bench.venue.orders.values()];
    const venueMs = bench.clock.nowMs();
    const venueOrderId = exit?.order.venueOrderId ?? '';
    bench.venue.closes = [{ id: 'c-1', venueOrderId, instrumentId: btc, quantity: '0.1', pnl: '99.97', venueMs }];
    await bench.advance(15_000);
    expect(closedPositions(bench)).toMatchObject([{ venue: { pnl: '99.97', difference: '-0.01' } }]);
  });
});
