import { randomUUID } from 'node:crypto';
import { Timestamp } from '@google-cloud/firestore';
import {
  activityDocumentSchema,
  collections,
  commandDocumentSchema,
  documents,
  notificationDocumentSchema,
  type CommandDocument,
  type InviteDocument,
  type NotificationDocument,
} from '@tapedeck/core';
import { sweep } from '../../functions/src/sweep/sweep.ts';
import { watchDesks } from '../../functions/src/watch/watch-desks.ts';
import { runScheduled } from '../../scripts/stack/schedule-clock.ts';
import { connectAdmin, createDesk, functionsUrl, type DeskFixture } from './functions-client.ts';

const admin = connectAdmin();
const backend = { db: admin, nowMs: () => Date.now() };
let desk: DeskFixture;

beforeEach(async () => {
  desk = await createDesk(admin, {});
  await admin
    .doc(documents.account(desk.deskId, desk.accountId))
    .update({ lease: { worker: 'worker-1', epoch: 1, claimedAtMs: 1 } });
});

// The watchdog looks at every desk: an account left without heartbeats would be found by the next test as well.
afterEach(() => admin.recursiveDelete(admin.doc(documents.desk(desk.deskId))));

afterAll(() => admin.terminate());

function ago(ms: number): Timestamp {
  return Timestamp.fromMillis(Date.now() - ms);
}

/** A heartbeat as old as that; the watchdog reads no more of it than this. */
async function beat(ageMs: number, state = 'live'): Promise<number> {
  const committedAt = ago(ageMs);
  await admin.doc(documents.liveConnection(desk.deskId, desk.accountId)).set({ state, committedAt });
  return committedAt.toMillis();
}

async function readNotifications(): Promise<readonly NotificationDocument[]> {
  const { docs } = await admin.collection(collections.notifications(desk.deskId)).get();
  return docs.map((snapshot) => notificationDocumentSchema.parse(snapshot.data()));
}

async function readActivityTypes(): Promise<readonly string[]> {
  const { docs } = await admin.collection(collections.activity(desk.deskId)).orderBy('atMs').get();
  return docs.map((snapshot) => activityDocumentSchema.parse(snapshot.data()).type);
}

describe('the watchdog', () => {
  test('raises a must-see alarm once heartbeats stay out, and names the outage', async () => {
    const beatMs = await beat(31_000);
    await runScheduled(functionsUrl, 'watchDesks');
    const id = `worker-lost-${desk.accountId}-${beatMs}`;
    const stored = await admin.doc(documents.notification(desk.deskId, id)).get();
    expect(notificationDocumentSchema.parse(stored.data())).toMatchObject({
      category: 'system',
      severity: 'critical',
      mustSee: true,
      title: 'Worker lost: Bybit main',
      accountId: desk.accountId,
      activityId: id,
    });
    expect((await admin.doc(documents.activity(desk.deskId, id)).get()).get('type')).toBe('worker-lost');
  });

  test('raises one alarm for one outage, however often and by how many it is found', async () => {
    await beat(31_000);
    await Promise.all([watchDesks(backend), watchDesks(backend), runScheduled(functionsUrl, 'watchDesks')]);
    await watchDesks(backend);
    expect(await readNotifications()).toHaveLength(1);
    expect(await readActivityTypes()).toEqual(['worker-lost']);
  });

  test('clears it once heartbeats are back, and raises the next outage anew', async () => {
    await beat(40_000);
    await watchDesks(backend);
    await beat(1_000);
    await watchDesks(backend);
    const [cleared] = await readNotifications();
    expect(cleared?.resolvedAtMs).toBeGreaterThanOrEqual(cleared!.atMs);
    expect(cleared).not.toHaveProperty('condition');
    await watchDesks(backend);
    expect(await readActivityTypes()).toEqual(['worker-lost', 'worker-back']);

    await beat(35_000);
    await watchDesks(backend);
    const both = await readNotifications();
    expect(both).toHaveLength(2);
    expect(both.filter(({ resolvedAtMs }) => resolvedAtMs === undefined)).toHaveLength(1);
  });

  test('keeps quiet while heartbeats come', async () => {
    await beat(25_000);
    await watchDesks(backend);
    expect(await readNotifications()).toEqual([]);
  });

  test('waits for the successor of a worker that ended in order, and not for longer than for any other', async () => {
    await beat(5_000, 'stopped');
    await watchDesks(backend);
    expect(await readNotifications()).toEqual([]);
    await beat(31_000, 'stopped');
    await watchDesks(backend);
    expect(await readNotifications()).toHaveLength(1);
  });

  test('expects nothing of a paused account, and ends the alarm that stands for it', async () => {
    await beat(31_000);
    await watchDesks(backend);
    const paused = { by: 'u1', atMs: Date.now() };
    await admin.doc(documents.account(desk.deskId, desk.accountId)).update({ paused });
    await watchDesks(backend);
    await watchDesks(backend);
    const notifications = await readNotifications();
    expect(notifications).toHaveLength(1);
    expect(notifications[0]?.resolvedAtMs).toBeDefined();
  });

  test('expects nothing of an account that is switched off', async () => {
    await beat(31_000);
    const disabled = { by: 'Ada', atMs: Date.now() };
    await admin.doc(documents.account(desk.deskId, desk.accountId)).update({ disabled });
    await watchDesks(backend);
    expect(await readNotifications()).toEqual([]);
  });

  test('judges the other accounts where one heartbeat cannot be read', async () => {
    await beat(31_000);
    const other = documents.account(desk.deskId, 'other');
    await admin.doc(other).set({ lease: { worker: 'worker-1', epoch: 1, claimedAtMs: 1 } });
    await admin.doc(documents.liveConnection(desk.deskId, 'other')).set({ state: 7, committedAt: 'yesterday' });
    await runScheduled(functionsUrl, 'watchDesks');
    expect(await readNotifications()).toHaveLength(1);
  });

  test('ends the alarm of an account that was deleted', async () => {
    await beat(31_000);
    await watchDesks(backend);
    await admin.recursiveDelete(admin.doc(documents.account(desk.deskId, desk.accountId)));
    await watchDesks(backend);
    expect((await readNotifications())[0]?.resolvedAtMs).toBeDefined();
  });
});

function commandOf(parts: Partial<CommandDocument>): CommandDocument {
  return {
    type: 'forceSync',
    payload: { accountId: desk.accountId },
    accountId: desk.accountId,
    actor: { uid: 'u1', name: 'Ada', role: 'trader' },
    status: 'pending',
    createdAtMs: 1,
    expiresAtMs: Date.now() - 1_000,
    history: [{ status: 'pending', atMs: 1 }],
    ...parts,
  };
}

async function store(parts: Partial<CommandDocument>): Promise<() => Promise<CommandDocument>> {
  const ref = admin.doc(documents.command(desk.deskId, randomUUID()));
  await ref.set(commandOf(parts));
  return async () => commandDocumentSchema.parse((await ref.get()).data());
}

describe('the sweep', () => {
  test('ends a pending command past its time, and says that it was not run', async () => {
    const read = await store({});
    await runScheduled(functionsUrl, 'sweep');
    const command = await read();
    expect(command).toMatchObject({ status: 'expired', error: { code: 'expired' } });
    expect(command.history.map(({ status }) => status)).toEqual(['pending', 'expired']);
    const [entry] = (await admin.collection(collections.activity(desk.deskId)).get()).docs;
    expect(activityDocumentSchema.parse(entry?.data())).toMatchObject({
      type: 'command-expired',
      result: 'expired',
      summary: '"Force sync" by Ada expired: no worker took it in time. It was not run.',
    });
  });

  test('two sweeps at once end it once', async () => {
    const read = await store({});
    await Promise.all([sweep(backend), sweep(backend)]);
    expect((await read()).history).toHaveLength(2);
    expect(await readActivityTypes()).toEqual(['command-expired']);
  });

  test.each<[string, Partial<CommandDocument>]>([
    ['one still in time', { expiresAtMs: Date.now() + 600_000 }],
    ['one that a worker has claimed', { status: 'claimed' }],
    ['one that is running', { status: 'executing' }],
    ['one that has ended', { status: 'succeeded' }],
    ['one whose outcome is being looked up', { status: 'unknown' }],
  ])('leaves %s alone', async (_title, parts) => {
    const read = await store(parts);
    await sweep(backend);
    expect(await read()).toEqual(commandOf({ ...parts, expiresAtMs: (await read()).expiresAtMs }));
  });

  describe('of commands that wait for a second member', () => {
    const decision = { approved: true, by: { uid: 'u2', name: 'Bo' }, atMs: 1 };
    const waiting = (agoMs: number, parts: object = {}): Partial<CommandDocument> => ({
      status: 'awaiting-approval',
      approval: { untilMs: Date.now() - agoMs, reason: 'It is large.', ...parts },
    });

    test('ends one on which nobody decided in time', async () => {
      const read = await store(waiting(1_000));
      await Promise.all([sweep(backend), sweep(backend)]);
      expect(await read()).toMatchObject({
        status: 'expired',
        error: {
          code: 'expired',
          message: expect.stringContaining('Nobody else approved it in time. It was not run.'),
        },
      });
      expect(await readActivityTypes()).toEqual(['command-expired']);
    });

    test('ends one that was decided on, once its worker has let a minute pass', async () => {
      const read = await store(waiting(61_000, { decision }));
      await sweep(backend);
      expect((await read()).error?.message).toContain('no worker went on with it in time. It was not run.');
    });

    test.each<[string, () => Partial<CommandDocument>]>([
      ['one still in time', () => waiting(-60_000)],
      ['one just decided on', () => waiting(30_000, { decision })],
      ['one that has gone on', () => ({ ...waiting(90_000, { decision }), status: 'executing' })],
    ])('leaves %s alone', async (_title, parts) => {
      const read = await store(parts());
      const { status } = await read();
      await sweep(backend);
      expect((await read()).status).toBe(status);
    });
  });

  test('ends an invitation past its time, and deletes the mail that holds its link', async () => {
    const invite: InviteDocument = {
      email: 'bo@example.com',
      role: 'viewer',
      status: 'open',
      by: { uid: 'u1', name: 'Ada' },
      createdAtMs: 1,
      expiresAtMs: Date.now() - 1_000,
      tokenHash: 'a'.repeat(64),
    };
    const [late, open, ended] = ['late', 'open', 'ended'].map((id) => admin.doc(documents.invite(desk.deskId, id)));
    const mail = admin.doc(documents.mail(`invite-${desk.deskId}~late`));
    await Promise.all([
      late!.set(invite),
      open!.set({ ...invite, expiresAtMs: Date.now() + 600_000 }),
      ended!.set({ ...invite, status: 'withdrawn' }),
      mail.set({ to: ['bo@example.com'] }),
    ]);
    await sweep(backend);
    expect((await late!.get()).get('status')).toBe('expired');
    expect((await open!.get()).get('status')).toBe('open');
    expect((await ended!.get()).get('status')).toBe('withdrawn');
    expect((await mail.get()).exists).toBe(false);
    expect(await readActivityTypes()).toEqual(['invite-expired']);
  });

  test('deletes presences of people who left, and no others', async () => {
    const [gone, here] = [documents.presence(desk.deskId, 'gone'), documents.presence(desk.deskId, 'here')];
    await admin.doc(gone).set({ name: 'Ada', page: '/', at: ago(301_000) });
    await admin.doc(here).set({ name: 'Ada', page: '/', at: ago(290_000) });
    await sweep(backend);
    expect((await admin.doc(gone).get()).exists).toBe(false);
    expect((await admin.doc(here).get()).exists).toBe(true);
  });

  test('deletes command buckets that are full again', async () => {
    const [old, used] = [documents.commandRate(desk.deskId, 'old'), documents.commandRate(desk.deskId, 'used')];
    await admin.doc(old).set({ tokens: 1, updatedAtMs: 1, expiresAt: ago(1_000) });
    await admin.doc(used).set({ tokens: 1, updatedAtMs: 1, expiresAt: ago(-60_000) });
    await sweep(backend);
    expect((await admin.doc(old).get()).exists).toBe(false);
    expect((await admin.doc(used).get()).exists).toBe(true);
  });
});

describe('health', () => {
  test('tells the version and the time', async () => {
    const response = await fetch(`${functionsUrl}/health`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const answer = await response.json();
    expect(answer).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      time: expect.any(String),
    });
    expect(Math.abs(Date.parse(answer.time) - Date.now())).toBeLessThan(5_000);
  });

  test('answers nothing but GET and HEAD', async () => {
    const response = await fetch(`${functionsUrl}/health`, { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });
});
