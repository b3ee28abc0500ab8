import { deskCommandTypes, documents } from '@tapedeck/core';
import { FieldValue } from 'firebase-admin/firestore';
import { deskCommand } from './desk-command.ts';
import { checkNotLastOwner, requireMember, without } from './members.ts';

/**
 * Takes a person off the desk. The rules read `members` at every request and listener, so a page of theirs that is open
 * hears nothing more from this commit on.
 */
export const removeMember = deskCommand(deskCommandTypes.removeMember, async (command) => {
  const { db, deskId, payload, actor, desk } = command;
  const member = requireMember(desk.value, payload.uid);
  checkNotLastOwner(desk.value, member);
  const userRef = db.doc(documents.user(member.uid));
  const user = await userRef.get();
  return {
    summary: `${actor.name} removed ${member.name}, who was ${member.role}, from the desk.`,
    before: { uid: member.uid, name: member.name, role: member.role },
    apply: (batch) => {
      const members = without(desk.value.members, member.uid);
      const people = without(desk.value.people, member.uid);
      batch.update(desk.ref, { members, people }, { lastUpdateTime: desk.updateTime });
      if (user.exists) batch.update(userRef, { deskIds: FieldValue.arrayRemove(deskId) });
      batch.delete(db.doc(documents.presence(deskId, member.uid)));
      batch.delete(db.doc(documents.notificationMarks(deskId, member.uid)));
    },
  };
});
