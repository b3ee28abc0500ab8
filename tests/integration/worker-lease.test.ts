import { documents, type AppError } from '@tapedeck/core';
import { AccountStore } from '../../worker/src/store/account-store.ts';
import { CommitChannel } from '../../worker/src/store/commit-channel.ts';
import { DocumentWriter } from '../../worker/src/store/document-writer.ts';
import { LeaseStore } from '../../worker/src/store/lease-store.ts';
import { ConnectionReport } from '../../worker/src/sync/connection-report.ts';
import type { Claim, LiveSource, LiveWrite } from '../../worker/src/sync/ports.ts';
import { FakeBroker } from '../../worker/src/testing/fake-broker.ts';
import { WorkerDesk, connectAdmin, until } from './worker-desk.ts';

const admin = connectAdmin();
let desk: WorkerDesk;

beforeEach(async () => {
  desk = new WorkerDesk(admin);
  await desk.seed();
});

afterEach(() => desk.end());
afterAll(() => admin.terminate());

const process = { id: 'w', version: '1', startedAtMs: 1, rssMb: 1, cpuPct: 1, eventLoopLagMs: 1, accounts: 1 };
const beat = { version: '1', startedAtMs: 1, accounts: 1 };

function connectionOf(epoch: number) {
  return new ConnectionReport({ heartbeatMs: 10_000, pollMs: 1_000, nowMs: 1 }).toDocument(epoch, 1, process);
}

async function claimAs(worker: string): Promise<Claim | undefined> {
  const store = new LeaseStore(admin, `${worker}-${desk.deskId}`);
  const [claim] = await store.claim([desk], Date.now(), (_key, epoch) => connectionOf(epoch));
  return claim;
}

function renewAs(worker: string, leaseMs: number): Promise<number> {
  return new LeaseStore(admin, `${worker}-${desk.deskId}`).renew(beat, Date.now(), Date.now() + leaseMs);
}

const methods = { request: 'commit', requestStream: 'batchGetDocuments' } as const;

/** The next request of this kind is on its way until the returned function is called. */
function holdNext(kind: keyof typeof methods): () => void {
  const requests = admin as unknown as Record<typeof kind, (...call: readonly unknown[]) => Promise<unknown>>;
  const send = requests[kind].bind(admin);
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  jest.spyOn(requests, kind).mockImplementationOnce(async (...call) => {
    expect(call[0]).toBe(methods[kind]);
    await released;
    return send(...call);
  });
  return release;
}

/** A session that writes one connection document whenever it is asked. */
class OneDocument implements LiveSource {
  readonly epoch: number;
  committedWrites = 0;
  lost: AppError | undefined;

  constructor(epoch: number) {
    this.epoch = epoch;
  }
  compose(): LiveWrite {
    return { connection: { ...connectionOf(this.epoch), state: 'live' } };
  }
  committed(): void {
    this.committedWrites += 1;
  }
  failed(): void {}
  recovered(): void {}
  fenced(error: AppError): void {
    this.lost = error;
  }
}

test('an account has one owner while its lease holds', async () => {
  await renewAs('a', 5_000);
  expect(await claimAs('a')).toMatchObject({ epoch: 1 });
  expect(await claimAs('b')).toBeUndefined();
});

test('a lapsed lease is taken over under a higher epoch', async () => {
  await renewAs('a', 5_000);
  await claimAs('a');
  await renewAs('a', -1);
  expect(await claimAs('b')).toMatchObject({ epoch: 2 });
});

test('a renewal that was held up on its way does not shorten a lease renewed since', async () => {
  const worker = `a-${desk.deskId}`;
  const leases = new LeaseStore(admin, worker);
  await leases.renew(beat, Date.now(), Date.now() + 5_000);
  const release = holdNext('request');
  const late = leases.renew(beat, Date.now(), Date.now() + 6_000);
  await leases.renew(beat, Date.now(), Date.now() + 60_000);
  release();
  await late.catch(() => undefined);
  expect(await leases.remainingMs(worker)).toBeGreaterThan(50_000);
  await leases.renew(beat, Date.now(), Date.now() + 90_000);
  expect(await leases.remainingMs(worker)).toBeGreaterThan(80_000);
});

test('nor does one whose look at the renewal before was held up', async () => {
  const worker = `a-${desk.deskId}`;
  await renewAs('a', 5_000);
  const leases = new LeaseStore(admin, worker);
  const release = holdNext('requestStream');
  const late = leases.renew(beat, Date.now(), Date.now() + 6_000);
  await leases.renew(beat, Date.now(), Date.now() + 60_000);
  release();
  await late.catch(() => undefined);
  expect(await leases.remainingMs(worker)).toBeGreaterThan(50_000);
});

test('an account handed back is free at once', async () => {
  await renewAs('a', 60_000);
  const claim = await claimAs('a');
  await new LeaseStore(admin, `a-${desk.deskId}`).handBack(claim ? [claim] : [], Date.now());
  expect(await claimAs('b')).toMatchObject({ epoch: 2 });
});

test('no write under an old epoch is accepted, not even before the new owner has written', async () => {
  const writer = new DocumentWriter(admin, new CommitChannel('demo-tapedeck'));
  const store = new AccountStore(admin, writer);
  await renewAs('a', 5_000);
  const old = await claimAs('a');
  const source = new OneDocument(1);
  const lane = (await store.resume(old!, '2026-11-21')).open(source);
  lane.request('now');
  await lane.idle();
  expect(source.committedWrites).toBe(1);

  await renewAs('a', -1);
  await claimAs('b');
  lane.request('now');
  await until(
    () => Promise.resolve(source.lost),
    (error) => error !== undefined,
  );
  expect(source.lost?.code).toBe('lease-lost');
  expect(source.committedWrites).toBe(1);
  expect(await desk.live('connection')).toMatchObject({ epoch: 2, state: 'starting' });
});

test('a worker that was taken over lets go of the account', async () => {
  const broker = new FakeBroker();
  await desk.startWorker(broker);
  await until(
    () => desk.live('connection'),
    (doc) => doc?.['state'] === 'live',
  );
  const ref = admin.doc(documents.account(desk.deskId, desk.accountId));
  await renewAs('thief', 60_000);
  await ref.update({ lease: { worker: `thief-${desk.deskId}`, epoch: 9, claimedAtMs: Date.now() } });
  await until(() => Promise.resolve(broker.closed), Boolean);
});
