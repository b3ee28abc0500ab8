import { calculateOrderStatistics } from '@tapedeck/core';
import { TradingBench, btc } from '../testing/trading-bench.ts';

const limits = { maxOrderNotional: '1000' };

describe('an order that a gate denies', () => {
  it('stands among the failed ones with its sentence, and was never sent', async () => {
    const bench = await new TradingBench({ limits }).ready();
    const id = bench.limit();
    await bench.advance(500);
    const { status, error } = bench.command(id);
    expect(status).toBe('rejected');
    expect(bench.orders).toMatchObject([
      {
        status: 'rejected',
        open: false,
        external: false,
        commandId: id,
        quantity: '0.1',
        limitPrice: '49000',
        actor: { uid: 'ada' },
        reason: { code: 'order-notional', message: error?.message },
      },
    ]);
    expect(bench.placed).toBe(0);
    expect(calculateOrderStatistics(bench.orders)).toMatchObject({
      rejected: 1,
      rejectsByReason: [{ code: 'order-notional', count: 1 }],
    });
  });

  it('of an unknown instrument has the quantity that was asked for', async () => {
    const bench = await new TradingBench().ready();
    bench.limit('1', '5', { instrumentId: 'NOPE-USDT-PERP' });
    await bench.advance(500);
    expect(bench.orders).toMatchObject([
      { instrumentId: 'NOPE-USDT-PERP', quantity: '5', status: 'rejected', reason: { code: 'instrument-unknown' } },
    ]);
  });

  it('is none where nobody can tell how much it was', async () => {
    const bench = await new TradingBench().ready();
    bench.limit('1', '5', { instrumentId: 'NOPE-USDT-PERP', quantity: { unit: 'quote', value: '500' } });
    await bench.advance(500);
    expect(bench.orders).toHaveLength(0);
  });

  it('is the other side of a reversal too, and nothing is closed', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    bench.setDesk({ limits });
    const id = bench.send('reversePosition', { positionId: `${btc}_net`, side: 'long' });
    await bench.advance(1_000);
    expect(bench.command(id).status).toBe('rejected');
    expect(bench.orders.filter(({ commandId }) => commandId === id)).toMatchObject([
      { side: 'sell', status: 'rejected', reason: { code: 'order-notional' } },
    ]);
    expect(bench.broker.positions).toHaveLength(1);
  });

  it('is no order of its own where it would have changed one', async () => {
    const bench = await new TradingBench().ready();
    bench.limit();
    await bench.advance(1_000);
    bench.setDesk({ limits });
    const id = bench.send('amendOrder', { clientOrderId: bench.orders[0]?.clientOrderId, quantity: '0.2' });
    await bench.advance(500);
    expect(bench.command(id).status).toBe('rejected');
    expect(bench.orders).toMatchObject([{ status: 'working', quantity: '0.1' }]);
  });
});
