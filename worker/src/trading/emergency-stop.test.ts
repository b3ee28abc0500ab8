import { AppError, defaultDeskLimits } from '@tapedeck/core';
import { aPosition } from '@tapedeck/core/sync/testing/readings';
import { TradingBench, btc } from '../testing/trading-bench.ts';

async function withOrders(count: number): Promise<TradingBench> {
  const bench = await new TradingBench().ready();
  for (let index = 0; index < count; index += 1) bench.limit('49000', '0.002');
  await bench.advance(1_000);
  expect(bench.venue.open).toHaveLength(count);
  return bench;
}

describe('an emergency stop', () => {
  it('cancels every order, asks the venue, and says how far it is', async () => {
    const bench = await withOrders(3);
    bench.venue.makeElsewhere();
    await bench.advance(100);
    bench.halt();
    await bench.advance(1_000);
    expect(bench.venue.open).toHaveLength(0);
    expect(bench.live?.stop).toMatchObject({
      phase: 'done',
      stateEpoch: 1,
      scope: 'desk',
      ordersFound: 4,
      ordersLeft: 0,
    });
    const types = bench.store.of('activity').map((entry) => Reflect.get(entry, 'type'));
    expect(types).toEqual(expect.arrayContaining(['emergency-stop-begun', 'emergency-stop-done']));
  });

  it('overtakes a queue of 200 entries: no order goes out after the latch', async () => {
    const bench = await new TradingBench({ limits: { ...defaultDeskLimits, maxOpenOrders: 1_000 } }).ready();
    bench.store.held = true;
    const ids = Array.from({ length: 200 }, () => bench.market('0.002'));
    await bench.advance(300);
    bench.halt();
    bench.store.release();
    await bench.advance(3_000);
    expect(bench.placed).toBe(0);
    expect(bench.live?.stop?.phase).toBe('done');
    for (const id of ids) {
      expect(bench.command(id).status).toBe('rejected');
      expect(bench.command(id).error?.message).toContain('HALTED');
    }
  });

  it('ends at once the commands whose orders wait for their turn at the venue', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.rate = { limit: 10, used: 10 };
    const id = bench.limit();
    await bench.advance(300);
    bench.halt();
    await bench.advance(100);
    expect(bench.command(id)).toMatchObject({ status: 'rejected' });
    expect(bench.command(id).error?.message).toContain('it is HALTED now. Nothing was sent');
    expect(bench.orders).toMatchObject([{ status: 'rejected', open: false }]);
  });

  it('ends new entries without asking the venue for anything', async () => {
    const bench = await new TradingBench().ready();
    bench.halt();
    await bench.advance(1_000);
    const quotes = bench.venue.requests.length;
    const id = bench.limit();
    await bench.advance(100);
    expect(bench.command(id)).toMatchObject({ status: 'rejected', result: { denials: [{ code: 'trading-halted' }] } });
    expect(bench.venue.requests).toHaveLength(quotes);
  });

  it('closes every position where that was asked for, by orders that only reduce', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    bench.halt({ flatten: true });
    await bench.advance(2_000);
    expect(bench.broker.positions).toHaveLength(0);
    expect(bench.live?.stop).toMatchObject({ phase: 'done', positionsFound: 1, positionsLeft: 0 });
    expect(bench.venue.placements.at(-1)).toMatchObject({ side: 'sell', type: 'market', reduceOnly: true });
  });

  it('leaves positions alone where it was not', async () => {
    const bench = await new TradingBench().ready();
    bench.broker.positions = [aPosition('BTC', '1')];
    bench.halt();
    await bench.advance(1_000);
    expect(bench.broker.positions).toHaveLength(1);
    expect(bench.live?.stop?.phase).toBe('done');
  });

  it('says what is not done while the venue is away, and is finished when it is back', async () => {
    const bench = await withOrders(2);
    bench.venue.failure = new AppError('retryable', 'The venue cannot be reached.');
    bench.halt();
    await bench.advance(3_000);
    expect(bench.live?.stop).toMatchObject({ phase: 'cancelling', ordersLeft: 2 });
    expect(bench.live?.stop?.problem).toContain('2 orders are left');
    bench.venue.failure = undefined;
    await bench.advance(2_000);
    expect(bench.live?.stop).toMatchObject({ phase: 'done' });
    expect(bench.live?.stop).not.toHaveProperty('problem');
  });

  it('is finished by the worker that comes after one that died in it', async () => {
    const bench = await withOrders(2);
    bench.venue.failure = new AppError('retryable', 'The venue cannot be reached.');
    bench.halt();
    await bench.advance(500);
    bench.restart();
    bench.venue.failure = undefined;
    await bench.advance(3_000);
    expect(bench.venue.open).toHaveLength(0);
    expect(bench.live?.stop).toMatchObject({ phase: 'done', ordersFound: 2 });
  });

  it('reaches an account that a person has paused, also after a restart', async () => {
    const bench = await withOrders(2);
    bench.pause();
    bench.halt();
    await bench.advance(2_000);
    expect(bench.venue.open).toHaveLength(0);
    expect(bench.live?.stop?.phase).toBe('done');
  });

  it('that was carried out is not carried out again after a restart', async () => {
    const bench = await withOrders(1);
    bench.halt();
    await bench.advance(1_000);
    const cancels = () => bench.venue.requests.filter((request) => request === 'cancelAll').length;
    const before = cancels();
    bench.restart();
    await bench.advance(3_000);
    expect(cancels()).toBe(before);
  });

  it('goes on while nothing can be written', async () => {
    const bench = await withOrders(2);
    bench.store.held = true;
    bench.halt();
    await bench.advance(2_000);
    expect(bench.venue.open).toHaveLength(0);
    bench.store.release();
    await bench.advance(100);
    expect(bench.live?.stop?.phase).toBe('done');
  });

  it('is not done while the outcome of an order is unknown', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.outcome = 'request-lost';
    bench.limit();
    await bench.advance(300);
    bench.halt();
    await bench.advance(2_000);
    expect(bench.live?.stop?.problem).toContain('what became of 1 order');
    await bench.advance(8_000);
    expect(bench.live?.stop?.phase).toBe('done');
  });

  it('ends when trading is resumed, and orders go through again', async () => {
    const bench = await withOrders(1);
    bench.halt();
    await bench.advance(1_000);
    bench.resume();
    const id = bench.limit();
    await bench.advance(500);
    expect(bench.command(id).status).toBe('succeeded');
  });

  it('lets cancels through', async () => {
    const bench = await new TradingBench().ready();
    bench.halt();
    await bench.advance(1_000);
    bench.venue.makeElsewhere();
    const id = bench.send('cancelAll', { instrumentId: btc });
    await bench.advance(2_000);
    expect(bench.command(id).status).toBe('succeeded');
  });
});

test('while REDUCING entries are refused and closes go through', async () => {
  const bench = await new TradingBench().ready();
  bench.market();
  await bench.advance(2_000);
  bench.halt({ mode: 'REDUCING' });
  const entry = bench.limit();
  const close = bench.send('closePosition', { positionId: `${btc}_net`, side: 'long' });
  await bench.advance(500);
  expect(bench.command(entry)).toMatchObject({
    status: 'rejected',
    result: { denials: [{ code: 'trading-reducing' }] },
  });
  expect(bench.command(close).status).toBe('succeeded');
});
