import { randomUUID } from 'node:crypto';
import {
  activityDocumentSchema,
  commandReceiptSchema,
  documents,
  inviteDocumentSchema,
  userDocumentSchema,
  type InviteDocument,
  type OpenDeskAnswer,
} from '@tapedeck/core';
import type { Caller } from '../../functions/src/edge/caller.ts';
import { acceptInvite } from '../../functions/src/invites/accept-invite.ts';
import { call, connectAdmin, createDesk, post, signUp } from './functions-client.ts';
import { openTestDesk, webOrigin, type TestDesk } from './functions-desk.ts';

const admin = connectAdmin();
const weekMs = 7 * 24 * 3_600_000;
let desk: TestDesk;

beforeEach(async () => {
  desk = await openTestDesk(admin);
});

afterAll(() => admin.terminate());

interface Link {
  readonly deskId: string;
  readonly inviteId: string;
  readonly token: string;
}

function readLink(link: string | undefined): Link {
  const { searchParams: query } = new URL(link ?? '');
  return { deskId: query.get('desk') ?? '', inviteId: query.get('invite') ?? '', token: query.get('token') ?? '' };
}

async function invite(email: string, role = 'trader'): Promise<Link> {
  const { once } = await desk.send('inviteMember', { email, role });
  return readLink(once?.['link']);
}

async function readInvite(inviteId: string): Promise<InviteDocument> {
  return inviteDocumentSchema.parse((await admin.doc(documents.invite(desk.deskId, inviteId)).get()).data());
}

function newcomer(): Caller & { readonly email: string } {
  const uid = `newcomer-${randomUUID()}`;
  return { uid, name: 'Nell', email: `${uid}@example.com` };
}

function accept(caller: Caller, link: Link, nowMs = Date.now()): Promise<OpenDeskAnswer> {
  return acceptInvite({ db: admin, nowMs: () => nowMs }, caller, link);
}

describe('an invitation', () => {
  test('is mailed with a link, which its sender sees once, and of whose token only the hash is kept', async () => {
    const { once, commandId } = await desk.send('inviteMember', { email: 'Bo@Example.com', role: 'viewer' });
    const link = once?.['link'] ?? '';
    expect(link).toMatch(
      new RegExp(`^${webOrigin}/invite\\?desk=${desk.deskId}&invite=${commandId}&token=[\\w-]{43}$`),
    );
    const { token } = readLink(link);
    const stored = await readInvite(commandId);
    expect(stored).toMatchObject({
      email: 'bo@example.com',
      role: 'viewer',
      status: 'open',
      by: { name: 'The owner' },
    });
    expect(stored.expiresAtMs - stored.createdAtMs).toBe(weekMs);

    const mail = await admin.doc(documents.mail(`invite-${desk.deskId}~${commandId}`)).get();
    expect(mail.data()).toEqual({
      to: ['bo@example.com'],
      message: {
        subject: 'The owner invites you to "Test desk" on Tapedeck',
        text: expect.stringContaining(link),
        html: expect.stringContaining(link.replaceAll('&', '&amp;')),
      },
    });
    const [command, activity] = [await desk.command(commandId), await desk.activity(commandId)];
    expect(activity.summary).toBe('The owner invited bo@example.com as viewer.');
    expect(JSON.stringify([command, activity, stored])).not.toContain(token);
  });

  test.each([
    ['to the page that asked, on the emulator', { Origin: 'http://127.0.0.1:5000' }, 'http://127.0.0.1:5000'],
    ["to the project's own site where no page asked", {}, 'https://demo-tapedeck.web.app'],
  ])('leads %s', async (_title, headers, origin) => {
    const owner = await signUp();
    const { deskId } = await createDesk(admin, { owner });
    const data = {
      deskId,
      commandId: randomUUID(),
      type: 'inviteMember',
      payload: { email: 'bo@example.com', role: 'viewer' },
      sentAtMs: Date.now(),
    };
    const authorization = { Authorization: `Bearer ${owner.idToken}` };
    const response = await post('sendCommand', JSON.stringify({ data }), { ...headers, ...authorization });
    const { result } = await response.json();
    expect(new URL(commandReceiptSchema.parse(result).once?.['link'] ?? '').origin).toBe(origin);
  });

  test('sent twice is one, and the repeat shows no link', async () => {
    const commandId = randomUUID();
    const payload = { email: 'bo@example.com', role: 'viewer' };
    await desk.send('inviteMember', payload, { commandId });
    const again = await desk.send('inviteMember', payload, { commandId });
    expect(again).toMatchObject({ repeated: true, status: 'succeeded' });
    expect(again).not.toHaveProperty('once');
  });

  test('makes who accepts it a member, and puts the desk first among theirs', async () => {
    const nell = newcomer();
    await admin.doc(documents.user(nell.uid)).set({ name: 'Nell', deskIds: ['of-her-own'], createdAtMs: 1 });
    const link = await invite(nell.email.toUpperCase());
    expect(await accept(nell, link)).toEqual({
      created: false,
      desks: [{ id: desk.deskId, name: 'Test desk', role: 'trader' }],
    });
    const { members, people } = await desk.desk();
    expect(members[nell.uid]).toBe('trader');
    expect(people[nell.uid]).toEqual({ name: 'Nell', email: nell.email });
    const user = userDocumentSchema.parse((await admin.doc(documents.user(nell.uid)).get()).data());
    expect(user.deskIds).toEqual([desk.deskId, 'of-her-own']);
    expect(await readInvite(link.inviteId)).toMatchObject({ status: 'accepted', acceptedBy: { uid: nell.uid } });
    const entry = await admin.doc(documents.activity(desk.deskId, `invite-${link.inviteId}-accepted`)).get();
    expect(activityDocumentSchema.parse(entry.data()).summary).toBe(
      `Nell (${nell.email}) joined the desk as trader, invited by The owner.`,
    );
    expect((await admin.doc(documents.mail(`invite-${desk.deskId}~${link.inviteId}`)).get()).exists).toBe(false);
  });

  test('accepted again by the same person, or twice at once, is answered alike', async () => {
    const nell = newcomer();
    const link = await invite(nell.email);
    const [first, second] = await Promise.all([accept(nell, link), accept(nell, link)]);
    expect(second).toEqual(first);
    expect(await accept(nell, link)).toEqual(first);
  });

  test('is accepted over HTTP by who has just signed up', async () => {
    const nell = await signUp('Nell');
    const link = await invite(nell.email, 'viewer');
    expect(await call('acceptInvite', link, nell)).toMatchObject({
      status: 200,
      result: { created: false, desks: [{ id: desk.deskId, role: 'viewer' }] },
    });
    expect(await call('acceptInvite', link)).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(await call('acceptInvite', { ...link, token: 'x' }, nell)).toMatchObject({ code: 'invalid-input' });
  });

  test('is nobody’s with another token, another id or another desk', async () => {
    const nell = newcomer();
    const link = await invite(nell.email);
    const wrong = [
      { ...link, token: `${link.token.startsWith('A') ? 'B' : 'A'}${link.token.slice(1)}` },
      { ...link, inviteId: 'no-such-invite' },
      { ...link, deskId: 'no-such-desk' },
    ];
    for (const request of wrong) {
      await expect(accept(nell, request)).rejects.toMatchObject({
        code: 'not-found',
        message: expect.stringContaining('There is no such invitation. Nothing was changed.'),
      });
    }
    expect((await desk.desk()).members).not.toHaveProperty(nell.uid);
  });

  test('is refused to another address, even with the link', async () => {
    const link = await invite('bo@example.com');
    await expect(accept({ uid: 'mallory', name: 'Mallory', email: 'mallory@example.com' }, link)).rejects.toMatchObject(
      {
        code: 'forbidden',
        message:
          'This invitation is for bo@example.com, and you are signed in as mallory@example.com. Nothing was changed. ' +
          'Sign in with that address, or ask for an invitation to yours.',
      },
    );
    await expect(accept({ uid: 'nobody', name: 'Nobody' }, link)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('is good for seven days', async () => {
    const nell = newcomer();
    const link = await invite(nell.email);
    const { expiresAtMs } = await readInvite(link.inviteId);
    await expect(accept(nell, link, expiresAtMs)).rejects.toMatchObject({
      code: 'expired',
      message: 'This invitation has expired. Nothing was changed. Ask The owner for a new one.',
    });
    expect((await accept(nell, link, expiresAtMs - 1)).desks).toHaveLength(1);
  });

  test('withdrawn opens nothing any more, and its mail is gone', async () => {
    const nell = newcomer();
    const link = await invite(nell.email);
    await desk.send('withdrawInvite', { inviteId: link.inviteId });
    await expect(accept(nell, link)).rejects.toMatchObject({ code: 'conflict' });
    expect((await admin.doc(documents.mail(`invite-${desk.deskId}~${link.inviteId}`)).get()).exists).toBe(false);
    await expect(desk.send('withdrawInvite', { inviteId: link.inviteId })).rejects.toMatchObject({
      code: 'conflict',
      message: `The invitation of ${nell.email} is withdrawn already. Nothing was changed.`,
    });
    await expect(desk.send('withdrawInvite', { inviteId: 'no-such-invite' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('goes to nobody who is on the desk or has one, nor beyond twenty', async () => {
    const nell = newcomer();
    await accept(nell, await invite(nell.email));
    await expect(invite(nell.email)).rejects.toMatchObject({
      code: 'conflict',
      message: `${nell.email} is on this desk already, as Nell. Nobody was invited.`,
    });
    await invite('bo@example.com');
    await expect(invite('BO@example.com')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('The owner has invited bo@example.com already, and the invitation is open.'),
    });
    for (let sent = 1; sent < 20; sent += 1) await invite(`person-${sent}@example.com`);
    await expect(invite('one-too-many@example.com')).rejects.toMatchObject({ code: 'rejected' });
  });
});

describe('a role', () => {
  test('is changed, and told with what it was before', async () => {
    const { commandId } = await desk.send('changeRole', { uid: desk.people.viewer.uid, role: 'trader' });
    expect((await desk.desk()).members[desk.people.viewer.uid]).toBe('trader');
    expect(await desk.activity(commandId)).toMatchObject({
      summary: 'The owner changed the role of The viewer from viewer to trader.',
      details: { before: { role: 'viewer' }, after: { role: 'trader' } },
    });
  });

  test.each<[string, () => object, string]>([
    ['of the only owner', () => ({ uid: desk.people.owner.uid, role: 'viewer' }), 'The owner is the only owner'],
    ['of a stranger', () => ({ uid: desk.people.stranger.uid, role: 'viewer' }), 'no member of this desk any more'],
    ['of a name all objects have', () => ({ uid: 'toString', role: 'viewer' }), 'no member of this desk any more'],
    ['that is held already', () => ({ uid: desk.people.viewer.uid, role: 'viewer' }), 'The viewer is viewer already'],
  ])('%s is not changed', async (_title, payload, says) => {
    await expect(desk.send('changeRole', { ...payload() })).rejects.toMatchObject({
      message: expect.stringContaining(says),
    });
    expect(await desk.count()).toBe(0);
  });

  test('of two owners who demote each other at once one stays owner', async () => {
    const { owner, trader } = desk.people;
    await desk.send('changeRole', { uid: trader.uid, role: 'owner' });
    await Promise.allSettled([
      desk.send('changeRole', { uid: trader.uid, role: 'viewer' }),
      desk.send('changeRole', { uid: owner.uid, role: 'viewer' }, { as: trader }),
    ]);
    expect(Object.values((await desk.desk()).members).filter((role) => role === 'owner')).toHaveLength(1);
  });
});

describe('a removed member', () => {
  test('is off the desk, its presence and their own list of desks in one commit', async () => {
    const { uid } = desk.people.trader;
    const left = [documents.presence(desk.deskId, uid), documents.notificationMarks(desk.deskId, uid)];
    for (const path of left) await admin.doc(path).set({ name: 'Ada' });
    await admin.doc(documents.user(uid)).set({ name: 'Ada', deskIds: ['other', desk.deskId], createdAtMs: 1 });
    const { commandId } = await desk.send('removeMember', { uid });
    const { members, people } = await desk.desk();
    expect(members).not.toHaveProperty(uid);
    expect(people).not.toHaveProperty(uid);
    for (const path of left) expect((await admin.doc(path).get()).exists).toBe(false);
    expect((await admin.doc(documents.user(uid)).get()).get('deskIds')).toEqual(['other']);
    expect(await desk.activity(commandId)).toMatchObject({
      summary: 'The owner removed The trader, who was trader, from the desk.',
      details: { before: { uid, role: 'trader' } },
    });
  });

  test('can send nothing more', async () => {
    await desk.send('removeMember', { uid: desk.people.trader.uid });
    await expect(
      desk.send('forceSync', { accountId: desk.accountId }, { as: desk.people.trader }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('is never the last owner', async () => {
    await expect(desk.send('removeMember', { uid: desk.people.owner.uid })).rejects.toMatchObject({
      code: 'rejected',
      message: 'The owner is the only owner of this desk. Nothing was changed. Make somebody else an owner first.',
    });
  });

  test('does not come back by the link of old', async () => {
    const nell = newcomer();
    const link = await invite(nell.email);
    await accept(nell, link);
    await desk.send('removeMember', { uid: nell.uid });
    await expect(accept(nell, link)).rejects.toMatchObject({
      code: 'conflict',
      message: 'You were on this desk, and were taken off it again. Ask for a new invitation.',
    });
  });
});
