import {
  AppError,
  collections,
  deskCommandTypes,
  documents,
  inviteDocumentSchema,
  type InviteDocument,
} from '@tapedeck/core';
import { toInviteLink, toInviteMail } from '../invites/invite-mail.ts';
import { hashInviteToken, makeInviteToken } from '../invites/invite-token.ts';
import { inviteKeptMs, isOpen, maxOpenInvites, toAddress, toMailId } from '../invites/invites.ts';
import { readDocument } from '../store/read-document.ts';
import { deskCommand, type DeskCommand } from './desk-command.ts';

async function readOpenInvites({ db, deskId, atMs }: DeskCommand<unknown>): Promise<InviteDocument[]> {
  const found = await db.collection(collections.invites(deskId)).where('status', '==', 'open').get();
  return found.docs
    .map((snapshot) => readDocument(inviteDocumentSchema, snapshot))
    .filter((invite) => invite !== undefined)
    .filter((invite) => isOpen(invite, atMs));
}

function checkMayInvite({ desk }: DeskCommand<unknown>, open: readonly InviteDocument[], email: string): void {
  const member = Object.values(desk.value.people).find((person) => person.email && toAddress(person.email) === email);
  if (member) {
    throw new AppError('conflict', `${email} is on this desk already, as ${member.name}. Nobody was invited.`);
  }
  const standing = open.find((invite) => invite.email === email);
  if (standing) {
    throw new AppError(
      'conflict',
      `${standing.by.name} has invited ${email} already, and the invitation is open. Nothing new was sent. ` +
        'Withdraw it first if the link got lost.',
    );
  }
  if (open.length >= maxOpenInvites) {
    throw new AppError(
      'rejected',
      `${maxOpenInvites} invitations are open, which is the most at a time. Nobody was invited. Withdraw one first.`,
      { details: { maxOpenInvites } },
    );
  }
}

/** Offers a seat by e-mail. The command's own id is the invitation's, so that a repeat makes no second one. */
export const inviteMember = deskCommand(deskCommandTypes.inviteMember, async (command) => {
  const { db, deskId, commandId: inviteId, payload, actor, desk, atMs, webOrigin } = command;
  const email = toAddress(payload.email);
  checkMayInvite(command, await readOpenInvites(command), email);
  const token = makeInviteToken();
  const link = toInviteLink(webOrigin, { deskId, inviteId, token });
  const invite: InviteDocument = {
    email,
    role: payload.role,
    status: 'open',
    by: { uid: actor.uid, name: actor.name },
    createdAtMs: atMs,
    expiresAtMs: atMs + inviteKeptMs,
    tokenHash: hashInviteToken(token),
  };
  const mail = toInviteMail({
    email,
    role: payload.role,
    deskName: desk.value.name,
    inviterName: actor.name,
    link,
    expiresAtMs: invite.expiresAtMs,
  });
  return {
    summary: `${actor.name} invited ${email} as ${payload.role}.`,
    after: { email, role: payload.role, expiresAtMs: invite.expiresAtMs },
    result: { inviteId },
    once: { link },
    apply: (batch) => {
      batch.create(db.doc(documents.invite(deskId, inviteId)), invite);
      batch.create(db.doc(documents.mail(toMailId(deskId, inviteId))), mail);
    },
  };
});
