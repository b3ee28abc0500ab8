import {
  acceptInviteRequestSchema,
  AppError,
  deskDocumentSchema,
  documents,
  inviteDocumentSchema,
  userDocumentSchema,
  type ActivityDocument,
  type DeskDocument,
  type InviteDocument,
  type OpenDeskAnswer,
  type UserDocument,
} from '@tapedeck/core';
import type { Backend } from '../backend.ts';
import { readDesks } from '../desks/read-desks.ts';
import { requireCaller, type Caller } from '../edge/caller.ts';
import { optimistically } from '../store/optimistic.ts';
import { readDocument } from '../store/read-document.ts';
import { isInviteToken } from './invite-token.ts';
import { toAddress, toMailId } from './invites.ts';

function parseRequest(data: unknown) {
  const request = acceptInviteRequestSchema.safeParse(data);
  if (request.success) return request.data;
  throw new AppError(
    'invalid-input',
    'The link of this invitation is not whole. Nothing was changed. Open it from the mail again.',
  );
}

/** The sentence is one and the same for a wrong token, a wrong id and a desk that is gone. */
function requireInvite(invite: InviteDocument | undefined, token: string): InviteDocument {
  if (invite && isInviteToken(token, invite.tokenHash)) return invite;
  throw new AppError(
    'not-found',
    'There is no such invitation. Nothing was changed. Ask for a new one, and open the link from the newest mail.',
  );
}

function checkMayAccept(invite: InviteDocument, caller: Caller, atMs: number): void {
  if (invite.status === 'withdrawn' || invite.status === 'accepted') {
    const how = invite.status === 'accepted' ? 'has been used already' : 'was withdrawn';
    throw new AppError(
      'conflict',
      `This invitation ${how}. Nothing was changed. Ask ${invite.by.name} for a new one.`,
      { details: { status: invite.status } },
    );
  }
  if (atMs >= invite.expiresAtMs) {
    throw new AppError(
      'expired',
      `This invitation has expired. Nothing was changed. Ask ${invite.by.name} for a new one.`,
      { details: { expiresAtMs: invite.expiresAtMs } },
    );
  }
  if (toAddress(caller.email ?? '') !== invite.email) {
    throw new AppError(
      'forbidden',
      `This invitation is for ${invite.email}, and you are signed in ${caller.email ? `as ${caller.email}` : 'without an address'}. ` +
        'Nothing was changed. Sign in with that address, or ask for an invitation to yours.',
    );
  }
}

/** The desk with the person on it. Somebody who is on it already keeps their role. */
function withMember(
  desk: DeskDocument,
  caller: Caller,
  invite: InviteDocument,
): Pick<DeskDocument, 'members' | 'people'> {
  const role = Object.hasOwn(desk.members, caller.uid) ? desk.members[caller.uid] : undefined;
  return {
    members: { ...desk.members, [caller.uid]: role ?? invite.role },
    people: { ...desk.people, [caller.uid]: { name: caller.name, email: invite.email } },
  };
}

function toUser(user: UserDocument | undefined, caller: Caller, deskId: string, atMs: number): UserDocument {
  const others = user?.deskIds.filter((id) => id !== deskId) ?? [];
  return {
    name: user?.name ?? caller.name,
    ...(caller.email ? { email: caller.email } : {}),
    deskIds: [deskId, ...others],
    createdAtMs: user?.createdAtMs ?? atMs,
  };
}

function toActivity(invite: InviteDocument, caller: Caller, atMs: number): ActivityDocument {
  return {
    atMs,
    kind: 'account',
    type: 'invite-accepted',
    actor: { kind: 'user', id: caller.uid, name: caller.name },
    summary: `${caller.name} (${invite.email}) joined the desk as ${invite.role}, invited by ${invite.by.name}.`,
    details: { after: { uid: caller.uid, role: invite.role } },
  };
}

/**
 * Takes the seat that a link offers: who has the token, signs in with the invited address and comes in time. Answers the
 * person's desks, the new one first. A repeat by the same person is answered alike.
 */
export async function acceptInvite(
  { db, nowMs }: Backend,
  anyone: Caller | undefined,
  data: unknown,
): Promise<OpenDeskAnswer> {
  const caller = requireCaller(anyone);
  const { deskId, inviteId, token } = parseRequest(data);
  const [deskRef, inviteRef, userRef] = [
    db.doc(documents.desk(deskId)),
    db.doc(documents.invite(deskId, inviteId)),
    db.doc(documents.user(caller.uid)),
  ];
  const deskIds = await optimistically(async () => {
    const [deskFound, inviteFound, userFound] = await db.getAll(deskRef, inviteRef, userRef);
    if (!deskFound || !inviteFound || !userFound) throw new AppError('internal', 'Firestore left out documents.');
    const desk = readDocument(deskDocumentSchema, deskFound);
    const invite = requireInvite(desk && readDocument(inviteDocumentSchema, inviteFound), token);
    const user = readDocument(userDocumentSchema, userFound);
    if (invite.acceptedBy?.uid === caller.uid) return user?.deskIds ?? [];
    const atMs = nowMs();
    checkMayAccept(invite, caller, atMs);
    if (!desk || !deskFound.updateTime || !inviteFound.updateTime)
      throw new AppError('internal', 'A desk has no time.');

    const batch = db.batch();
    batch.update(deskRef, withMember(desk, caller, invite), { lastUpdateTime: deskFound.updateTime });
    const acceptedBy = { uid: caller.uid, name: caller.name, atMs };
    batch.update(inviteRef, { status: 'accepted', acceptedBy }, { lastUpdateTime: inviteFound.updateTime });
    const record = toUser(user, caller, deskId, atMs);
    if (userFound.updateTime) batch.update(userRef, { ...record }, { lastUpdateTime: userFound.updateTime });
    else batch.create(userRef, record);
    batch.delete(db.doc(documents.mail(toMailId(deskId, inviteId))));
    batch.create(db.doc(documents.activity(deskId, `invite-${inviteId}-accepted`)), toActivity(invite, caller, atMs));
    await batch.commit();
    return record.deskIds;
  });
  const desks = await readDesks(db, deskIds, caller.uid);
  if (desks.some(({ id }) => id === deskId)) return { desks, created: false };
  throw new AppError('conflict', 'You were on this desk, and were taken off it again. Ask for a new invitation.');
}
