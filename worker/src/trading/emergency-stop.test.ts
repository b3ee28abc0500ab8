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
    expect(bench.live?.stops?.desk).toMatchObject({
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
    expect(bench.live?.stops?.desk?.phase).toBe('done');
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
    expect(bench.live?.stops?.desk).toMatchObject({ phase: 'done', positionsFound: 1, positionsLeft: 0 });
    expect(bench.venue.placements.at(-1)).toMatchObject({ side: 'sell', type: 'market', reduceOnly: true });
  });

  it('says what it confirms, and what the venue was not asked for', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.unseen = ['inverse contracts', 'options'];
    bench.halt();
    await bench.advance(1_000);
    expect(bench.live?.stops?.desk?.unchecked).toEqual(['inverse contracts', 'options']);
    const told = bench.store.of('activity').find((entry) => Reflect.get(entry, 'type') === 'emergency-stop-done');
    expect(Reflect.get(told ?? {}, 'summary')).toContain(
      'The venue confirms that no order is left. It was not asked for inverse contracts or options: look for those there.',
    );
  });

  it('closes no more once it was taken back', async () => {
    const bench = await new TradingBench().ready();
    const bases = Array.from({ length: 15 }, (_, index) => `B${index}`);
    bench.broker.positions = bases.map((base) => aPosition(base, '1'));
    bench.venue.latencyMs = 1_000;
    bench.halt({ flatten: true });
    await bench.advance(300);
    bench.resume();
    await bench.advance(5_000);
    expect(bench.placed).toBe(10);
    expect(bench.broker.positions).toHaveLength(5);
    expect(bench.live?.stops?.desk).toBeUndefined();
  });

  it('leaves positions alone where it was not', async () => {
    const bench = await new TradingBench().ready();
    bench.broker.positions = [aPosition('BTC', '1')];
    bench.halt();
    await bench.advance(1_000);
    expect(bench.broker.positions).toHaveLength(1);
    expect(bench.live?.stops?.desk?.phase).toBe('done');
  });

  it('says what is not done while the venue is away, and is finished when it is back', async () => {
    const bench = await withOrders(2);
    bench.venue.failure = new AppError('retryable', 'The venue cannot be reached.');
    bench.halt();
    await bench.advance(3_000);
    expect(bench.live?.stops?.desk).toMatchObject({ phase: 'cancelling', ordersLeft: 2 });
    expect(bench.live?.stops?.desk?.problem).toContain('2 orders are left');
    bench.venue.failure = undefined;
    await bench.advance(2_000);
    expect(bench.live?.stops?.desk).toMatchObject({ phase: 'done' });
    expect(bench.live?.stops?.desk).not.toHaveProperty('problem');
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
    expect(bench.live?.stops?.desk).toMatchObject({ phase: 'done', ordersFound: 2 });
  });

  it('reaches an account that a person has paused, also after a restart', async () => {
    const bench = await withOrders(2);
    bench.pause();
    bench.halt();
    await bench.advance(2_000);
    expect(bench.venue.open).toHaveLength(0);
    expect(bench.live?.stops?.desk?.phase).toBe('done');
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
    expect(bench.live?.stops?.desk?.phase).toBe('done');
  });

  it('is not done while the outcome of an order is unknown', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.outcome = 'request-lost';
    bench.limit();
    await bench.advance(300);
    bench.halt();
    await bench.advance(2_000);
    expect(bench.live?.stops?.desk?.problem).toContain('what became of 1 order');
    await bench.advance(8_000);
    expect(bench.live?.stops?.desk?.phase).toBe('done');
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

describe('stops of desk and account', () => {
  const closes = (bench: TradingBench) => bench.venue.placements.filter(({ reduceOnly }) => reduceOnly).length;

  it('of which one was carried out close nothing that was opened since', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    bench.haltAccount({ flatten: true });
    await bench.advance(2_000);
    expect(bench.live?.stops?.account).toMatchObject({ phase: 'done', positionsFound: 1 });
    expect(closes(bench)).toBe(1);

    bench.broker.positions = [aPosition('BTC', '1')];
    bench.halt({ flatten: false });
    await bench.advance(2_000);
    expect(bench.live?.stops).toMatchObject({ desk: { phase: 'done', flatten: false }, account: { phase: 'done' } });
    bench.resume();
    await bench.advance(2_000);
    expect(bench.broker.positions).toHaveLength(1);
    bench.restart();
    await bench.advance(2_000);
    expect(bench.broker.positions).toHaveLength(1);
    expect(closes(bench)).toBe(1);
    expect(bench.live?.stops?.account).toMatchObject({ phase: 'done', stateEpoch: 1 });
  });

  it('that come together are carried out at once, with the wish to flatten of either', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    bench.venue.failure = new AppError('retryable', 'The venue cannot be reached.');
    bench.haltAccount({ flatten: true });
    await bench.advance(500);
    bench.halt({ flatten: false });
    await bench.advance(500);
    bench.venue.failure = undefined;
    await bench.advance(2_000);
    expect(bench.live?.stops).toMatchObject({
      desk: { phase: 'done', flatten: false },
      account: { phase: 'done', flatten: true, positionsFound: 1 },
    });
    bench.broker.positions = [aPosition('BTC', '1')];
    bench.resume();
    await bench.advance(2_000);
    expect(closes(bench)).toBe(1);
  });

  it('go on with the one that stands when the other is taken back', async () => {
    const bench = await withOrders(2);
    bench.venue.failure = new AppError('retryable', 'The venue cannot be reached.');
    bench.halt({ flatten: true });
    bench.haltAccount();
    await bench.advance(500);
    bench.resume();
    bench.venue.failure = undefined;
    await bench.advance(2_000);
    expect(bench.live?.stops).toEqual({ account: expect.objectContaining({ phase: 'done' }) as unknown });
    expect(bench.venue.open).toHaveLength(0);
  });

  it('close positions though the wish comes while one that leaves them is about to end', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    const readOrders = bench.venue.fetchOpenOrders.bind(bench.venue);
    bench.venue.fetchOpenOrders = async () => {
      if (bench.live?.stops?.desk?.phase === 'verifying' && !bench.live.stops.account)
        bench.haltAccount({ flatten: true });
      return readOrders();
    };
    bench.halt();
    await bench.advance(3_000);
    expect(bench.live?.stops).toMatchObject({ desk: { phase: 'done' }, account: { phase: 'done', positionsFound: 1 } });
    expect(bench.broker.positions).toHaveLength(0);
  });

  it('made again close what is open again', async () => {
    const bench = await new TradingBench().ready();
    bench.halt({ flatten: true });
    await bench.advance(1_000);
    bench.broker.positions = [aPosition('BTC', '1')];
    bench.halt({ flatten: true });
    await bench.advance(2_000);
    expect(closes(bench)).toBe(1);
  });
});

test('an account that can only be read is said to be out of reach of a stop, once', async () => {
  const bench = await new TradingBench().ready();
  bench.broker.trading = undefined;
  bench.restart();
  bench.halt({ flatten: true });
  await bench.advance(3_000);
  expect(bench.live?.stops?.desk).toMatchObject({ phase: 'impossible' });
  expect(bench.live?.stops?.desk?.problem).toContain('Cancel and close them at the exchange');
  const types = bench.store.of('activity').map((entry) => Reflect.get(entry, 'type'));
  expect(types).toContain('emergency-stop-impossible');
  const snapshots = bench.broker.snapshots;
  bench.restart();
  await bench.advance(1_000);
  expect(bench.broker.snapshots - snapshots).toBeLessThan(4);
  expect(bench.live?.stops?.desk).toMatchObject({ phase: 'impossible' });
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
