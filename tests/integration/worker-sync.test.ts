import { aPosition } from '@tapedeck/core/sync/testing/readings';
import { liveConnectionDocumentSchema, livePositionsDocumentSchema, liveStateDocumentSchema } from '@tapedeck/core';
import { FakeBroker } from '../../worker/src/testing/fake-broker.ts';
import { WorkerDesk, connectAdmin, until } from './worker-desk.ts';

const admin = connectAdmin();
let desk: WorkerDesk;
let broker: FakeBroker;

beforeEach(async () => {
  desk = new WorkerDesk(admin);
  broker = new FakeBroker();
  broker.positions = [aPosition('ETH', '2'), aPosition('BTC', '1', { unrealisedPnl: '5' })];
});

afterEach(() => desk.end());
afterAll(() => admin.terminate());

test('an account becomes three live documents that agree', async () => {
  await desk.seed();
  await desk.startWorker(broker);
  const connection = await until(
    () => desk.live('connection'),
    (doc) => doc?.['state'] === 'live',
  );
  const state = liveStateDocumentSchema.parse(await desk.live('state'));
  const positions = livePositionsDocumentSchema.parse(await desk.live('positions'));
  expect(liveConnectionDocumentSchema.parse(connection)).toMatchObject({ stream: 'live', epoch: 1 });
  expect(state).toMatchObject({ seq: 1, structureSeq: 1, cause: 'start', figures: { equity: '1000' } });
  expect(state.unrealisedPnls).toEqual(['5', null]);
  expect(positions.structureSeq).toBe(1);
  expect(Object.keys(positions.positions).toSorted()).toEqual(['BTC-USDT-PERP_net', 'ETH-USDT-PERP_net']);
});

test('nothing is written while nothing changes', async () => {
  await desk.seed();
  await desk.startWorker(broker);
  await until(
    () => desk.live('state'),
    (doc) => doc?.['seq'] === 1,
  );
  const polled = broker.snapshots;
  await until(
    () => Promise.resolve(broker.snapshots),
    (count) => count > polled + 4,
  );
  expect(await desk.live('state')).toMatchObject({ seq: 1 });
});

test('a pushed close is written at once and told of once', async () => {
  await desk.seed();
  await desk.startWorker(broker);
  await until(
    () => desk.live('connection'),
    (doc) => doc?.['stream'] === 'live' && doc['state'] === 'live',
  );
  broker.push({ closed: 'ETH-USDT-PERP_net' });
  const positions = await until(
    () => desk.live('positions'),
    (doc) => doc?.['structureSeq'] === 2,
  );
  expect(positions).toMatchObject({ changed: { added: [], removed: ['ETH-USDT-PERP_net'], modified: [] } });
  const types = await until(
    () => desk.activityTypes(),
    (found) => found.length > 0,
  );
  expect(types).toEqual(['position-closed']);
});

test('what changed while no worker ran is told of, and the numbers go on', async () => {
  await desk.seed();
  const first = await desk.startWorker(broker);
  await until(
    () => desk.live('state'),
    (doc) => doc?.['seq'] === 1,
  );
  await first.stop();
  expect(await desk.live('connection')).toMatchObject({ state: 'stopped' });

  const next = new FakeBroker();
  next.positions = [aPosition('BTC', '3')];
  await desk.startWorker(next);
  const state = await until(
    () => desk.live('state'),
    (doc) => doc?.['epoch'] === 2 && Number(doc['seq']) > 1,
  );
  expect(state).toMatchObject({ seq: 2, structureSeq: 2, cause: 'start' });
  const types = await until(
    () => desk.activityTypes(),
    (found) => found.length >= 2,
  );
  expect(types).toEqual(['position-closed', 'position-increased']);
});

test('a venue that fails is said so, and its return as well', async () => {
  await desk.seed();
  await desk.startWorker(broker);
  await until(
    () => desk.live('connection'),
    (doc) => doc?.['state'] === 'live',
  );
  broker.failure = new Error('The venue is down for maintenance.');
  const down = await until(
    () => desk.live('connection'),
    (doc) => doc?.['state'] === 'reconnecting',
  );
  expect(down).toMatchObject({ error: { message: 'The venue is down for maintenance.' } });
  broker.failure = undefined;
  const backMs = Date.now();
  const up = await until(
    () => desk.live('connection'),
    (doc) => doc?.['state'] === 'live',
  );
  expect(Date.now() - backMs).toBeLessThan(2_000);
  expect(up).not.toHaveProperty('error');
});
