import { AppError, defaultSyncSettings, type AccountDocument } from '@tapedeck/core';
import { aPosition } from '@tapedeck/core/sync/testing/readings';
import { FakeBroker } from '../testing/fake-broker.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLane } from '../testing/memory-lane.ts';
import { TimerWheel } from '../timer-wheel.ts';
import type { Execution } from '../brokers/broker.ts';
import { AccountSession } from './account-session.ts';
import type { ToldSoFar } from './ports.ts';

const account: AccountDocument = {
  label: 'Main',
  broker: 'fake',
  environment: 'simulated',
  currency: 'USDT',
  sync: defaultSyncSettings,
  tradingState: { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 },
  createdAtMs: 1,
};
const worker = { id: 'w', version: '1', startedAtMs: 1, rssMb: 1, cpuPct: 1, eventLoopLagMs: 1, accounts: 1 };

function open(told?: ToldSoFar) {
  const clock = new FakeClock();
  const broker = new FakeBroker(() => clock.nowMs());
  const lane = new MemoryLane();
  const errors: AppError[] = [];
  const session = new AccountSession({
    claim: { deskId: 'desk', accountId: 'main', worker: 'w', epoch: 1 },
    account,
    broker,
    resumed: lane.resumed(undefined, told),
    clock,
    wheel: new TimerWheel(clock, { onError: (error) => errors.push(error as AppError) }),
    heartbeatMs: 10_000,
    lease: { remainingMs: () => 10_000, heldSinceMs: () => 0, marginMs: 5_000 },
    claimedMs: clock.monotonicMs(),
    processFigures: () => worker,
    onError: (error) => errors.push(error),
    onLeaseLost: () => undefined,
  });
  session.setWatched(true);
  session.start();
  return { clock, broker, lane, session, errors };
}

const btc = 'BTC-USDT-PERP_net';

function anExecution(id: string, side: 'buy' | 'sell', price: string, venueMs: number): Execution {
  const fill = {
    id,
    venueOrderId: `order-${id}`,
    instrumentId: 'BTC-USDT-PERP',
    side,
    price,
    quantity: '1',
    fee: '0.05',
    feeCurrency: 'USDT',
    venueMs,
  };
  return { fill, positionId: btc, cause: 'order' };
}

describe('AccountSession', () => {
  it('polls at its interval and says that it is live', async () => {
    const { clock, broker, lane } = open();
    await clock.advance(10_050);
    expect(broker.snapshots).toBeGreaterThanOrEqual(10);
    expect(broker.snapshots).toBeLessThanOrEqual(11);
    expect(lane.connections.at(-1)).toMatchObject({ state: 'live', stream: 'live', watched: true });
  });

  it('writes no state but a heartbeat every ten seconds while nothing changes', async () => {
    const { clock, lane } = open();
    await clock.advance(1_000);
    const before = lane.writes.length;
    await clock.advance(60_000);
    expect(lane.states).toHaveLength(1);
    expect(lane.writes.length - before).toBe(6);
  });

  it('hands a pushed change over in the same turn', async () => {
    const { clock, broker, lane } = open();
    await clock.advance(500);
    broker.push(aPosition('BTC', '1'));
    await clock.advance(0);
    expect(lane.structures.at(-1)?.changed.added).toEqual(['BTC-USDT-PERP_net']);
    expect(lane.states.at(-1)?.cause).toBe('stream');
  });

  it('names the stop that closed a position once the execution is known', async () => {
    const { clock, broker, lane } = open();
    broker.positions = [aPosition('BTC', '1')];
    await clock.advance(500);
    broker.push({ closed: 'BTC-USDT-PERP_net' });
    await clock.advance(50);
    expect(lane.activity).toEqual([]);
    const fill = {
      id: 'f1',
      venueOrderId: 'o1',
      instrumentId: 'BTC-USDT-PERP',
      side: 'sell' as const,
      price: '90',
      quantity: '1',
      fee: '0.05',
      feeCurrency: 'USDT',
      venueMs: clock.nowMs(),
    };
    const executions = [{ fill, positionId: 'BTC-USDT-PERP_net', cause: 'stop-loss' as const, realisedPnl: '-10' }];
    broker.emit({ kind: 'executions', executions, readMs: clock.nowMs() });
    await clock.advance(100);
    expect(lane.activity).toHaveLength(1);
    expect(lane.activity[0]).toMatchObject({
      type: 'stop-hit',
      summary: 'Main: Long BTC-USDT-PERP closed by its stop. Quantity 1 at 90, result -10 USDT.',
    });
    await clock.advance(5_000);
    expect(lane.activity).toHaveLength(1);
  });

  it('tells of a change that nobody explains as a net change', async () => {
    const { clock, broker, lane } = open();
    await clock.advance(500);
    broker.push(aPosition('BTC', '2'));
    await clock.advance(1_000);
    expect(lane.activity.map(({ type }) => type)).toEqual(['position-opened']);
  });

  it('tells, from the executions, of what opened and closed while the stream was away', async () => {
    const { clock, broker, lane } = open();
    await clock.advance(1_000);
    broker.emit({ kind: 'link', state: 'connecting' });
    const atMs = clock.nowMs();
    broker.executions = [anExecution('f1', 'buy', '100', atMs + 10), anExecution('f2', 'sell', '90', atMs + 20)];
    await clock.advance(2_000);
    expect(lane.activity).toEqual([]);
    broker.emit({ kind: 'link', state: 'live' });
    await clock.advance(6_000);
    expect(lane.activity.map(({ type }) => type)).toEqual(['position-opened', 'position-closed']);
    broker.emit({ kind: 'link', state: 'connecting' });
    broker.emit({ kind: 'link', state: 'live' });
    await clock.advance(60_000);
    expect(lane.activity).toHaveLength(2);
  });

  it('tells of a change that its last owner wrote and did not live to tell', async () => {
    const position = aPosition('BTC', '1');
    const atMs = new FakeClock().nowMs();
    const untold = [{ positionId: btc, structureSeq: 4, after: position, venueMs: atMs - 500 }];
    const { clock, broker, lane } = open({ venueMs: atMs - 500, untold });
    broker.positions = [position];
    broker.executions = [anExecution('f1', 'buy', '100', atMs - 600)];
    await clock.advance(2_000);
    expect(lane.activity).toMatchObject([{ type: 'position-opened', details: { price: '100' } }]);
    expect([...(lane.writes.find(({ records }) => records)?.records?.activity.keys() ?? [])]).toEqual([
      `main_4_${btc}_0`,
    ]);
    await clock.advance(60_000);
    expect(lane.activity).toHaveLength(1);
  });

  it('asks again for the cause while the venue cannot say it', async () => {
    const { clock, broker, lane } = open();
    await clock.advance(500);
    broker.push(aPosition('BTC', '1'));
    broker.failure = new AppError('retryable', 'The venue does not answer.');
    await clock.advance(1_000);
    expect(lane.activity).toEqual([]);
    broker.failure = undefined;
    broker.executions = [anExecution('f1', 'buy', '101', clock.nowMs() - 1_000)];
    await clock.advance(2_000);
    expect(lane.activity).toMatchObject([{ type: 'position-opened', details: { price: '101' } }]);
  });

  it('answers a forced sync that a pause overtakes', async () => {
    const { clock, broker, session } = open();
    await clock.advance(1_000);
    let answer: (snapshot: ReturnType<typeof broker.snapshot>) => void = () => undefined;
    broker.fetchSnapshot = () => new Promise((resolve) => (answer = resolve));
    const forced = session.forceSync().catch((error: unknown) => error);
    await clock.advance(50);
    session.update({ ...account, paused: { by: 'Ada', atMs: 1 } });
    answer(broker.snapshot());
    await expect(forced).resolves.toMatchObject({ code: 'rejected' });
  });

  it('asks a venue that has shut it out only now and then', async () => {
    const { clock, broker } = open();
    await clock.advance(1_000);
    broker.failure = new AppError('rate-limited', 'Too many requests.', { details: { httpStatus: 403 } });
    await clock.advance(60_000);
    const asked = broker.snapshots;
    await clock.advance(60_000);
    expect(broker.snapshots - asked).toBeLessThanOrEqual(2);
  });

  it('does not die of a failing venue, says so after the second failure, and is back within a second of it', async () => {
    const { clock, broker, lane, errors } = open();
    await clock.advance(1_000);
    broker.failure = new AppError('retryable', 'The venue does not answer.');
    await clock.advance(30_000);
    expect(errors.length).toBeGreaterThan(10);
    expect(lane.connections.at(-1)).toMatchObject({
      state: 'reconnecting',
      error: { code: 'retryable', message: 'The venue does not answer.' },
    });
    broker.failure = undefined;
    await clock.advance(1_300);
    expect(lane.connections.at(-1)?.state).toBe('live');
    expect(lane.connections.at(-1)).not.toHaveProperty('error');
  });

  it('asks a venue that refuses the key only now and then', async () => {
    const { clock, broker, lane } = open();
    await clock.advance(1_000);
    broker.failure = new AppError('unauthorized-at-broker', 'The key was revoked.');
    await clock.advance(60_000);
    const asked = broker.snapshots;
    expect(lane.connections.at(-1)?.state).toBe('unauthorized');
    await clock.advance(30_000);
    expect(broker.snapshots - asked).toBeLessThanOrEqual(2);
  });

  it('changes its interval while it runs', async () => {
    const { clock, broker, session } = open();
    await clock.advance(1_000);
    session.update({ ...account, sync: { ...account.sync, pollMs: 250 } });
    const before = broker.snapshots;
    await clock.advance(5_000);
    expect(broker.snapshots - before).toBeGreaterThanOrEqual(19);
  });

  it('asks nothing of the venue while it is paused', async () => {
    const { clock, broker, lane, session } = open();
    await clock.advance(1_000);
    session.update({ ...account, paused: { by: 'Ada', atMs: 1 } });
    const before = broker.snapshots;
    await clock.advance(20_000);
    expect(broker.snapshots).toBe(before);
    expect(lane.connections.at(-1)).toMatchObject({ state: 'paused', stream: 'off' });
    session.update(account);
    await clock.advance(1_000);
    expect(lane.connections.at(-1)).toMatchObject({ state: 'live', stream: 'live' });
  });

  it('writes what waits before it stops, and says that it stopped', async () => {
    const { clock, broker, lane, session } = open();
    await clock.advance(1_500);
    broker.equity = '1234';
    await clock.advance(600);
    broker.equity = '1235';
    await clock.advance(1_000);
    const stopping = session.stop();
    await clock.advance(10);
    await stopping;
    expect(lane.states.at(-1)?.figures.equity).toBe('1235');
    expect(lane.connections.at(-1)?.state).toBe('stopped');
    expect(broker.closed).toBe(true);
  });
});
