import { randomUUID } from 'node:crypto';
import { documents, type CommandDocument } from '@tapedeck/core';
import { connectAdmin } from './functions-client.ts';
import { openTestDesk, type TestDesk } from './functions-desk.ts';

const admin = connectAdmin();
let desk: TestDesk;

beforeEach(async () => {
  desk = await openTestDesk(admin);
});

afterAll(() => admin.terminate());

/** A command of the trader that waits for a second member. */
async function storeWaiting(parts: Partial<CommandDocument> = {}): Promise<string> {
  const commandId = randomUUID();
  const atMs = Date.now();
  const command: CommandDocument = {
    type: 'placeOrder',
    payload: { accountId: desk.accountId },
    accountId: desk.accountId,
    actor: { uid: desk.people.trader.uid, name: 'The trader', role: 'trader' },
    status: 'awaiting-approval',
    createdAtMs: atMs,
    expiresAtMs: atMs + 15_000,
    history: [{ status: 'pending', atMs }],
    approval: { untilMs: atMs + 120_000, reason: 'It is worth 150,000 USDT.' },
    ...parts,
  };
  await admin.doc(documents.command(desk.deskId, commandId)).set(command);
  return commandId;
}

test.each([
  [true, 'approved'],
  [false, 'refused'],
])('another member decides: %s', async (approve, word) => {
  const commandId = await storeWaiting();
  const receipt = await desk.send('decideApproval', { commandId, approve });
  expect((await desk.command(commandId)).approval?.decision).toMatchObject({
    approved: approve,
    by: { uid: desk.people.owner.uid, name: 'The owner' },
  });
  expect(await desk.activity(receipt.commandId)).toMatchObject({
    accountId: desk.accountId,
    summary: `The owner ${word} "Place order" by The trader: It is worth 150,000 USDT.`,
  });
});

test('nobody decides on what is their own', async () => {
  const commandId = await storeWaiting();
  await expect(
    desk.send('decideApproval', { commandId, approve: true }, { as: desk.people.trader }),
  ).rejects.toMatchObject({
    code: 'forbidden',
    message: '"Place order" by The trader is your own. Another member has to decide on it. Nothing was decided.',
  });
});

test('a viewer decides on nothing', async () => {
  const commandId = await storeWaiting();
  await expect(
    desk.send('decideApproval', { commandId, approve: true }, { as: desk.people.viewer }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

test('the first decision stands, and the second hears of it', async () => {
  const commandId = await storeWaiting({
    actor: { uid: desk.people.viewer.uid, name: 'Somebody', role: 'trader' },
  });
  const outcomes = await Promise.allSettled([
    desk.send('decideApproval', { commandId, approve: true }),
    desk.send('decideApproval', { commandId, approve: false }, { as: desk.people.trader }),
  ]);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(1);
  expect(refused[0]?.reason.message).toMatch(
    /^The (owner|trader) has (approved|refused) "Place order" by Somebody already\. Your decision was not taken\.$/,
  );
});

test('after its time it is too late', async () => {
  const untilMs = Date.now() + 120_000;
  const commandId = await storeWaiting({ approval: { untilMs, reason: 'It is large.' } });
  await expect(desk.send('decideApproval', { commandId, approve: true }, { nowMs: untilMs })).rejects.toMatchObject({
    code: 'expired',
    message: 'The time to decide on "Place order" by The trader is over. It is not run. Ask for it to be sent again.',
  });
});

test('a command that waits for nobody is not decided on', async () => {
  const commandId = await storeWaiting({ status: 'succeeded' });
  await expect(desk.send('decideApproval', { commandId, approve: true })).rejects.toMatchObject({
    code: 'conflict',
    message: '"Place order" by The trader waits for no approval: it is succeeded. Nothing was decided.',
  });
  await expect(desk.send('decideApproval', { commandId: 'none', approve: true })).rejects.toMatchObject({
    code: 'not-found',
  });
});
