import {
  collectionGroups,
  documents,
  inviteDocumentSchema,
  type ActivityDocument,
  type InviteDocument,
} from '@tapedeck/core';
import type { DocumentReference } from 'firebase-admin/firestore';
import type { Backend } from '../backend.ts';
import { toMailId } from '../invites/invites.ts';
import { tallyEach } from '../store/in-chunks.ts';
import { readDocument } from '../store/read-document.ts';

function toActivity({ email, by }: InviteDocument, atMs: number): ActivityDocument {
  return {
    atMs,
    kind: 'account',
    type: 'invite-expired',
    actor: { kind: 'system', name: 'Sweep' },
    summary: `The invitation of ${email} by ${by.name} expired: it was not accepted in time.`,
  };
}

function expire({ db, nowMs }: Backend, inviteRef: DocumentReference): Promise<boolean> {
  const [, deskId = ''] = inviteRef.path.split('/');
  return db.runTransaction(async (transaction) => {
    const invite = readDocument(inviteDocumentSchema, await transaction.get(inviteRef));
    const atMs = nowMs();
    if (invite?.status !== 'open' || atMs < invite.expiresAtMs) return false;
    transaction.update(inviteRef, { status: 'expired' satisfies InviteDocument['status'] });
    transaction.delete(db.doc(documents.mail(toMailId(deskId, inviteRef.id))));
    transaction.create(db.doc(documents.activity(deskId, `invite-${inviteRef.id}-expired`)), toActivity(invite, atMs));
    return true;
  });
}

/** Ends every invitation that is past its time, and deletes the mail that holds its link; says how many. */
export async function expireInvites(backend: Backend, limit: number): Promise<number> {
  const late = await backend.db
    .collectionGroup(collectionGroups.invites)
    .where('status', '==', 'open')
    .where('expiresAtMs', '<=', backend.nowMs())
    .orderBy('expiresAtMs')
    .limit(limit)
    .select()
    .get();
  const { done } = await tallyEach(late.docs, ({ ref }) => expire(backend, ref));
  return done;
}
