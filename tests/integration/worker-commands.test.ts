import { FakeBroker } from '../../worker/src/testing/fake-broker.ts';
import { WorkerDesk, connectAdmin, until } from './worker-desk.ts';

const admin = connectAdmin();
let desk: WorkerDesk;
let broker: FakeBroker;

beforeEach(async () => {
  desk = new WorkerDesk(admin);
  broker = new FakeBroker();
  await desk.seed();
  await desk.startWorker(broker);
  await until(
    () => desk.live('connection'),
    (doc) => doc?.['state'] === 'live',
  );
});

afterEach(() => desk.end());
afterAll(() => admin.terminate());

test('a force sync writes everything, though nothing changed, and is audited before and after', async () => {
  const command = await until(await desk.send('forceSync'), (doc) => doc?.status === 'succeeded');
  expect(command?.history.map(({ status }) => status)).toEqual(['pending', 'claimed', 'executing', 'succeeded']);
  expect(command?.claimedBy).toMatchObject({ epoch: 1 });
  expect(await desk.live('state')).toMatchObject({ cause: 'force-sync', seq: 2 });
  expect(await desk.activityTypes()).toEqual(['forceSync', 'forceSync']);
});

test('a command that comes too late is refused and never run', async () => {
  const command = await until(await desk.send('pauseAccount', {}, -1), (doc) => doc?.status === 'expired');
  expect(command?.error?.message).toContain('It was not run and nothing changed.');
  expect(await desk.account()).not.toHaveProperty('paused');
});

test('an account pauses, refuses to be read, and resumes', async () => {
  await until(await desk.send('pauseAccount'), (doc) => doc?.status === 'succeeded');
  await until(
    () => desk.live('connection'),
    (doc) => doc?.['state'] === 'paused',
  );
  expect(await desk.account()).toMatchObject({ paused: { by: 'Ada' } });
  await until(await desk.send('forceSync'), (doc) => doc?.status === 'rejected');
  const polled = broker.snapshots;
  await until(await desk.send('resumeAccount'), (doc) => doc?.status === 'succeeded');
  await until(
    () => desk.live('connection'),
    (doc) => doc?.['state'] === 'live',
  );
  expect(broker.snapshots).toBeGreaterThan(polled);
  expect(await desk.account()).not.toHaveProperty('paused');
});

test('sync settings change while the account runs; those not named stay', async () => {
  const sent = await desk.send('updateSyncSettings', { sync: { pollMs: 60_000 } });
  await until(sent, (doc) => doc?.status === 'succeeded');
  await until(
    () => desk.live('connection'),
    (doc) => doc?.['pollMs'] === 60_000,
  );
  expect(await desk.account()).toMatchObject({ sync: { pollMs: 60_000, stream: true, threshold: '0.01' } });
});
