import { defaultDeskLimits } from '@tapedeck/core';
import { aPosition } from '@tapedeck/core/sync/testing/readings';
import { TradingBench, btc } from '../testing/trading-bench.ts';

const positionId = `${btc}_net`;

async function withOrder(): Promise<{ bench: TradingBench; clientOrderId: string }> {
  const bench = await new TradingBench().ready();
  const id = bench.limit();
  await bench.advance(500);
  return { bench, clientOrderId: String(bench.command(id).result?.['clientOrderId']) };
}

async function withPosition(): Promise<TradingBench> {
  const bench = await new TradingBench().ready();
  bench.market();
  await bench.advance(2_000);
  return bench;
}

describe('a change of an order', () => {
  it('ends when the venue shows it', async () => {
    const { bench, clientOrderId } = await withOrder();
    const id = bench.send('amendOrder', { clientOrderId, limitPrice: '48500', quantity: '0.2' });
    await bench.advance(500);
    expect(bench.command(id).status).toBe('succeeded');
    expect(bench.orders).toMatchObject([{ limitPrice: '48500', quantity: '0.2', status: 'working' }]);
  });

  it('passes the gates as if it were a new order', async () => {
    const { bench, clientOrderId } = await withOrder();
    const id = bench.send('amendOrder', { clientOrderId, quantity: '10' });
    await bench.advance(500);
    expect(bench.command(id)).toMatchObject({ status: 'rejected' });
    expect(bench.orders).toMatchObject([{ quantity: '0.1' }]);
  });

  it('is refused while another one is on its way, and of an order that has ended', async () => {
    const { bench, clientOrderId } = await withOrder();
    const ids = ['48500', '48600'].map((limitPrice) => bench.send('amendOrder', { clientOrderId, limitPrice }));
    await bench.advance(500);
    expect(ids.map((id) => bench.command(id).status).toSorted()).toEqual(['rejected', 'succeeded']);
    bench.venue.fill(clientOrderId);
    const late = bench.send('amendOrder', { clientOrderId, limitPrice: '48700' });
    await bench.advance(500);
    expect(bench.command(late).error?.message).toContain('has ended (filled)');
  });
});

describe('a stop-limit order', () => {
  it('that has fired is changed like a limit order', async () => {
    const bench = await new TradingBench().ready();
    const first = bench.limit('51500', '0.01', { type: 'stop-limit', triggerPrice: '51000', triggerBy: 'mark' });
    await bench.advance(500);
    const clientOrderId = String(bench.command(first).result?.['clientOrderId']);
    expect(bench.orders).toMatchObject([{ status: 'working', triggerBy: 'mark' }]);
    bench.venue.markPrice = '51200';
    await bench.advance(1_500);
    const id = bench.send('amendOrder', { clientOrderId, limitPrice: '51400' });
    await bench.advance(500);
    expect(bench.command(id)).toMatchObject({ status: 'succeeded' });
  });
});

describe('a cancel', () => {
  it('sent from two devices ends both commands as cancelled', async () => {
    const { bench, clientOrderId } = await withOrder();
    const ids = [1, 2].map(() => bench.send('cancelOrder', { clientOrderId }));
    await bench.advance(1_000);
    expect(ids.map((id) => bench.command(id).status)).toEqual(['succeeded', 'succeeded']);
  });

  it('that came after the fill says so', async () => {
    const { bench, clientOrderId } = await withOrder();
    bench.venue.fill(clientOrderId);
    const id = bench.send('cancelOrder', { clientOrderId });
    await bench.advance(1_000);
    expect(bench.command(id)).toMatchObject({ status: 'rejected' });
    expect(bench.command(id).error?.message).toContain('was filled before the cancel');
  });

  it('passes while the stream is silent', async () => {
    const { bench, clientOrderId } = await withOrder();
    bench.venue.pushes = false;
    const id = bench.send('cancelOrder', { clientOrderId });
    await bench.advance(2_000);
    expect(bench.command(id).status).toBe('succeeded');
  });
});

describe('an order that waits for its turn at the venue', () => {
  async function withWaiting() {
    const bench = await new TradingBench().ready();
    bench.venue.rate = { limit: 10, used: 10 };
    const entry = bench.limit();
    await bench.advance(300);
    expect(bench.orders).toMatchObject([{ status: 'pending' }]);
    return { bench, entry, clientOrderId: bench.orders[0]?.clientOrderId ?? '' };
  }

  async function expectNeverSent(bench: TradingBench, entry: string) {
    expect(bench.command(entry)).toMatchObject({ status: 'rejected' });
    expect(bench.command(entry).error?.message).toContain('called off before it was sent. Nothing was sent');
    expect(bench.orders).toMatchObject([{ status: 'rejected', open: false, reason: { code: 'called-off' } }]);
    bench.venue.rate = undefined;
    await bench.advance(1_000);
    expect(bench.placed).toBe(0);
  }

  it('counts as running until it has gone out', async () => {
    const { bench } = await withWaiting();
    expect(bench.runner.queue).toEqual({ waiting: 0, running: 1 });
    bench.venue.rate = undefined;
    await bench.advance(1_000);
    bench.offer();
    expect(bench.placed).toBe(1);
    expect(bench.runner.queue).toEqual({ waiting: 0, running: 0 });
  });

  it('is called off by a cancel of all orders and never goes out', async () => {
    const { bench, entry } = await withWaiting();
    const id = bench.send('cancelAll', {});
    await bench.advance(500);
    expect(bench.command(id)).toMatchObject({ status: 'succeeded', result: { cancelled: 1 } });
    await expectNeverSent(bench, entry);
  });

  it('is called off by its own cancel', async () => {
    const { bench, entry, clientOrderId } = await withWaiting();
    const id = bench.send('cancelOrder', { clientOrderId });
    await bench.advance(500);
    expect(bench.command(id)).toMatchObject({ status: 'succeeded', result: { filledQuantity: '0' } });
    await expectNeverSent(bench, entry);
  });

  it('goes out though the orders of another instrument are cancelled', async () => {
    const { bench, entry } = await withWaiting();
    bench.send('cancelAll', { instrumentId: 'ETH-USDT-PERP' });
    await bench.advance(500);
    bench.venue.rate = undefined;
    await bench.advance(500);
    expect(bench.command(entry).status).toBe('succeeded');
  });

  it('is called off while its price is asked for', async () => {
    const bench = await new TradingBench().ready();
    const fetchQuote = bench.venue.fetchQuote.bind(bench.venue);
    bench.venue.fetchQuote = async (instrumentId) => {
      await new Promise<void>((resolve) => bench.clock.after(1_000, resolve));
      return fetchQuote(instrumentId);
    };
    const entry = bench.limit();
    await bench.advance(300);
    const id = bench.send('cancelAll', {});
    await bench.advance(500);
    expect(bench.command(id).status).toBe('succeeded');
    await bench.advance(2_000);
    expect(bench.command(entry)).toMatchObject({ status: 'rejected' });
    expect(bench.placed).toBe(0);
    const later = bench.limit();
    await bench.advance(1_500);
    expect(bench.command(later).status).toBe('succeeded');
  });

  it('is called off while it is being stored', async () => {
    const bench = await new TradingBench().ready();
    bench.store.held = true;
    const entry = bench.limit();
    await bench.advance(300);
    const id = bench.send('cancelAll', {});
    await bench.advance(500);
    bench.store.release();
    await bench.advance(500);
    expect(bench.command(id)).toMatchObject({ status: 'succeeded', result: { cancelled: 1 } });
    await expectNeverSent(bench, entry);
  });
});

describe('an order whose answer has not come', () => {
  it('is cancelled once it is there', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.latencyMs = 2_000;
    const entry = bench.limit();
    await bench.advance(300);
    const ids = [
      bench.send('cancelAll', {}),
      bench.send('cancelOrder', { clientOrderId: bench.orders[0]?.clientOrderId }),
    ];
    await bench.advance(1_000);
    expect(ids.map((id) => bench.command(id).status)).toEqual(['executing', 'executing']);
    await bench.advance(3_000);
    expect(bench.venue.open).toHaveLength(0);
    expect(ids.map((id) => bench.command(id).status)).toEqual(['succeeded', 'succeeded']);
    expect(bench.command(entry).status).toBe('succeeded');
  });
});

describe('a close', () => {
  it('sent from two devices is sent once', async () => {
    const bench = await withPosition();
    const ids = [1, 2].map(() => bench.send('closePosition', { positionId, side: 'long' }));
    await bench.advance(500);
    expect(ids.map((id) => bench.command(id).status).toSorted()).toEqual(['rejected', 'succeeded']);
    expect(bench.venue.placements.filter(({ reduceOnly }) => reduceOnly)).toHaveLength(1);
  });

  it('of a position that was turned meanwhile is refused', async () => {
    const bench = await withPosition();
    const id = bench.send('closePosition', { positionId, side: 'short' });
    await bench.advance(500);
    expect(bench.command(id).error?.message).toContain('is long by now');
  });

  it('larger than the venue takes at once is sent in parts', async () => {
    const bench = await new TradingBench().ready();
    bench.broker.positions = [aPosition('BTC', '120')];
    await bench.advance(1_500);
    const id = bench.send('closePosition', { positionId, side: 'long' });
    await bench.advance(1_000);
    expect(bench.command(id).result?.['clientOrderIds']).toHaveLength(3);
    expect(bench.venue.placements.map(({ quantity }) => quantity)).toEqual(['50', '50', '20']);
  });
});

test('a reversal closes, waits, and opens as much on the other side', async () => {
  const bench = await withPosition();
  const id = bench.send('reversePosition', { positionId, side: 'long' });
  await bench.advance(4_000);
  expect(bench.command(id)).toMatchObject({ status: 'succeeded' });
  expect(bench.broker.positions).toMatchObject([{ side: 'short', quantity: '0.1' }]);
});

test('a reversal whose second half is refused says that the position was closed', async () => {
  const bench = await withPosition();
  const readAccount = bench.broker.fetchSnapshot.bind(bench.broker);
  bench.broker.fetchSnapshot = () => {
    // The limit changes between the two halves.
    if (bench.broker.positions.length === 0) bench.setDesk({ limits: { ...defaultDeskLimits, maxOrderNotional: '1' } });
    return readAccount();
  };
  const id = bench.send('reversePosition', { positionId, side: 'long' });
  await bench.advance(3_000);
  const { status, error, result } = bench.command(id);
  expect(status).toBe('rejected');
  expect(error?.message).toMatch(/^The position was closed; the other side was not opened: The order is worth/);
  expect(error?.message).not.toContain('Nothing was sent');
  expect(result).toMatchObject({ denials: [{ code: 'order-notional' }] });
  expect(bench.broker.positions).toHaveLength(0);
});

test('a reversal that was half done when the worker died is not finished by the next one', async () => {
  const bench = await withPosition();
  bench.venue.pushes = false;
  const id = bench.send('reversePosition', { positionId, side: 'long' });
  await bench.advance(200);
  bench.restart();
  await bench.advance(5_000);
  expect(bench.command(id)).toMatchObject({ status: 'failed' });
  expect(bench.command(id).error?.message).toContain('the other side was not opened');
  expect(bench.broker.positions).toHaveLength(0);
});

test('a stop is set when the venue shows it', async () => {
  const bench = await withPosition();
  const id = bench.send('setStops', { positionId, side: 'long', stopLoss: '45000' });
  await bench.advance(3_000);
  expect(bench.command(id).status).toBe('succeeded');
  expect(bench.broker.positions).toMatchObject([{ stopLoss: '45000' }]);
});

test('leverage stays below the limit of the desk', async () => {
  const bench = await new TradingBench().ready();
  const ids = ['20', '5'].map((leverage) => bench.send('setLeverage', { instrumentId: btc, leverage }));
  await bench.advance(1_000);
  expect(ids.map((id) => bench.command(id).status)).toEqual(['rejected', 'succeeded']);
  expect(bench.live?.leverage).toEqual({ [btc]: '5' });
});

test('the position mode is left alone while something is open', async () => {
  const { bench } = await withOrder();
  const id = bench.send('setPositionMode', { mode: 'hedge' });
  await bench.advance(500);
  expect(bench.command(id)).toMatchObject({ status: 'rejected' });
});

test('commands wait until the trading state of the desk is known', async () => {
  const bench = await new TradingBench().ready();
  bench.forgetDesk();
  const id = bench.limit();
  await bench.advance(1_000);
  expect(bench.command(id).status).toBe('pending');
  bench.setDesk({});
  bench.offer();
  await bench.advance(3_000);
  expect(bench.command(id).status).toBe('succeeded');
});
