import { AppError, defaultDeskLimits, everyCapability } from '@tapedeck/core';
import { TradingBench, btc } from '../testing/trading-bench.ts';

describe('placing an order', () => {
  it('stores it before the venue hears of it and ends when the stream has confirmed it', async () => {
    const bench = await new TradingBench().ready();
    bench.store.held = true;
    const id = bench.limit();
    await bench.advance(500);
    expect(bench.placed).toBe(0);
    bench.store.release();
    await bench.advance(500);
    expect(bench.placed).toBe(1);
    expect(bench.command(id)).toMatchObject({ status: 'succeeded' });
    expect(bench.orders).toMatchObject([{ status: 'working', open: true, actor: { uid: 'ada' }, commandId: id }]);
    expect(bench.live).toMatchObject({ state: 'ready', openOrders: 1, blocked: {}, capabilities: everyCapability });
  });

  it('does not take the answer for a confirmation: without a stream the order is asked for', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.pushes = false;
    const id = bench.limit();
    await bench.advance(300);
    expect(bench.command(id).status).toBe('executing');
    await bench.advance(1_000);
    expect(bench.command(id).status).toBe('succeeded');
  });

  it('ends rejected with the sentence of the first gate and all denials', async () => {
    const bench = await new TradingBench().ready();
    const id = bench.limit('49000.05', '10');
    await bench.advance(200);
    const command = bench.command(id);
    expect(command).toMatchObject({ status: 'rejected', error: { code: 'rejected' } });
    expect(command.error?.message).toContain('Nothing was sent');
    const codes = (command.result?.['denials'] as { code: string }[] | undefined)?.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['off-tick', 'order-notional']));
    expect(bench.placed).toBe(0);
    expect(bench.orders).toMatchObject([{ status: 'rejected', open: false }]);
  });

  it('is refused in the moment that it is made, however the clock runs', async () => {
    const bench = await new TradingBench().ready();
    const now = bench.clock.nowMs.bind(bench.clock);
    let readings = 0;
    jest.spyOn(bench.clock, 'nowMs').mockImplementation(() => now() + (readings += 1));
    bench.limit('49000.05', '10');
    await bench.advance(200);
    const { created, refused } = bench.orders[0]?.evidence.moments ?? {};
    expect(created).toBeDefined();
    expect(refused).toBe(created);
  });

  it('sends nothing after a lapse of the lease until a write has proven that nobody took the account', async () => {
    const bench = await new TradingBench().ready();
    // What is stored before the renewal may have been accepted before another worker's claim.
    bench.heldSinceMs = bench.clock.monotonicMs() + 1_000;
    const id = bench.limit();
    await bench.advance(500);
    expect(bench.placed).toBe(0);
    expect(bench.command(id).error?.message).toContain('could not renew its hold');
    await bench.advance(1_000);
    expect(() => bench.session.trading.guard.check({ kind: 'entry' })).toThrow('could not renew its hold');
    bench.session.trading.proveHold();
    await bench.advance(200);
    expect(() => bench.session.trading.guard.check({ kind: 'entry' })).not.toThrow();
    bench.limit();
    await bench.advance(500);
    expect(bench.placed).toBe(1);
  });

  it('goes by the role that the person has now, not by the one they had', async () => {
    const bench = await new TradingBench().ready();
    bench.setDesk({ members: { ada: 'viewer' } });
    const id = bench.limit();
    await bench.advance(200);
    expect(bench.command(id)).toMatchObject({ status: 'rejected' });
    expect(bench.placed).toBe(0);
  });

  it('ends rejected with the reason of the venue', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.outcome = 'refused';
    const id = bench.limit();
    await bench.advance(200);
    expect(bench.command(id)).toMatchObject({ status: 'rejected', error: { message: 'Not enough margin.' } });
    expect(bench.orders).toMatchObject([{ status: 'rejected', open: false, reason: { code: '110007' } }]);
  });

  it('counts orders on their way: two at once do not both pass a limit that has room for one', async () => {
    const bench = await new TradingBench({ limits: { ...defaultDeskLimits, maxOpenOrders: 1 } }).ready();
    bench.limit();
    bench.limit();
    await bench.advance(500);
    expect(bench.placed).toBe(1);
  });

  it('sends nothing after its time, however long the store took', async () => {
    const bench = await new TradingBench().ready();
    bench.store.held = true;
    const id = bench.limit();
    await bench.advance(15_500);
    bench.store.release();
    await bench.advance(500);
    expect(bench.placed).toBe(0);
    expect(bench.command(id).status).toBe('expired');
  });

  it('sends nothing while the lease may have lapsed', async () => {
    const bench = await new TradingBench().ready();
    bench.leaseMs = 4_000;
    const id = bench.limit();
    await bench.advance(500);
    expect(bench.placed).toBe(0);
    expect(bench.command(id)).toMatchObject({ status: 'failed', error: { code: 'retryable' } });
  });

  it('sends nothing when the account was lost while the order was being stored', async () => {
    const bench = await new TradingBench().ready();
    bench.store.held = true;
    const id = bench.limit();
    await bench.advance(200);
    bench.store.fence(new AppError('lease-lost', 'Another worker owns the account.'));
    await bench.advance(500);
    expect(bench.placed).toBe(0);
    expect(bench.command(id).status).toBe('executing');
  });
});

describe('an account that cannot be read', () => {
  it('takes no entries on what it was, and lets closes through', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(2_000);
    bench.broker.failure = new AppError('retryable', 'The venue cannot be read.');
    await bench.advance(60_000);
    const entry = bench.limit();
    const close = bench.send('closePosition', { positionId: `${btc}_net`, side: 'long' });
    await bench.advance(500);
    expect(bench.command(entry)).toMatchObject({
      status: 'rejected',
      result: { denials: [{ code: 'account-stale' }] },
    });
    expect(bench.command(entry).error?.message).toMatch(/last read 6\d s ago.* Nothing was sent/);
    expect(bench.command(close).status).toBe('succeeded');
    bench.broker.failure = undefined;
    await bench.advance(30_000);
    const again = bench.limit();
    await bench.advance(500);
    expect(bench.command(again).status).toBe('succeeded');
  });
});

describe('an order that the venue does not know any more', () => {
  async function withMissing() {
    const bench = await new TradingBench().ready();
    bench.limit();
    await bench.advance(500);
    const [id, order] = [...bench.venue.orders][0] ?? [];
    if (id === undefined || !order) throw new Error('There is no order.');
    bench.venue.orders.delete(id);
    bench.broker.emit({ kind: 'link', state: 'live' });
    await bench.advance(1_000);
    return { bench, bringBack: () => bench.venue.orders.set(id, order) };
  }

  it('still counts after one answer, and takes no entries beside it', async () => {
    const { bench, bringBack } = await withMissing();
    expect(bench.orders).toMatchObject([{ status: 'working', open: true }]);
    expect(Object.keys(bench.live?.blocked ?? {})).toEqual([btc]);
    bringBack();
    await bench.advance(6_000);
    expect(bench.orders).toMatchObject([{ status: 'working', open: true }]);
    expect(bench.live?.blocked).toEqual({});
  });

  it('counts as gone after a second one, five seconds later', async () => {
    const { bench } = await withMissing();
    await bench.advance(6_000);
    expect(bench.orders).toMatchObject([{ status: 'cancelled', open: false, reason: { code: 'gone' } }]);
    expect(bench.live?.blocked).toEqual({});
  });
});

describe('an order whose outcome is unknown', () => {
  it.each(['answer-lost', 'request-lost'] as const)('is never sent again (%s)', async (outcome) => {
    const bench = await new TradingBench().ready();
    bench.venue.pushes = false;
    bench.venue.outcome = outcome;
    bench.limit();
    await bench.advance(60_000);
    expect(bench.placed).toBe(1);
  });

  it('blocks entries in its instrument until the venue shows it, then ends known', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.pushes = false;
    bench.venue.outcome = 'answer-lost';
    bench.venue.failure = new AppError('retryable', 'The venue cannot be read.');
    const id = bench.limit();
    await bench.advance(1_000);
    expect(bench.command(id).status).toBe('unknown');
    expect(bench.orders).toMatchObject([{ status: 'unknown' }]);
    expect(Object.keys(bench.live?.blocked ?? {})).toEqual([btc]);

    bench.venue.outcome = 'taken';
    const second = bench.limit();
    await bench.advance(500);
    expect(bench.command(second)).toMatchObject({
      status: 'rejected',
      result: { denials: [{ code: 'unreconciled' }] },
    });

    bench.venue.failure = undefined;
    await bench.advance(6_000);
    expect(bench.command(id)).toMatchObject({ status: 'succeeded' });
    expect(bench.live?.blocked).toEqual({});
    expect(bench.placed).toBe(1);
  });

  it.each([6_000, 20_000])('counts as absent only when a request of %d ms ago cannot arrive any more', async (ms) => {
    const bench = await new TradingBench().ready();
    bench.venue.settleMs = ms;
    bench.venue.outcome = 'request-lost';
    const id = bench.limit();
    await bench.advance(ms - 200);
    expect(bench.command(id).status).toBe('unknown');
    await bench.advance(11_000);
    expect(bench.command(id)).toMatchObject({ status: 'rejected' });
    expect(bench.orders).toMatchObject([{ status: 'rejected', open: false, reason: { code: 'absent' } }]);
    expect(bench.live?.blocked).toEqual({});
  });

  it('lets cancels and closes pass meanwhile', async () => {
    const bench = await new TradingBench().ready();
    bench.market();
    await bench.advance(1_500);
    bench.venue.outcome = 'request-lost';
    bench.limit();
    await bench.advance(300);
    bench.venue.outcome = 'taken';
    const close = bench.send('closePosition', { positionId: `${btc}_net`, side: 'long' });
    await bench.advance(500);
    expect(bench.command(close).status).toBe('succeeded');
  });
});

describe('a worker that died', () => {
  it('before the order was stored: nothing was sent, and the command says so', async () => {
    const bench = await new TradingBench().ready();
    bench.store.held = true;
    const id = bench.limit();
    await bench.advance(200);
    bench.store.held = false;
    bench.restart();
    await bench.advance(2_000);
    expect(bench.command(id)).toMatchObject({ status: 'failed' });
    expect(bench.command(id).error?.message).toContain('Nothing was sent');
    expect(bench.placed).toBe(0);
  });

  it('after it was stored and before it was sent: absent, and never sent later', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.outcome = 'request-lost';
    const id = bench.limit();
    await bench.advance(200);
    bench.restart();
    await bench.advance(2_000);
    expect(bench.command(id).status).toBe('unknown');
    await bench.advance(8_000);
    expect(bench.command(id).status).toBe('rejected');
    expect(bench.placed).toBe(1);
  });

  it('after it was sent: found at the venue, and the command succeeds', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.pushes = false;
    bench.venue.outcome = 'answer-lost';
    bench.venue.failure = new AppError('retryable', 'The venue cannot be read.');
    const id = bench.limit();
    await bench.advance(300);
    bench.restart();
    bench.venue.failure = undefined;
    await bench.advance(3_000);
    expect(bench.command(id).status).toBe('succeeded');
    expect(bench.orders).toMatchObject([{ status: 'working', external: false, commandId: id }]);
    expect(bench.placed).toBe(1);
  });

  it('while it cancelled: the cancel is sent again', async () => {
    const bench = await new TradingBench().ready();
    bench.limit();
    await bench.advance(500);
    const [order] = bench.orders;
    bench.venue.failure = new AppError('retryable', 'The venue cannot be reached.');
    const cancel = bench.send('cancelOrder', { clientOrderId: order?.clientOrderId });
    await bench.advance(500);
    bench.restart();
    bench.venue.failure = undefined;
    await bench.advance(3_000);
    expect(bench.command(cancel).status).toBe('succeeded');
    expect(bench.venue.open).toHaveLength(0);
  });

  it('lets a command wait until its orders have been compared with the venue', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.failure = new AppError('retryable', 'The venue cannot be read.');
    bench.restart();
    await bench.advance(2_000);
    expect(bench.live?.state).toBe('reconciling');
    const id = bench.limit();
    await bench.advance(300);
    expect(bench.command(id).status).toBe('pending');
    expect(bench.placed).toBe(0);
    bench.venue.failure = undefined;
    await bench.advance(6_000);
    expect(bench.live?.state).toBe('ready');
    expect(bench.command(id).status).toBe('succeeded');
    expect(bench.placed).toBe(1);
  });

  it('ends a command that waited for that past its time, unsent', async () => {
    const bench = await new TradingBench().ready();
    bench.venue.failure = new AppError('retryable', 'The venue cannot be read.');
    bench.restart();
    await bench.advance(2_000);
    const id = bench.limit();
    await bench.advance(16_000);
    expect(bench.command(id)).toMatchObject({ status: 'expired', error: { code: 'expired' } });
    bench.venue.failure = undefined;
    await bench.advance(6_000);
    expect(bench.placed).toBe(0);
  });

  it('hears of what was filled and made elsewhere while it was gone', async () => {
    const bench = await new TradingBench().ready();
    bench.limit();
    await bench.advance(500);
    bench.venue.pushes = false;
    bench.venue.fill(bench.orders[0]?.clientOrderId ?? '');
    bench.venue.makeElsewhere();
    bench.restart();
    await bench.advance(3_000);
    expect(bench.orders.find(({ external }) => !external)).toMatchObject({ status: 'filled', filledQuantity: '0.1' });
    expect(bench.orders.find(({ external }) => external)).toMatchObject({ status: 'working', open: true });
    expect(bench.store.of('fills')).toHaveLength(1);
  });
});

describe('an approval', () => {
  const limits = { ...defaultDeskLimits, approvalNotional: '1000' };

  async function waiting() {
    const bench = await new TradingBench({ limits }).ready();
    const id = bench.limit();
    await bench.advance(300);
    return { bench, id };
  }

  function decide(bench: TradingBench, id: string, approved: boolean) {
    const item = bench.commands.commands.get(id);
    const approval = item?.command.approval;
    if (!item || !approval) throw new Error('Nobody has to approve it.');
    const decision = { approved, by: { uid: 'bob', name: 'Bob' }, atMs: bench.clock.nowMs() };
    const command = { ...item.command, approval: { ...approval, decision } };
    bench.commands.commands.set(id, { ...item, command });
    bench.offer();
  }

  it('is asked for before anything is stored or sent', async () => {
    const { bench, id } = await waiting();
    expect(bench.command(id)).toMatchObject({ status: 'awaiting-approval' });
    expect(bench.command(id).approval?.reason).toContain('4,900.00 USDT');
    expect(bench.orders).toHaveLength(0);
    bench.offer();
    expect(bench.runner.queue).toEqual({ waiting: 1, running: 0 });
  });

  it('lets the order through, though its own time is over', async () => {
    const { bench, id } = await waiting();
    await bench.advance(60_000);
    decide(bench, id, true);
    await bench.advance(500);
    expect(bench.command(id).status).toBe('succeeded');
    decide(bench, id, true);
    await bench.advance(500);
    expect(bench.placed).toBe(1);
  });

  it('that is refused ends the command', async () => {
    const { bench, id } = await waiting();
    decide(bench, id, false);
    await bench.advance(200);
    expect(bench.command(id)).toMatchObject({
      status: 'rejected',
      error: { message: 'Bob refused it. Nothing was sent.' },
    });
  });

  it('that nobody gives ends the command after two minutes, also over a restart', async () => {
    const { bench, id } = await waiting();
    bench.restart();
    bench.offer();
    await bench.advance(121_000);
    expect(bench.command(id)).toMatchObject({ status: 'expired' });
    expect(bench.placed).toBe(0);
  });

  it('is worth nothing once trading is halted', async () => {
    const { bench, id } = await waiting();
    bench.halt();
    decide(bench, id, true);
    await bench.advance(500);
    expect(bench.command(id)).toMatchObject({ status: 'rejected', result: { denials: [{ code: 'trading-halted' }] } });
    expect(bench.placed).toBe(0);
  });
});
