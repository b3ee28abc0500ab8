import { AppError, deskCommandTypes, documents, inviteDocumentSchema } from '@tapedeck/core';
import { toMailId } from '../invites/invites.ts';
import { readDocument } from '../store/read-document.ts';
import { deskCommand } from './desk-command.ts';

export const withdrawInvite = deskCommand(deskCommandTypes.withdrawInvite, async (command) => {
  const { db, deskId, payload, actor } = command;
  const ref = db.doc(documents.invite(deskId, payload.inviteId));
  const found = await ref.get();
  const invite = readDocument(inviteDocumentSchema, found);
  if (!invite || !found.updateTime) {
    throw new AppError('not-found', 'There is no such invitation on this desk. Nothing was changed.');
  }
  if (invite.status !== 'open') {
    const hint = invite.status === 'accepted' ? ' Remove the member instead.' : '';
    throw new AppError(
      'conflict',
      `The invitation of ${invite.email} is ${invite.status} already. Nothing was changed.${hint}`,
      { details: { status: invite.status } },
    );
  }
  const { updateTime } = found;
  return {
    summary: `${actor.name} withdrew the invitation of ${invite.email}.`,
    before: { status: invite.status, email: invite.email, role: invite.role },
    after: { status: 'withdrawn' },
    apply: (batch) => {
      batch.update(ref, { status: 'withdrawn' }, { lastUpdateTime: updateTime });
      batch.delete(db.doc(documents.mail(toMailId(deskId, payload.inviteId))));
    },
  };
});
