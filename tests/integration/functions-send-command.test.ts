import { randomUUID } from 'node:crypto';
import { Timestamp } from '@google-cloud/firestore';
import {
  activityDocumentSchema,
  collections,
  commandDocumentSchema,
  commandReceiptSchema,
  documents,
  type CommandRateDocument,
  type CommandRequest,
  type ErrorCode,
} from '@tapedeck/core';
import type { CommandBackend } from '../../functions/src/backend.ts';
import { sendCommand } from '../../functions/src/commands/send-command.ts';
import { call, connectAdmin, createDesk, signUp, type DeskFixture, type Person } from './functions-client.ts';

const admin = connectAdmin();
let owner: Person;
let trader: Person;
let viewer: Person;
let stranger: Person;
let desk: DeskFixture;

beforeAll(async () => {
  [owner, trader, viewer, stranger] = await Promise.all([signUp(), signUp(), signUp(), signUp()]);
});

beforeEach(async () => {
  desk = await createDesk(admin, { owner, trader, viewer });
});

afterAll(() => admin.terminate());

function forceSync(parts: Partial<CommandRequest> = {}): CommandRequest {
  return {
    deskId: desk.deskId,
    commandId: randomUUID(),
    type: 'forceSync',
    payload: { accountId: desk.accountId },
    sentAtMs: Date.now(),
    ...parts,
  };
}

function backendAt(ms: number): CommandBackend {
  return { db: admin, nowMs: () => ms, webOrigin: 'https://desk.example.com' };
}

async function countWrites(): Promise<number> {
  const [commands, activity] = await Promise.all([
    admin.collection(collections.commands(desk.deskId)).count().get(),
    admin.collection(collections.activity(desk.deskId)).count().get(),
  ]);
  return commands.data().count + activity.data().count;
}

describe('an accepted command', () => {
  test('stands as pending for the worker, with who sent it and until when it is good', async () => {
    const request = forceSync();
    const { status, result } = await call('sendCommand', request, trader);
    expect(status).toBe(200);
    const receipt = commandReceiptSchema.parse(result);
    expect(receipt).toEqual({
      commandId: request.commandId,
      status: 'pending',
      expiresAtMs: request.sentAtMs + 60_000,
      repeated: false,
    });
    const stored = await admin.doc(documents.command(desk.deskId, request.commandId)).get();
    const command = commandDocumentSchema.parse(stored.data());
    expect(command).toMatchObject({
      type: 'forceSync',
      payload: { accountId: desk.accountId },
      accountId: desk.accountId,
      actor: { uid: trader.uid, name: 'The trader', role: 'trader' },
      status: 'pending',
      expiresAtMs: request.sentAtMs + 60_000,
    });
    expect(command.history).toEqual([{ status: 'pending', atMs: command.createdAtMs }]);
  });

  test('is written into the activity in the same commit', async () => {
    const request = forceSync();
    await call('sendCommand', request, trader);
    const [command, entry] = await admin.getAll(
      admin.doc(documents.command(desk.deskId, request.commandId)),
      admin.doc(documents.activity(desk.deskId, `command-${request.commandId}`)),
    );
    expect(activityDocumentSchema.parse(entry?.data())).toMatchObject({
      kind: 'command',
      type: 'command-sent',
      actor: { kind: 'user', id: trader.uid, name: 'The trader' },
      summary: 'The trader sent "Force sync" to Bybit main.',
      accountId: desk.accountId,
      commandId: request.commandId,
    });
    expect(entry?.createTime?.isEqual(command!.createTime!)).toBe(true);
  });

  test.each(['pauseAccount', 'resumeAccount', 'forceSync'] as const)('%s is taken from the owner', async (type) => {
    expect((await call('sendCommand', forceSync({ type }), owner)).status).toBe(200);
  });

  test('sync settings are taken in part', async () => {
    const payload = { accountId: desk.accountId, sync: { pollMs: 250 } };
    expect((await call('sendCommand', forceSync({ type: 'updateSyncSettings', payload }), trader)).status).toBe(200);
  });
});

describe('a repeat', () => {
  test('is answered with the command that stands, and makes nothing new', async () => {
    const request = forceSync();
    await call('sendCommand', request, trader);
    await admin.doc(documents.command(desk.deskId, request.commandId)).update({ status: 'succeeded' });
    const { result } = await call('sendCommand', { ...request, sentAtMs: Date.now() }, trader);
    expect(result).toMatchObject({ commandId: request.commandId, status: 'succeeded', repeated: true });
    expect(await countWrites()).toBe(2);
  });

  test('five at once make one command', async () => {
    const request = forceSync();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => call('sendCommand', request, trader)));
    const receipts = outcomes.map(({ result }) => commandReceiptSchema.parse(result));
    expect(receipts.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await countWrites()).toBe(2);
  });

  test('that comes when the first has expired still tells what became of it', async () => {
    const request = forceSync();
    await call('sendCommand', request, trader);
    const late = backendAt(Date.now() + 3_600_000);
    const receipt = await sendCommand(late, { uid: trader.uid, name: 'Ada' }, request);
    expect(receipt).toMatchObject({ status: 'pending', repeated: true });
  });

  test.each<[string, (request: CommandRequest) => CommandRequest, () => Person]>([
    ['another type', (request) => ({ ...request, type: 'pauseAccount' }), () => trader],
    ['another person', (request) => request, () => owner],
  ])('with %s is a conflict', async (_title, change, person) => {
    const request = forceSync();
    await call('sendCommand', request, trader);
    const outcome = await call('sendCommand', change(request), person());
    expect(outcome).toMatchObject({ status: 409, code: 'conflict' });
    expect(outcome.message).toContain('already stands for another command. This one was not sent.');
    expect(await countWrites()).toBe(2);
  });
});

describe('a refusal says why and writes nothing', () => {
  interface Refusal {
    readonly title: string;
    readonly request: () => unknown;
    readonly person?: () => Person;
    readonly status: number;
    readonly code: ErrorCode;
    readonly says: string;
  }
  const refusals: readonly Refusal[] = [
    {
      title: 'nobody signed in',
      request: forceSync,
      status: 401,
      code: 'unauthenticated',
      says: 'You are not signed in. Nothing was sent.',
    },
    {
      title: 'a viewer',
      request: forceSync,
      person: () => viewer,
      status: 403,
      code: 'forbidden',
      says: '"Force sync" needs the role owner or trader; you are viewer. Nothing was sent.',
    },
    {
      title: 'a stranger',
      request: forceSync,
      person: () => stranger,
      status: 403,
      code: 'forbidden',
      says: 'You are no member of this desk, or there is none of this id. Nothing was sent.',
    },
    {
      title: 'a desk that does not exist',
      request: () => forceSync({ deskId: 'no-such-desk' }),
      person: () => trader,
      status: 403,
      code: 'forbidden',
      says: 'You are no member of this desk, or there is none of this id. Nothing was sent.',
    },
    {
      title: 'an account that does not exist',
      request: () => forceSync({ payload: { accountId: 'no-such-account' } }),
      person: () => trader,
      status: 404,
      code: 'not-found',
      says: 'There is no account "no-such-account" on this desk. Nothing was sent.',
    },
    {
      title: 'an unknown type',
      request: () => ({ ...forceSync(), type: 'withdrawEverything' }),
      person: () => trader,
      status: 400,
      code: 'invalid-input',
      says: 'The command is not well formed: type:',
    },
    {
      title: 'a payload of another type',
      request: () => forceSync({ type: 'updateSyncSettings' }),
      person: () => trader,
      status: 400,
      code: 'invalid-input',
      says: 'The command is not well formed: payload.sync:',
    },
    {
      title: 'a value out of range',
      request: () =>
        forceSync({ type: 'updateSyncSettings', payload: { accountId: desk.accountId, sync: { pollMs: 1 } } }),
      person: () => trader,
      status: 400,
      code: 'invalid-input',
      says: 'The command is not well formed: payload.sync.pollMs:',
    },
    {
      title: 'a field too many',
      request: () => ({ ...forceSync(), role: 'owner' }),
      person: () => trader,
      status: 400,
      code: 'invalid-input',
      says: 'The command is not well formed: request: Unrecognized key: "role". Nothing was sent.',
    },
    {
      title: 'an id that names another path',
      request: () => forceSync({ payload: { accountId: 'a/live/state' } }),
      person: () => trader,
      status: 400,
      code: 'invalid-input',
      says: 'payload.accountId: must be 1 to 64 letters, digits, _ or -. Nothing was sent.',
    },
    {
      title: 'a reserved id',
      request: () => forceSync({ deskId: '__desk__' }),
      person: () => trader,
      status: 400,
      code: 'invalid-input',
      says: 'deskId: must be 1 to 64 letters, digits, _ or -. Nothing was sent.',
    },
    {
      title: 'a request too large',
      request: () => ({ ...forceSync(), note: 'x'.repeat(9_000) }),
      person: () => trader,
      status: 400,
      code: 'invalid-input',
      says: '8192 is the most. Nothing was sent. Send less in one request.',
    },
    {
      title: 'a command that comes late',
      request: () => forceSync({ sentAtMs: Date.now() - 61_000 }),
      person: () => trader,
      status: 400,
      code: 'expired',
      says: '"Force sync" arrived 61 s after it was sent; 60 s is the limit. It was not run.',
    },
    {
      title: 'a clock that runs ahead',
      request: () => forceSync({ sentAtMs: Date.now() + 120_000 }),
      person: () => trader,
      status: 400,
      code: 'invalid-input',
      says: 's ahead. Nothing was sent. Set the clock right and try again.',
    },
  ];

  test.each(refusals)('$title', async ({ request, person, status, code, says }) => {
    const outcome = await call('sendCommand', request(), person?.());
    expect(outcome).toMatchObject({ status, code });
    expect(outcome.message).toContain(says);
    expect(await countWrites()).toBe(0);
  });
});

describe('rate', () => {
  test('ten commands of one person at the same moment are all taken, and all counted', async () => {
    const atMs = Date.now();
    const ada = { uid: trader.uid, name: 'Ada' };
    const send = () => sendCommand(backendAt(atMs), ada, forceSync({ sentAtMs: atMs }));
    const receipts = await Promise.all(Array.from({ length: 10 }, send));
    expect(receipts.every(({ repeated }) => !repeated)).toBe(true);
    const rate = await admin.doc(documents.commandRate(desk.deskId, trader.uid)).get();
    expect(rate.get('tokens')).toBe(20);
  });

  test('thirty commands at once are taken, the next waits for its turn, another person does not', async () => {
    const atMs = Date.now();
    const ada = { uid: trader.uid, name: 'Ada' };
    const send = (nowMs: number, who = ada) => sendCommand(backendAt(nowMs), who, forceSync({ sentAtMs: nowMs }));
    for (let sent = 0; sent < 30; sent += 1) await send(atMs);
    await expect(send(atMs)).rejects.toMatchObject({
      code: 'rate-limited',
      message: 'You sent more than 30 commands in 10 s. This one was not sent. Try again in 334 ms.',
    });
    expect(await send(atMs, { uid: owner.uid, name: 'Olga' })).toMatchObject({ repeated: false });
    expect(await send(atMs + 334)).toMatchObject({ repeated: false });
    await expect(send(atMs + 334)).rejects.toMatchObject({ code: 'rate-limited' });
  });

  test('who has sent too many is answered with 429, and nothing is written', async () => {
    const nextYear = Timestamp.fromMillis(Date.now() + 31_536_000_000);
    const empty: CommandRateDocument = { tokens: 0, updatedAtMs: nextYear.toMillis(), expiresAt: nextYear };
    await admin.doc(documents.commandRate(desk.deskId, trader.uid)).set(empty);
    expect(await call('sendCommand', forceSync(), trader)).toMatchObject({ status: 429, code: 'rate-limited' });
    expect(await countWrites()).toBe(0);
  });
});
